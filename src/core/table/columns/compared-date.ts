import type { LocalDate } from '../../model/instant.js';
import { type DateOrder, readDate } from './dates.js';

const dayFirstNamed = /^(\d{1,2})\.?[\s-]+(?:de\s+)?(\p{L}{3,20})\.?,?[\s-]+(?:de\s+)?(\d{4}|\d{2})$/u;
const monthFirstNamed = /^(\p{L}{3,20})\.?[\s-]+(\d{1,2}),?[\s-]+(\d{4}|\d{2})$/u;
const shortYear = /^(\d{1,2}([./-])\d{1,2}\2)(\d{2})$/;
/** Years of two digits from here on are of the century before, as spreadsheets read them. */
const firstOfLastCentury = 30;
const languages = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl'];

/**
 * A date of birth as it is compared, which may be read more freely than one that is kept: with a year of two digits, with its
 * month by name, and month first where either may be.
 *
 * @example
 * comparedDate('24-May-11', 'unknown') // '2011-05-24'
 */
export function comparedDate(value: string, order: DateOrder): LocalDate | undefined {
  const usual = order === 'unknown' ? 'month-first' : order;
  const read = readDate(value, usual);
  if (read) return read;
  const [, parts, , year] = shortYear.exec(value) ?? [];
  if (parts !== undefined && year !== undefined) return readDate(`${parts}${fullYear(year)}`, usual);
  const named = dayFirstNamed.exec(value);
  if (named) return withNamedMonth(named[3], named[2], named[1]);
  const [, month, day, of] = monthFirstNamed.exec(value) ?? [];
  return withNamedMonth(of, month, day);
}

function withNamedMonth(year = '', name = '', day = ''): LocalDate | undefined {
  const month = name && monthOf(name);
  return month ? readDate(`${fullYear(year)}-${month}-${day}`, 'unknown') : undefined;
}

function fullYear(year: string): string {
  if (year.length === 4) return year;
  return `${Number(year) < firstOfLastCentury ? '20' : '19'}${year}`;
}

let monthsByName: [name: string, month: number][] | undefined;

/** The month of a name or of its beginning, where all names that begin so are of one month. */
function monthOf(name: string): number | undefined {
  monthsByName ??= languages.flatMap((language) => {
    const names = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
    return Array.from({ length: 12 }, (_, month): [string, number] => [
      names.format(Date.UTC(2000, month, 1)).toLowerCase(),
      month + 1,
    ]);
  });
  const beginning = name.toLowerCase();
  const months = new Set(monthsByName.flatMap(([known, month]) => (known.startsWith(beginning) ? [month] : [])));
  return months.size === 1 ? [...months][0] : undefined;
}
