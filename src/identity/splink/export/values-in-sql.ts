import type { Words } from '../../engine/columns/memory.js';
import type { Texts } from '../../engine/compare/texts.js';
import type { PreparedValues } from '../../engine/compare/values.js';
import { columnName } from './derived.js';
import { counted, type PartColumns } from './part.js';
import type { Step, Steps } from './steps.js';
import { byBand, column, columnOf, isMissing, isSame, plainTexts } from './texts-in-sql.js';

/**
 * A field of values in SQL: missing, gives equal, gives what is left.
 *
 * @param graded how many levels stand before those of agreeing exactly, out of `levels`
 */
export function valueSteps(field: string, { graded, levels }: { graded: number; levels: number }, rest: Steps): Steps {
  const name = columnName(field);
  const code = column(name, 'code');
  const exact: Step = { when: isSame(code), gives: byBand(column(name, 'band')[0], graded, levels) };
  return { steps: [{ when: isMissing(code), gives: 0 }, exact, ...rest.steps], otherwise: rest.otherwise };
}

/** The columns of a field of values: a number for each value, how common it is, and what else is read of it. */
export function valueColumns(
  field: string,
  { slots, exact }: PreparedValues,
  said: Readonly<Record<string, (value: number) => string>>,
  unsaid: readonly string[] = [],
): PartColumns {
  const name = columnName(field);
  const [codes, ...further] = slots as readonly [Words, ...Words[]];
  const more = further.reduce((count, other) => count + other.reduce((sum, value) => sum + Number(value !== 0), 0), 0);
  const all = { code: String, band: (value: number) => String(exact[value]), ...said };
  return {
    columns: Object.entries(all).map(([what, of]) => columnOf(`${name}_${what}`, codes, of)),
    unsaid: [
      ...unsaid,
      ...(more === 0
        ? []
        : [`${field}: ${counted(more, 'further value')} of records that have several; SQL compares the first.`]),
    ],
  };
}

/** What the text of a value is in SQL, and how many texts could not be written so. */
export function saidTexts(
  field: string,
  texts: Texts,
  count: number,
): { of: (value: number) => string; unsaid: string[] } {
  const plain = plainTexts(texts, count);
  return {
    of: (value) => plain.texts[value] as string,
    unsaid:
      plain.unsaid === 0
        ? []
        : [
            `${field}: ${counted(plain.unsaid, 'text')} in so many scripts that DuckDB, which compares bytes, grades them otherwise.`,
          ],
  };
}
