import { oneLine } from '../commands/describe.js';
import { element, type Markup } from './markup.js';

export interface Bar {
  label: string;
  value: number;
  /** The value as it is written. */
  text: string;
}

const width = 720;
const labels = 270;
const figures = 110;
const line = 20;

/** Bars beside each other from the left to the right; from a line in the middle on where some are below 0. */
export function barsChart(title: string, bars: readonly Bar[]): Markup {
  const values = bars.map(({ value }) => value);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const place = (value: number): number => labels + ((value - low) / (high - low || 1)) * (width - labels - figures);
  const height = bars.length * line + 8;
  return element(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title },
    bars.map(({ label, value, text }, row) => {
      const [from, to] = [place(Math.min(0, value)), place(Math.max(0, value))];
      const middle = row * line + 4 + line / 2;
      return [
        element('text', { x: labels - 8, y: middle, class: 'label' }, oneLine(label, 40)),
        element('rect', {
          x: from.toFixed(1),
          y: middle - 7,
          width: Math.max(1, to - from).toFixed(1),
          height: 14,
          class: value < 0 ? 'against' : 'for',
        }),
        element('text', { x: width - 4, y: middle, class: 'label' }, text),
      ];
    }),
    element('line', { x1: place(0), x2: place(0), y1: 0, y2: height, class: 'axis' }),
  );
}
