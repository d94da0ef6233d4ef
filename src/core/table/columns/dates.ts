import type { LocalDate } from '../../model/instant.js';

/** In which order a column writes its dates; `unknown` when none of its values tells. */
export type DateOrder = 'day-first' | 'month-first' | 'unknown';

const parted = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ T].*)?$/;

/** The same with a year of two digits too. */
const partedOfAnyYear = /^(\d{1,2})([./-])(\d{1,2})\2(?:\d{4}|\d{2})(?:[ T].*)?$/;

/** Finds the order from values in which only one is possible. */
export function dateOrderOf(values: readonly string[]): DateOrder {
  let dayFirst = 0;
  let monthFirst = 0;
  for (const value of values) {
    const [, first, sign, second] = partedOfAnyYear.exec(value) ?? [];
    if (first === undefined) continue;
    if (Number(first) > 12 && Number(second) <= 12) dayFirst += 1;
    else if (Number(second) > 12 && Number(first) <= 12) monthFirst += 1;
    else if (sign === '.') dayFirst += 0.01;
  }
  if (dayFirst === monthFirst) return 'unknown';
  return dayFirst > monthFirst ? 'day-first' : 'month-first';
}

/**
 * A date as `YYYY-MM-DD`, possible or not; undefined when it is none or could be either of two.
 *
 * @example
 * readDate('24.12.1984', 'day-first') // '1984-12-24'
 */
export function readDate(value: string, order: DateOrder): LocalDate | undefined {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T].*)?$/.exec(value) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(value);
  if (iso) return joined(iso[1], iso[2], iso[3]);
  const [, first, , second, year] = parted.exec(value) ?? [];
  if (first === undefined) return undefined;
  if (order === 'unknown') return first === second ? joined(year, first, second) : undefined;
  return order === 'day-first' ? joined(year, second, first) : joined(year, first, second);
}

/** Whether a date is in the calendar. */
export function isCalendarDate(date: LocalDate): boolean {
  const time = Date.parse(`${date}T00:00:00.000Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date);
}

const joined = (year = '', month = '', day = ''): LocalDate =>
  `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
