import { type BusinessHours, weekdays } from './business-hours.js';
import { momentOf, zoneOffset } from './zone-offset.js';

/** Counts the time in which somebody is there to answer. All times are milliseconds since 1970. */
export interface ServiceTime {
  /** How much of it lies between two moments. */
  between(from: number, to: number): number;
  /** The moment at which so much of it has passed; undefined when that takes more than ten years. */
  after(from: number, ms: number): number | undefined;
}

const dayMs = 86_400_000;
const minuteMs = 60_000;
const mostDays = 3660;

export const aroundTheClock: ServiceTime = {
  between: (from, to) => Math.max(0, to - from),
  after: (from, ms) => from + ms,
};

/** Moments from which and to which it is open. */
type Span = readonly [from: number, to: number];

/**
 * Counts by opening hours. A day on which clocks are set is as long as it is: what is skipped is not open, what comes twice
 * is open as long as the clocks show it for the first time.
 *
 * @example
 * const time = serviceTime({ timeZone: 'Europe/Berlin', hours: { friday: ['09:00-17:00'], monday: ['09:00-17:00'] } });
 * time.after(Date.parse('2026-11-27T15:30:00Z'), 3_600_000); // Monday at 9:30 there
 */
export function serviceTime({ timeZone, hours, holidays = [] }: BusinessHours): ServiceTime {
  const offsetAt = zoneOffset(timeZone);
  const free = new Set(holidays);
  const known = new Map<number, readonly Span[]>();
  const dayAt = (time: number) => Math.floor((time + offsetAt(time)) / dayMs);

  function spansOn(day: number): readonly Span[] {
    const before = known.get(day);
    if (before) return before;
    const weekday = weekdays[(((day + 4) % 7) + 7) % 7] as (typeof weekdays)[number];
    const isFree = free.has(new Date(day * dayMs).toISOString().slice(0, 10));
    const spans = (isFree ? [] : (hours[weekday] ?? [])).map((span): Span => {
      const [from = 0, to = 0] = span.split('-').map((time) => momentOf(day * dayMs + minutesOf(time), offsetAt));
      return [from, to];
    });
    if (known.size >= mostDays) known.clear();
    known.set(day, spans);
    return spans;
  }

  return {
    between(from, to) {
      let sum = 0;
      if (to <= from) return 0;
      for (let day = dayAt(from), last = dayAt(to); day <= last; day += 1)
        for (const [opens, closes] of spansOn(day)) sum += Math.max(0, Math.min(closes, to) - Math.max(opens, from));
      return sum;
    },
    after(from, ms) {
      if (ms <= 0) return from;
      let left = ms;
      for (let day = dayAt(from), last = day + mostDays; day <= last; day += 1)
        for (const [opens, closes] of spansOn(day)) {
          const open = closes - Math.max(opens, from);
          if (open >= left) return Math.max(opens, from) + left;
          left -= Math.max(0, open);
        }
      return undefined;
    },
  };
}

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return (hour * 60 + minute) * minuteMs;
}
