import { byValue, ofRows } from '../columns/dictionary.js';
import type { Words } from '../columns/memory.js';
import type { Census } from './census.js';
import { type Comparer, hashOf, level, open, type Role } from './comparison.js';
import { editsAbove, editsOf } from './similarity.js';
import { lengthOf, packTexts, startOf, type Texts } from './texts.js';
import { compareValues, type PreparedValues, preparedValues, valuesAtGlance } from './values.js';

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

/** A signature that says as well what is there twice, since numbers are made of few digits. */
function twiceOf(texts: Texts, value: number): number {
  let signature = 0;
  const start = startOf(texts, value);
  for (let at = start; at < start + lengthOf(texts, value); at += 1) {
    const bit = 1 << ((texts.units[at] as number) & 15);
    signature |= (signature & bit) === 0 ? bit : bit << 16;
  }
  return signature >>> 0;
}

export const identifiersAtGlance = (prepared: PreparedIdentifiers): Words | undefined =>
  valuesAtGlance(prepared, {
    signature: (value) => twiceOf(prepared.texts, value),
    length: (value) => lengthOf(prepared.texts, value),
  });

/** Compares identifiers, allowing for slips. */
export function compareIdentifiers(prepared: PreparedIdentifiers): Comparer {
  const { texts } = prepared;
  const levelOf = (a: number, b: number): number => {
    if (Math.min(lengthOf(texts, a), lengthOf(texts, b)) < shortest) return different;
    const edits = editsOf(texts, a, b, 2);
    return edits === 1 ? slip : edits === 2 ? twoSlips : different;
  };
  return compareValues(prepared, levelOf, (ourLength, ours, length, theirs) =>
    Math.min(ourLength, length) < shortest || editsAbove(ours, theirs) > 2 ? different : open,
  );
}
