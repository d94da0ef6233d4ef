import type { Words } from '../../engine/columns/memory.js';
import { type Texts, textOf } from '../../engine/compare/texts.js';
import type { WordLists } from '../../engine/compare/word-lists.js';
import { both, type DerivedColumn, inSingleBytes } from './derived.js';
import type { Steps } from './steps.js';

/** What SQL reads of a field of either record. */
export const column = (field: string, what: string): readonly [string, string] => both(`${field}_${what}`);

export const isMissing = ([left, right]: readonly [string, string]): string => `${left} IS NULL OR ${right} IS NULL`;
export const isSame = ([left, right]: readonly [string, string]): string => `${left} = ${right}`;
export const areKnown = ([left, right]: readonly [string, string]): string =>
  `${left} IS NOT NULL AND ${right} IS NOT NULL`;
export const similarity = ([left, right]: readonly [string, string]): string =>
  `jaro_winkler_similarity(${left}, ${right})`;
export const edits = ([left, right]: readonly [string, string]): string => `damerau_levenshtein(${left}, ${right})`;
export const shorter = ([left, right]: readonly [string, string]): string => `least(length(${left}), length(${right}))`;
export const sharesOne = ([left, right]: readonly [string, string]): string =>
  `list_has_any(string_split(${left}, '|'), string_split(${right}, '|'))`;

/** Which of the levels of agreeing exactly it is, by how common the value is. */
export function byBand(bandColumn: string, from: number, to: number): Steps {
  const levels = Array.from({ length: to - from }, (_, at) => from + at);
  return {
    steps: levels.slice(1).map((level) => ({ when: `${bandColumn} = '${level}'`, gives: level })),
    otherwise: from,
  };
}

/** A column of what a table of values says of each row's value. */
export function columnOf(name: string, codes: Words, said: (value: number) => string): DerivedColumn {
  const cells: string[] = [''];
  return {
    name,
    cells: Array.from(codes, (value) => {
      if (value === 0) return '';
      const known = cells[value];
      if (known !== undefined) return known;
      const cell = said(value);
      cells[value] = cell;
      return cell;
    }),
  };
}

/** Packed texts in single bytes, by number. */
export function plainTexts(texts: Texts, count: number): { texts: string[]; unsaid: number } {
  return inSingleBytes(Array.from({ length: count }, (_, value) => textOf(texts, value)));
}

/** The words of a text as a list of SQL's, each by its number. */
export const wordsOf =
  ({ words, starts, ends }: WordLists) =>
  (value: number): string =>
    [...new Set(words.subarray(starts[value], ends[value]))].join('|');
