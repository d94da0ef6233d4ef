import type { Instant } from '../model/instant.js';

/**
 * Reads a date as mail, RSS and the web write it: RFC 5322 with its obsolete forms (two-digit years, named zones,
 * comments), C's `ctime`, and ISO 8601. Without a zone it is UTC.
 *
 * @returns undefined when it is no date.
 *
 * @example
 * parseDate('Thu, 22 Aug 02 13:36:23 EDT'); // '2002-08-22T17:36:23.000Z'
 */
export function parseDate(text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const short = text.slice(0, 300).trim();
  return parseIsoDate(short) ?? parseMailDate(short);
}

const iso =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[Tt ]{1,2}(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)? ?([Zz]|[+-]\d{2}:?\d{2})?$/;

function parseIsoDate(text: string): Instant | undefined {
  const match = iso.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  return instantOfParts({
    year: Number(year),
    month: Number(month) - 1,
    day: Number(day),
    time: [Number(hour), Number(minute), Number(second), Number(`${fraction}000`.slice(0, 3))],
    offset: zone.toUpperCase() === 'Z' ? 0 : offsetOf(zone.replace(':', '')),
  });
}

interface Parts {
  year?: number | undefined;
  month?: number | undefined;
  day?: number | undefined;
  time?: [number, number, number, number] | undefined;
  /** Minutes east of Greenwich. */
  offset?: number | undefined;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Hours of the zones that RFC 5322 names, and of some that mailers write. */
const zones: Record<string, number> = {
  UT: 0,
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  BST: 1,
  CET: 1,
  MET: 1,
  WEST: 1,
  CEST: 2,
  MEST: 2,
  EET: 2,
  EEST: 3,
  MSK: 3,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  AKST: -9,
  AKDT: -8,
  HST: -10,
  JST: 9,
};

function parseMailDate(text: string): Instant | undefined {
  const parts: Parts = {};
  for (const word of withoutComments(text).split(/[\s,]+/)) {
    if (word === '') continue;
    if (!takeWord(parts, word)) return undefined;
  }
  return instantOfParts(parts);
}

/** Takes a word of a date; false when it makes the date unreadable. */
function takeWord(parts: Parts, word: string): boolean {
  const dashed = /^(\d{1,2})[-/]([A-Za-z]{3,9})[-/](\d{2}|\d{4})$/.exec(word);
  if (dashed) return [dashed[1], dashed[2], dashed[3]].every((part) => takeWord(parts, part as string));
  const time = /^(\d{1,2})[:.](\d{2})(?:[:.](\d{1,2})(?:[.,]\d{1,9})?)?$/.exec(word);
  if (time && !parts.time) {
    parts.time = [Number(time[1]), Number(time[2]), Number(time[3] ?? 0), 0];
    return true;
  }
  const zone = /^(?:GMT|UTC?)?([+-])(\d{1,2}):?(\d{2})?$/i.exec(word);
  if (zone) {
    parts.offset ??= offsetOf(`${zone[1]}${zone[2]?.padStart(2, '0')}${zone[3] ?? '00'}`);
    return parts.offset !== undefined;
  }
  if (/^\d{1,4}$/.test(word)) return takeNumber(parts, word);
  return takeName(parts, word);
}

function takeNumber(parts: Parts, word: string): boolean {
  const value = Number(word);
  if (word.length <= 2 && parts.day === undefined) parts.day = value;
  else if (parts.year === undefined && word.length !== 1)
    parts.year = word.length === 4 ? value : word.length === 3 || value >= 50 ? 1900 + value : 2000 + value;
  else return false;
  return true;
}

function takeName(parts: Parts, word: string): boolean {
  const upper = word.toUpperCase();
  if ((upper === 'AM' || upper === 'PM') && parts.time && parts.time[0] <= 12) {
    parts.time[0] = (parts.time[0] % 12) + (upper === 'PM' ? 12 : 0);
    return true;
  }
  const month = months.indexOf(word.slice(0, 3).toLowerCase());
  if (month >= 0 && parts.month === undefined) {
    parts.month = month;
    return true;
  }
  // A name that is no known zone, such as a weekday in another language, says nothing; RFC 5322 reads it as UTC.
  const zone = zones[upper];
  if (zone !== undefined) parts.offset ??= zone * 60;
  return true;
}

function offsetOf(zone: string): number | undefined {
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(3, 5));
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function instantOfParts({ year, month, day, time = [0, 0, 0, 0], offset = 0 }: Parts): Instant | undefined {
  if (year === undefined || month === undefined || day === undefined || year > 9999) return undefined;
  const [hour, minute, second, millisecond] = time;
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const start = new Date(0);
  start.setUTCFullYear(year, month, day);
  if (start.getUTCMonth() !== month || start.getUTCDate() !== day) return undefined;
  // A leap second is the second before it.
  start.setUTCHours(hour, minute, Math.min(second, 59), millisecond);
  const instant = new Date(start.getTime() - offset * 60_000).toISOString();
  return instant.length === 24 ? instant : undefined;
}

/** The text without its comments, which stand in parentheses and may hold others. */
function withoutComments(text: string): string {
  let depth = 0;
  let kept = '';
  for (const character of text) {
    if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept += character;
  }
  return kept;
}
