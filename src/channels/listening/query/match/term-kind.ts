import type { FieldName } from '../query.js';
import type { QueryWord } from '../read-words.js';

/** What a term is: the same letters are another term as a tag than as a word. */
export type TermKind = QueryWord['kind'] | FieldName;

const kinds: readonly TermKind[] = [
  'word',
  'tag',
  'mention',
  'cashtag',
  'emoji',
  'link',
  'wildcard',
  'cased',
  'author',
  'network',
  'lang',
  'kind',
  'sentiment',
  'site',
  'url',
];

/** The kinds as numbers, for typed arrays. */
export const termKind = Object.fromEntries(kinds.map((kind, code) => [kind, code])) as Readonly<
  Record<TermKind, number>
>;
export const termKinds = kinds.length;

/** Whether a term stands for words that are only known when a post is looked at. */
export const isDerived = (kind: number): boolean => kind === termKind.wildcard || kind === termKind.cased;
