import { emailsIn, isDecimal, isUrl, meaning } from './cell-values.js';
import type { ColumnKind } from './column-kind.js';

/** The share of a column's values that must look alike. */
const share = 0.8;

const looks: readonly { kind: ColumnKind; test: (value: string) => boolean }[] = [
  { kind: 'email', test: (value) => emailsIn(value).length > 0 },
  { kind: 'website', test: (value) => /^(?:https?:\/\/|www\.)/i.test(value) && isUrl(value) },
  // Digits alone may count anything; a plus, brackets or groups make a number to call.
  {
    kind: 'phone',
    test: (value) =>
      /^(?:tel:)?\+?[\d\s()./-]{7,22}$/i.test(value) &&
      /^\+|[\s()./-]/.test(value) &&
      !/^\d{1,4}([./-])\d{1,2}\1\d{1,4}/.test(value) &&
      value.replace(/\D/g, '').length >= 7 &&
      !isDecimal(value),
  },
];

/**
 * Recognizes what a column holds by its values, where they can be hardly anything else. Values that come again and again
 * belong to somebody else, such as the colleague in charge.
 */
export function recognizeValues(cells: readonly string[]): ColumnKind | undefined {
  const values = cells.map(meaning).filter((value) => value !== undefined);
  if (values.length === 0 || (values.length >= 20 && new Set(values).size < values.length / 2)) return undefined;
  return looks.find(({ test }) => values.filter(test).length >= values.length * share)?.kind;
}
