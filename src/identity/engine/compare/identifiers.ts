import { byValue, ofRows } from '../columns/dictionary.js';
import type { Words } from '../columns/memory.js';
import type { Census } from './census.js';
import { type CompareRows, hashOf, level, type Role } from './comparison.js';
import { editsOf } from './similarity.js';
import { lengthOf, packTexts, type Texts } from './texts.js';
import { compareValues, type PreparedValues, preparedValues } from './values.js';

export interface PreparedIdentifiers extends PreparedValues {
  compared: 'identifiers';
  texts: Texts;
}

const levels = [
  level('missing', 1, 1),
  level('different', 0.25, 0.999),
  level('two-slips', 0.02, 0.0005),
  level('slip', 0.05, 0.0001),
];
const [different, twoSlips, slip] = [1, 2, 3];
/** In shorter ones a slip makes another number as easily. */
const shortest = 5;

/** Prepares numbers that one person or household has: of phones, documents, accounts. */
export function preparedIdentifiers(
  name: string,
  role: Role,
  slots: readonly Words[],
  values: readonly string[],
  census: Census,
): PreparedIdentifiers {
  const hashes = byValue(values, hashOf);
  return {
    ...preparedValues({ name, role, levels, m: 0.68, u: 0.000_01 }, slots, values, census),
    keys: [{ name, slots: slots.map((codes) => ofRows(codes, hashes)), alone: true, agrees: { [name]: 0.68 } }],
    compared: 'identifiers',
    texts: packTexts(values),
  };
}

/** Compares identifiers, allowing for slips. */
export function compareIdentifiers(prepared: PreparedIdentifiers): CompareRows {
  const { texts } = prepared;
  return compareValues(prepared, (a, b) => {
    if (lengthOf(texts, a) < shortest) return different;
    const edits = editsOf(texts, a, b, 2);
    return edits === 1 ? slip : edits === 2 ? twoSlips : different;
  });
}
