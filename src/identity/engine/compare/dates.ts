import { byValue, dictionary, ofRows } from '../columns/dictionary.js';
import { type Words, words32 } from '../columns/memory.js';
import type { Census } from './census.js';
import { type Comparer, hashOf, level } from './comparison.js';
import { compareValues, type PreparedValues, preparedValues, valuesAtGlance } from './values.js';

export interface PreparedDates extends PreparedValues {
  compared: 'dates';
  /** The digits of each date, four bits each. */
  digits: Words;
}

const levels = [
  level('missing', 1, 1),
  level('different', 0.08, 0.95),
  level('two-slips', 0.05, 0.012),
  level('two-parts', 0.05, 0.012),
  level('year', 0.03, 0.01),
  level('slip', 0.08, 0.003),
  level('swapped', 0.02, 0.0003),
];
const [different, twoSlips, twoParts, year, slip, swapped] = [1, 2, 3, 4, 5, 6];
/** The first of January is what many write who know the year alone. */
const newYear = 0x0101;

/** Prepares dates. @param numbers by slot and row, `YYYYMMDD` as a number, 0 where there is none. */
export function preparedDates(name: string, numbers: readonly Words[], census: Census): PreparedDates {
  const known = dictionary();
  const slots = numbers.map((dates) => {
    const codes = words32(dates.length);
    for (let row = 0; row < dates.length; row += 1) if (dates[row] !== 0) codes[row] = known.code(String(dates[row]));
    return codes;
  });
  const digits = words32(known.values.length);
  for (const [code, text] of known.values.entries()) digits[code] = Number.parseInt(text || '0', 16);
  const usual = { name, role: 'own', levels, m: 0.75, u: 0.0001 } as const;
  const prepared = preparedValues(usual, slots, known.values, census);
  const part = (of: (date: number) => number): Words[] => {
    const parts = digits.map((date) => (date === 0 ? 0 : of(date) + 1));
    return slots.map((codes) => ofRows(codes, parts));
  };
  const hashes = byValue(known.values, hashOf);
  const keys = [
    { name, slots: slots.map((codes) => ofRows(codes, hashes)), alone: true, agrees: { [name]: 0.75 } },
    { name: `${name}: year and month`, slots: part((date) => date >>> 8), alone: false, agrees: { [name]: 0.82 } },
    { name: `${name}: month and day`, slots: part((date) => date & 0xffff), alone: false, agrees: { [name]: 0.84 } },
    { name: `${name}: year`, slots: part((date) => date >>> 16), alone: false, agrees: { [name]: 0.88 } },
  ];
  return { ...prepared, keys, compared: 'dates', digits };
}

export const datesAtGlance = (prepared: PreparedDates): Words | undefined =>
  // The signature of a date is all of it.
  valuesAtGlance(prepared, { signature: (date) => prepared.digits[date] as number, length: () => 0 });

/** Compares dates by their parts, allowing for slips and for day and month in each other's place. */
export function compareDates(prepared: PreparedDates): Comparer {
  const { digits } = prepared;
  return compareValues(
    prepared,
    (left, right) => levelOf(digits[left] as number, digits[right] as number),
    (_ourLength, ours, _length, theirs) => levelOf(ours, theirs),
  );
}

function levelOf(a: number, b: number): number {
  const sameYear = a >>> 16 === b >>> 16;
  if (sameYear && ((a >>> 8) & 255) === (b & 255) && ((b >>> 8) & 255) === (a & 255)) return swapped;
  if (sameYear && ((a & 0xffff) === newYear || (b & 0xffff) === newYear)) return year;
  const wrong = digitsApart(a ^ b);
  if (wrong === 1 || (wrong === 2 && areTurned(a, b))) return slip;
  const parts = Number(sameYear) + Number((a & 0xff00) === (b & 0xff00)) + Number((a & 255) === (b & 255));
  return parts === 2 ? twoParts : wrong === 2 ? twoSlips : different;
}

function digitsApart(difference: number): number {
  let count = 0;
  for (let rest = difference >>> 0; rest !== 0; rest >>>= 4) if ((rest & 15) !== 0) count += 1;
  return count;
}

/** Whether two neighboring digits stand in each other's place. */
function areTurned(a: number, b: number): boolean {
  for (let shift = 0; shift < 28; shift += 4) {
    const ours = (a >>> shift) & 255;
    const theirs = (b >>> shift) & 255;
    if (ours !== theirs && ours === (((theirs & 15) << 4) | (theirs >>> 4))) return true;
  }
  return false;
}
