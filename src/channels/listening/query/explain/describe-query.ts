import type { FieldName, LeafQuery, Query } from '../query.js';
import { phraseWords } from '../read-leaf.js';
import { type QueryWord, readCasedWords, readWords } from '../read-words.js';
import { isWildcard } from '../wildcard.js';

const fields: Readonly<Record<FieldName, string>> = {
  author: 'the author is called',
  network: 'the network is',
  site: 'it lies at or links to the site',
  url: 'it lies at or links to',
  lang: 'the language is',
  kind: 'the kind is',
  sentiment: 'the mood is',
};

const marks = { '#': 'the tag', '@': 'a mention of', $: 'the cashtag' } as const;

/** What a part of a query asks, in words. Of what has parts, how they belong together. */
export function describeQuery(query: Query): string {
  switch (query.type) {
    case 'and':
      return 'all of';
    case 'or':
      return 'one of';
    case 'not':
      return 'not';
    case 'near':
      return query.ordered
        ? `the second at most ${plural(query.within, 'word')} behind the first`
        : `at most ${plural(query.within, 'word')} from each other`;
    default:
      return describeLeaf(query);
  }
}

function describeLeaf(leaf: LeafQuery): string {
  switch (leaf.type) {
    case 'term':
      return describeWords(readWords(leaf.text));
    case 'phrase':
      return describeWords(phraseWords(leaf.text), leaf.apart);
    case 'cased':
      return `${describeWords(readCasedWords(leaf.text))}, in exactly this case`;
    case 'raw':
      return `exactly the characters ${JSON.stringify(leaf.text)}`;
    case 'mark':
      return `${marks[leaf.mark]} ${leaf.mark}${leaf.name}`;
    case 'field':
      return `${fields[leaf.field]} ${leaf.value}`;
    case 'followers':
      return `the author has ${describeRange(leaf.from, leaf.to)} followers`;
  }
}

function describeWords(words: readonly QueryWord[], apart?: number): string {
  const [only] = words;
  if (only && words.length === 1)
    return `${isWildcard(only.text) ? 'a word like' : `the ${nounOf(only)}`} ${only.text}`;
  const list = words.map(({ text }) => text).join(', ');
  if (apart === undefined) return `the words ${list}, one behind the other`;
  return `the words ${list}, in any order, with at most ${plural(apart, 'other word')} among them`;
}

const nounOf = ({ kind }: QueryWord) => (kind === 'word' || kind === 'cased' ? 'word' : kind);

function describeRange(from: number | undefined, to: number | undefined): string {
  if (from === undefined) return `at most ${to}`;
  return to === undefined ? `at least ${from}` : `from ${from} to ${to}`;
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
