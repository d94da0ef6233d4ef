import type { PreparedDates } from '../../engine/compare/dates.js';
import { columnName } from './derived.js';
import type { PartColumns } from './part.js';
import type { Steps } from './steps.js';
import { column, edits } from './texts-in-sql.js';
import { valueColumns, valueSteps } from './values-in-sql.js';

const [different, twoSlips, twoParts, year, slip, swapped] = [1, 2, 3, 4, 5, 6];
const graded = 7;

/** Dates in SQL: eight digits each. */
export function dateSteps(field: string, levels: number): Steps {
  const [left, right] = column(columnName(field), 'digits');
  const part = (of: string, from: number, length: number) => `substring(${of}, ${from}, ${length})`;
  const same = (from: number, length: number) => `${part(left, from, length)} = ${part(right, from, length)}`;
  const one = (condition: string) => `CASE WHEN ${condition} THEN 1e+0 ELSE 0e+0 END`;
  const sameYear = same(1, 4);
  const isTurned = `${part(left, 5, 2)} = ${part(right, 7, 2)} AND ${part(left, 7, 2)} = ${part(right, 5, 2)}`;
  const isNewYear = (of: string) => `${part(of, 5, 4)} = '0101'`;
  const wrong = `hamming(${left}, ${right})`;
  return valueSteps(
    field,
    { graded, levels },
    {
      steps: [
        { when: `${sameYear} AND ${isTurned}`, gives: swapped },
        { when: `${sameYear} AND (${isNewYear(left)} OR ${isNewYear(right)})`, gives: year },
        { when: `${wrong} = 1 OR (${wrong} = 2 AND ${edits([left, right])} = 1)`, gives: slip },
        { when: `(${one(sameYear)} + ${one(same(5, 2))} + ${one(same(7, 2))}) = 2`, gives: twoParts },
        { when: `${wrong} = 2`, gives: twoSlips },
      ],
      otherwise: different,
    },
  );
}

export function dateColumns(field: string, prepared: PreparedDates): PartColumns {
  return valueColumns(field, prepared, {
    digits: (value) => (prepared.digits[value] as number).toString(16).padStart(8, '0'),
  });
}
