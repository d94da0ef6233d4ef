import { element, type Markup } from './markup.js';

/** Where figures are drawn in, and where a value stands in it. */
export interface Plane {
  x: (value: number) => number;
  y: (value: number) => number;
}

/** Values along an axis that are written, and how. */
export type Ticks = readonly (readonly [value: number, text: string])[];

const width = 720;
const height = 300;
const edges = { left: 64, right: 16, top: 12, bottom: 44 };

/** A picture with two axes. */
export function withAxes(
  title: string,
  { x, y }: { x: Axis; y: Axis },
  draw: (plane: Plane) => readonly Markup[],
): Markup {
  const share = (value: number, { from, to }: Axis): number => (value - from) / (to - from || 1);
  const plane: Plane = {
    x: (value) => round(edges.left + share(value, x) * (width - edges.left - edges.right)),
    y: (value) => round(height - edges.bottom - share(value, y) * (height - edges.top - edges.bottom)),
  };
  const [floor, start] = [height - edges.bottom, edges.left];
  return element(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': title },
    y.ticks.map(([value, text]) => [
      element('line', { x1: start, x2: width - edges.right, y1: plane.y(value), y2: plane.y(value), class: 'grid' }),
      element('text', { x: start - 8, y: plane.y(value), class: 'label' }, text),
    ]),
    x.ticks.map(([value, text]) => element('text', { x: plane.x(value), y: floor + 16, class: 'tick' }, text)),
    element('text', { x: (start + width - edges.right) / 2, y: height - 8, class: 'tick' }, x.name),
    draw(plane),
    element('line', { x1: start, x2: width - edges.right, y1: floor, y2: floor, class: 'axis' }),
  );
}

export interface Axis {
  name: string;
  from: number;
  to: number;
  ticks: Ticks;
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** A line from the bottom to the top, with a word beside it at some height. */
export function mark({ x, y }: Plane, at: number, { from, to }: Axis, word: { text: string; height: number }): Markup {
  return element(
    'g',
    {},
    element('line', { x1: x(at), x2: x(at), y1: y(from), y2: y(to), class: 'mark' }),
    element('text', { x: x(at) + 5, y: y(word.height), class: 'beside' }, word.text),
  );
}
