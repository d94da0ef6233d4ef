import type { ListeningReport } from '../../channels/listening/report/listening-report.js';
import { type Axis, mark, type Plane, type Ticks, withAxes } from './axes.js';
import { element, type Markup } from './markup.js';
import { count } from './numbers.js';

/** Posts by time, with the beginnings of storms. */
export function volumeChart({ bins, everyMs, storms }: ListeningReport): Markup {
  const most = Math.max(1, ...bins.map(({ counts }) => counts.all));
  const x = timeAxis(bins);
  const y: Axis = {
    name: 'posts',
    from: 0,
    to: most,
    ticks: [0, 0.5, 1].map((share) => Math.round(share * most)).map((value) => [value, count(value)] as const),
  };
  const first = Date.parse(bins[0]?.at ?? '');
  return withAxes('Posts over time', { x, y }, (plane) => [
    ...bins.flatMap(({ counts }, bin) => column(plane, bin, 0, counts.all, 'for')),
    ...storms.slice(0, mostMarked).map(({ kind, openedAt }, place) =>
      mark(plane, (Date.parse(openedAt) - first) / everyMs, y, {
        text: kind,
        height: most * (0.95 - 0.06 * (place % 3)),
      }),
    ),
  ]);
}

/** The shares of positive and negative posts by time. */
export function sentimentChart({ bins }: ListeningReport): Markup {
  const shares = bins.map(({ counts: { positive, neutral, negative } }) => {
    const told = positive + neutral + negative || 1;
    return { positive: positive / told, negative: negative / told };
  });
  const ticks = [-1, -0.5, 0, 0.5, 1].map((value) => [value, `${Math.abs(value) * 100} %`] as const);
  const y: Axis = { name: 'share', from: -1, to: 1, ticks };
  return withAxes('Sentiment over time', { x: timeAxis(bins), y }, (plane) =>
    shares.flatMap(({ positive, negative }, bin) => [
      ...column(plane, bin, 0, positive, 'for'),
      ...column(plane, bin, -negative, 0, 'against'),
    ]),
  );
}

/** A time to the minute, in UTC. */
export const timeOf = (at: string): string => at.slice(0, 16).replace('T', ' ');

const mostMarked = 12;
const mostTicks = 5;

function timeAxis(bins: ListeningReport['bins']): Axis {
  const step = Math.ceil(bins.length / mostTicks) || 1;
  const ticks: Ticks = bins.flatMap(({ at }, bin) =>
    bin % step === 0 ? [[bin + 0.5, timeOf(at).replace(' 00:00', '')] as const] : [],
  );
  return { name: 'time, in UTC', from: 0, to: bins.length, ticks };
}

function column({ x, y }: Plane, bin: number, from: number, to: number, kind: string): Markup[] {
  if (from === to) return [];
  const left = x(bin) + 0.5;
  const width = Math.max(1, x(bin + 1) - x(bin) - 1);
  return [element('rect', { x: left, y: y(to), width, height: Math.max(0.5, y(from) - y(to)), class: kind })];
}
