import fc from 'fast-check';
import type { SearchedPost } from '../../../../../src/channels/listening/query/match/searched-post.js';
import type { LeafQuery, Query } from '../../../../../src/channels/listening/query/query.js';
import { queryTree } from '../arbitrary-tree.js';

const words = ['bat', 'battery', 'Bat', 'late', 'café', "don't", 'cafe', '電池', '新', 'แบตเตอรี่', '😡', '👍🏽', 'x1'];
const word = fc.constantFrom(...words);
const pattern = fc.constantFrom('bat*', '*tery', 'l?te', '*atter*', 'b?t', 'ca*', '??te*', 'caf?');
const name = fc.constantFrom('bat', 'late', 'ann', '新');
const mark = fc.constantFrom('#' as const, '@' as const, '$' as const);
const phrase = fc.array(fc.oneof({ weight: 4, arbitrary: word }, pattern), { minLength: 2, maxLength: 3 });

const placed: fc.Arbitrary<LeafQuery> = fc.oneof(
  { weight: 6, arbitrary: word.map((text): LeafQuery => ({ type: 'term', text })) },
  pattern.map((text): LeafQuery => ({ type: 'term', text })),
  phrase.map((list): LeafQuery => ({ type: 'phrase', text: list.join(' ') })),
  fc.constantFrom('Bat', 'bat', 'late Bat', 'Battery').map((text): LeafQuery => ({ type: 'cased', text })),
  fc.tuple(mark, name).map(([mark, name]): LeafQuery => ({ type: 'mark', mark, name: mark === '$' ? 'bat' : name })),
);

const leaf: fc.Arbitrary<LeafQuery> = fc.oneof(
  { weight: 4, arbitrary: placed },
  fc.tuple(phrase, fc.nat(3)).map(([list, apart]): LeafQuery => ({ type: 'phrase', text: list.join(' '), apart })),
  fc
    .constantFrom('bat!', 'bat', ':-)', "'", '#bat', 'late bat', "n't", '池', ' bat')
    .map((text): LeafQuery => ({ type: 'raw', text })),
  fc.constantFrom<LeafQuery>(
    { type: 'field', field: 'author', value: 'Ann.example' },
    { type: 'field', field: 'site', value: 'example.com' },
    { type: 'field', field: 'url', value: 'shop.example.com/a' },
    { type: 'field', field: 'lang', value: 'pt' },
    { type: 'field', field: 'lang', value: 'pt-br' },
    { type: 'field', field: 'kind', value: 'post' },
    { type: 'field', field: 'network', value: 'bluesky' },
    { type: 'field', field: 'sentiment', value: 'negative' },
    { type: 'followers', from: 10 },
    { type: 'followers', from: 5, to: 20 },
  ),
);

/** Queries about a few words, so that posts of the same words match some. */
export const arbitrarySearch: fc.Arbitrary<Query> = queryTree(leaf, placed, 4);

const piece = fc.oneof(
  { weight: 8, arbitrary: word },
  fc.constantFrom(
    '#bat',
    '#late_bat',
    '@ann',
    '@ann@social.example',
    '@late.bat',
    '$BAT',
    '$5',
    'bat!',
    ':-)',
    "isn't",
    'https://shop.example.com/a/b?c=d',
    'http://bat',
    '\ud83d',
    '\u0301',
    'LATE',
    'ba\u00adt',
    '新電池',
    ',',
  ),
);
const text = fc
  .array(fc.tuple(piece, fc.constantFrom(' ', ' ', ' ', '', '\n', '.')), { maxLength: 14 })
  .map((pieces) => pieces.flat().join(''));

export const arbitraryPost: fc.Arbitrary<SearchedPost> = fc.record(
  {
    text,
    title: text,
    network: fc.constantFrom('bluesky', 'email'),
    kind: fc.constantFrom('post', 'message'),
    language: fc.constantFrom('pt', 'pt-BR', 'en'),
    author: fc.constantFrom('ann.example', 'bob', ['bob', 'ANN.example']),
    followers: fc.integer({ min: 0, max: 30 }),
    sentiment: fc.constantFrom('negative', 'positive'),
    links: fc.constantFrom(['https://example.com'], ['no link', 'https://www.shop.example.com/a'], []),
  },
  { requiredKeys: ['text'] },
);
