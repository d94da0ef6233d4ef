import type { Threshold } from '../../identity/report/thresholds.js';
import { type Axis, mark, type Ticks, withAxes } from './axes.js';
import { element, type Markup } from './markup.js';

/** Lines over the threshold: each has its own way of being drawn, so that colors are not needed. */
export const lines = [
  { name: 'expected precision', dashes: '2 3', of: ({ expectedPrecision }: Threshold) => expectedPrecision },
  { name: 'precision', dashes: undefined, of: ({ measured }: Threshold) => measured?.precision },
  { name: 'recall', dashes: '9 4', of: ({ measured }: Threshold) => measured?.recall },
] as const;

/** Precision and recall over the threshold. */
export function thresholdsChart(thresholds: readonly Threshold[], cut: number): Markup {
  const shown = lines.filter(({ of }) => thresholds.some((threshold) => of(threshold) !== undefined));
  const values = shown.flatMap(({ of }) => thresholds.flatMap((threshold) => of(threshold) ?? []));
  const lowest = Math.min(0.9, Math.floor(Math.min(...values) * 10) / 10);
  const cuts = thresholds.map((threshold) => threshold.cut);
  const x: Axis = {
    name: 'threshold, in bits',
    from: Math.min(...cuts),
    to: Math.max(...cuts),
    ticks: [0, 5, 10, 15, 20].filter((one) => one <= Math.max(...cuts)).map((one) => [one, String(one)] as const),
  };
  const y: Axis = { name: 'share', from: lowest, to: 1, ticks: tenths(lowest) };
  return withAxes(`${shown.map(({ name }) => name).join(', ')} over the threshold`, { x, y }, (plane) => [
    ...shown.map(({ dashes, of }, place) =>
      element('polyline', {
        points: thresholds.map((one) => `${plane.x(one.cut)},${plane.y(of(one) as number)}`).join(' '),
        'stroke-dasharray': dashes,
        class: `line line-${place}`,
      }),
    ),
    ...(cut >= x.from && cut <= x.to
      ? [mark(plane, cut, y, { text: 'threshold', height: lowest + 0.05 * (1 - lowest) })]
      : []),
  ]);
}

/** What the lines mean, each drawn as it is. */
export function thresholdsKey(thresholds: readonly Threshold[]): Markup {
  const shown = lines.filter(({ of }) => thresholds.some((threshold) => of(threshold) !== undefined));
  return element(
    'p',
    { class: 'key' },
    shown.map(({ name, dashes }, place) => [
      element(
        'svg',
        { viewBox: '0 0 36 10', class: 'sample', 'aria-hidden': 'true' },
        element('polyline', { points: '0,5 36,5', 'stroke-dasharray': dashes, class: `line line-${place}` }),
      ),
      element('span', {}, name),
    ]),
  );
}

function tenths(lowest: number): Ticks {
  const step = lowest < 0.6 ? 2 : 1;
  const first = Math.round(lowest * 10);
  return Array.from({ length: Math.floor((10 - first) / step) + 1 }, (_, place) => {
    const share = (10 - place * step) / 10;
    return [share, `${Math.round(share * 100)} %`] as const;
  });
}
