import type { Histogram } from '../../identity/report/candidate-weights.js';
import { type Axis, mark, type Ticks, withAxes } from './axes.js';
import { element, type Markup } from './markup.js';

/** How many pairs weigh how much, on a logarithmic scale: strangers are very many. */
export function histogramChart({ from, step, together, apart }: Histogram, cut: number): Markup {
  const used = together.flatMap((count, bin) => (count + (apart[bin] as number) > 0 ? [bin] : []));
  const [first, last] = [used[0] ?? 0, used.at(-1) ?? together.length - 1];
  const most = Math.max(1, ...together, ...apart);
  const x: Axis = { name: 'weight, in bits', from: from + first * step, to: from + (last + 1) * step, ticks: [] };
  const y: Axis = { name: 'pairs', from: 0, to: heightOf(most), ticks: powersUpTo(most) };
  const bars = (plane: Parameters<Parameters<typeof withAxes>[2]>[0], counts: readonly number[], half: number) =>
    counts.flatMap((count, bin) => {
      if (count === 0) return [];
      const [left, right] = [0, 1].map((side) => from + (bin + (half + side) / 2) * step) as [number, number];
      const [top, floor] = [plane.y(heightOf(count)), plane.y(0)];
      const place = { x: plane.x(left) + 0.5, y: top, width: plane.x(right) - plane.x(left) - 1, height: floor - top };
      return [element('rect', { ...place, class: half === 0 ? 'apart' : 'for' })];
    });
  return withAxes('How many candidate pairs have which weight', { x: { ...x, ticks: tens(x) }, y }, (plane) => [
    ...bars(plane, apart, 0),
    ...bars(plane, together, 1),
    ...(cut > x.from && cut < x.to ? [mark(plane, cut, y, { text: 'threshold', height: 0.95 * y.to })] : []),
  ]);
}

/** A single pair is seen too. */
const heightOf = (count: number): number => Math.log10(count) + 0.3;

function powersUpTo(most: number): Ticks {
  return Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, power) => {
    const count = 10 ** power;
    return [heightOf(count), count.toLocaleString('en')] as const;
  });
}

function tens({ from, to }: Axis): Ticks {
  const first = Math.ceil(from / 10) * 10;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / 10) + 1) }, (_, place) => {
    const value = first + place * 10;
    return [value, String(value)] as const;
  });
}
