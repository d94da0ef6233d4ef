import { byValue, ofRows } from '../columns/dictionary.js';
import type { Words } from '../columns/memory.js';
import type { Census } from './census.js';
import { type Comparer, hashOf, level, open, type Role } from './comparison.js';
import { jaroWinklerOf } from './similarity.js';
import { lengthOf, longestCompared, packTexts, signatureOf, type Texts } from './texts.js';
import { compareValues, type PreparedValues, preparedValues, valuesAtGlance } from './values.js';
import { shareWord, type WordLists, wordLists } from './word-lists.js';

export interface PreparedPhrases extends PreparedValues {
  compared: 'phrases';
  texts: Texts;
  words: WordLists;
}

const levels = [
  level('missing', 1, 1),
  level('different', 0.35, 0.85),
  level('overlap', 0.05, 0.03),
  level('close', 0.1, 0.01),
];
const [different, overlap, close] = [1, 2, 3];
const closeFrom = 0.9;

/** Prepares free words: an occupation, a category, an organization. `alone` is set where they alone make candidates. */
export function preparedPhrases(
  name: string,
  role: Role,
  slots: readonly Words[],
  values: readonly string[],
  { census, alone = false }: { census: Census; alone?: boolean },
): PreparedPhrases {
  const hashes = byValue(values, hashOf);
  return {
    ...preparedValues({ name, role, levels, m: 0.5, u: 0.02 }, slots, values, census),
    keys: [{ name, slots: slots.map((codes) => ofRows(codes, hashes)), alone, agrees: { [name]: 0.5 } }],
    compared: 'phrases',
    texts: packTexts(values),
    words: wordLists(values),
  };
}

export const phrasesAtGlance = (prepared: PreparedPhrases): Words | undefined =>
  valuesAtGlance(prepared, {
    signature: (value) => signatureOf(prepared.texts, value),
    length: (value) => lengthOf(prepared.texts, value),
  });

/** Compares free words: by their letters, and by the words that they share. */
export function comparePhrases(prepared: PreparedPhrases): Comparer {
  const { texts, words } = prepared;
  const levelOf = (a: number, b: number): number => {
    if (jaroWinklerOf(texts, a, b, closeFrom) >= closeFrom) return close;
    return shareWord(words, a, b) ? overlap : different;
  };
  // Texts that share a word share letters, as far as they are compared.
  return compareValues(prepared, levelOf, (ourLength, ours, length, theirs) =>
    (ours & theirs) === 0 && Math.max(ourLength, length) < longestCompared ? different : open,
  );
}
