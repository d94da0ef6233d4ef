import type { Instant } from '../../core/model/instant.js';
import type { DateOrder } from '../../core/table/columns/dates.js';
import { parseDate } from '../../core/text/parse-date.js';
import { readTime } from '../../core/text/read-time.js';

const minute = 60_000;

/** Reads the times of rows: ISO 8601, as mail writes them, as spreadsheets do, and seconds or milliseconds since 1970. */
export function rowTimes({ zone, dateOrder }: { zone: string; dateOrder?: DateOrder }) {
  return (text: string): { at: Instant } | { reason: string } => {
    if (/^\d{9,13}(?:\.\d+)?$/.test(text)) return readTime(Number(text), undefined, {});
    // The common case, many times as fast.
    const at = zone === 'UTC' ? parseDate(text) : undefined;
    return at === undefined ? readTime(text, undefined, { zone, dateOrder }) : { at };
  };
}

/**
 * The width of the bins that rows are of, in milliseconds, at least a minute: the distance of most rows; where rows are missing, what all
 * distances are made of; of times without any order, five minutes. Undefined of rows at one time.
 */
export function widthOf(times: readonly Instant[]): number | undefined {
  const distances = distancesOf(times);
  const middle = distances[distances.length >> 1];
  if (middle === undefined) return undefined;
  const alike = distances.filter((distance) => Math.abs(distance - middle) <= middle / 10);
  if (alike.length * 2 >= distances.length) return Math.max(minute, Math.round(middle / minute) * minute);
  const common = distances.reduce((left, right) => greatestCommon(left, right));
  return common >= minute ? common : 5 * minute;
}

/** Whether rows are left out where nothing was posted: none is 0, and a third of the bins have no row. */
export function leavesOutZeros(rows: readonly { at: Instant; count: number }[], everyMs: number): boolean {
  if (rows.some(({ count }) => count === 0)) return false;
  const bins = distancesOf(rows.map(({ at }) => at)).reduce((sum, distance) => sum + distance / everyMs, 1);
  return rows.length * 3 < bins * 2;
}

/** From short to long, without those of nothing. */
function distancesOf(times: readonly Instant[]): number[] {
  const moments = times.map((time) => Date.parse(time)).sort((left, right) => left - right);
  return moments
    .map((moment, at) => moment - (moments[at - 1] ?? moment))
    .filter((distance) => distance > 0)
    .sort((left, right) => left - right);
}

function greatestCommon(one: number, other: number): number {
  let [left, right] = [one, other];
  while (right > 0) [left, right] = [right, left % right];
  return left;
}
