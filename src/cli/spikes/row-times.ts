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

/** The distance of most rows from the one before, in milliseconds: at least a minute; undefined of rows at one time. */
export function usualDistance(times: readonly Instant[]): number | undefined {
  const moments = times.map((time) => Date.parse(time)).sort((left, right) => left - right);
  const distances = moments.flatMap((moment, at) => {
    const distance = moment - (moments[at - 1] ?? moment);
    return distance > 0 ? [distance] : [];
  });
  if (distances.length === 0) return undefined;
  const middle = distances.sort((left, right) => left - right)[distances.length >> 1] as number;
  return Math.max(minute, Math.round(middle / minute) * minute);
}
