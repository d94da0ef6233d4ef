import type { Instant } from '../model/instant.js';
import { type DateOrder, readDate } from '../table/columns/dates.js';
import { parseDate } from './parse-date.js';

/** How times are written that do not say it themselves. */
export interface TimeHabits {
  /** The zone of local times, such as `Europe/Berlin`. */
  zone?: string | undefined;
  dateOrder?: DateOrder | undefined;
}

/** A moment, or why it is none. */
export type ReadTime = { at: Instant } | { reason: string };

const local = /^(\d{4}-\d\d-\d\d)(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*([ap]m)?)?$/i;
const zoned = /(?:[zZ]|[+-]\d\d:?\d\d|\b(?:UTC|GMT))$/;

/**
 * Reads a time of a log or a table. One with a zone is what it says; a local one needs to be told its zone, and a date such as
 * `4/5/2026` its order: nothing is guessed.
 */
export function readTime(value: unknown, time: string | undefined, { zone, dateOrder }: TimeHabits): ReadTime {
  if (typeof value === 'number') return ofNumber(value);
  if (typeof value !== 'string' || value.trim() === '') return { reason: 'it has no time' };
  const text = `${value.trim()}${time ? ` ${time.trim()}` : ''}`.slice(0, 100);
  if (zoned.test(text)) {
    const at = parseDate(text);
    return at ? { at } : { reason: 'its time can not be read' };
  }
  const [, date = '', rest = ''] = /^(\S+?)(?:[T\s]+(\d.*))?$/.exec(text.replace(/,/g, '')) ?? [];
  const order = dateOrder ?? (/^\d{1,2}\.\d{1,2}\.\d{4}$/.test(date) ? 'day-first' : orderShownBy(date));
  const day = readDate(date, order);
  if (!day)
    return {
      reason: /^\d{1,2}[./-]\d{1,2}[./-]\d{4}$/.test(date)
        ? 'its date could be read in two ways; say which with the option dateOrder'
        : 'its time can not be read',
    };
  const match = local.exec(rest ? `${day} ${rest}` : day);
  if (!match) return { reason: 'its time can not be read' };
  if (!zone) return { reason: 'its time is local and does not say where; name the zone with the option zone' };
  const [, , hour = '0', minute = '00', second = '00', half] = match;
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0) : Number(hour);
  const at = parseDate(`${day}T${String(hours).padStart(2, '0')}:${minute}:${second}Z`);
  return at ? { at: inZone(at, zone) } : { reason: 'its time can not be read' };
}

/** In which order a date is written, where only one is possible. */
function orderShownBy(date: string): DateOrder {
  const [first = 0, second = 0] = date.split(/[./-]/).map(Number);
  if (first > 12 && second <= 12) return 'day-first';
  return second > 12 && first <= 12 ? 'month-first' : 'unknown';
}

/** Seconds or milliseconds since 1970; the former until the year 5138. */
function ofNumber(value: number): ReadTime {
  const time = new Date(Math.abs(value) < 1e11 ? value * 1000 : value);
  const year = time.getUTCFullYear();
  return year >= 1900 && year <= 9999 ? { at: time.toISOString() } : { reason: 'its time can not be read' };
}

/** The moment at which clocks in a zone show this time; where they never do, the hour that they jump over. */
function inZone(shown: Instant, zone: string): Instant {
  const wanted = Date.parse(shown);
  let guess = wanted - offsetAt(wanted, zone);
  // Near a change of the clocks the first guess may use the wrong offset.
  guess = wanted - offsetAt(guess, zone);
  return new Date(guess).toISOString();
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far clocks in a zone are ahead of UTC at a moment, in milliseconds. */
function offsetAt(time: number, zone: string): number {
  let format = formats.get(zone);
  if (!format) {
    const numeric = 'numeric' as const;
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: numeric,
      month: numeric,
      day: numeric,
      hour: numeric,
      minute: numeric,
      second: numeric,
    });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1000) * 1000;
}

/** Whether this runtime knows a zone. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

const units: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** How many seconds something took; undefined when it does not say in which unit. */
export function readDuration(value: unknown): number | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  const clock = /^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})$/.exec(text);
  // `1:05` may be minutes or hours.
  if (clock) return clock[1] === undefined ? undefined : sum([clock[1], clock[2], clock[3]], [3600, 60, 1]);
  const parts = [...text.replace(/^pt/, '').matchAll(/(\d+(?:[.,]\d+)?)\s*([hms])[a-z]*\.?\s*/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text.replace(/^pt/, '')) return undefined;
  return sum(
    parts.map(([, count]) => count),
    parts.map(([, , unit]) => units[unit as string] ?? 0),
  );
}

function sum(counts: readonly (string | undefined)[], sizes: readonly number[]): number {
  return counts.reduce((total, count, at) => total + Number((count ?? '0').replace(',', '.')) * (sizes[at] ?? 0), 0);
}
