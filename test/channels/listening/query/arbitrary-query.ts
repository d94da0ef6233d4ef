import fc from 'fast-check';
import type { LeafQuery, Query } from '../../../../src/channels/listening/query/query.js';
import { queryTree } from './arbitrary-tree.js';

const word = fc.constantFrom(
  'battery',
  'Acme',
  'straße',
  '電池',
  'แบตเตอรี่',
  '😡',
  'wi-fi',
  "don't",
  'batter*',
  'co?our',
  'and',
);
const text = fc.array(fc.oneof(word, fc.constantFrom('a"b', 'back\\slash', '(x)', '{y}', 'why?', 'OR')), {
  minLength: 2,
  maxLength: 4,
});

const leaf: fc.Arbitrary<LeafQuery> = fc.oneof(
  word.map((text): LeafQuery => ({ type: 'term', text })),
  text.map((words): LeafQuery => ({ type: 'phrase', text: words.join(' ') })),
  fc.tuple(text, fc.nat(9)).map(([words, apart]): LeafQuery => ({ type: 'phrase', text: words.join(' '), apart })),
  text.map((words): LeafQuery => ({ type: 'cased', text: `Case ${words.join(' ')}` })),
  fc.string({ minLength: 1, unit: 'binary' }).map((text): LeafQuery => ({ type: 'raw', text: `+${text}` })),
  fc
    .tuple(fc.constantFrom('#' as const, '@' as const, '$' as const), fc.constantFrom('acme', '新製品', 'A_b'))
    .map(([mark, name]): LeafQuery => ({ type: 'mark', mark, name })),
  fc.constantFrom<LeafQuery>(
    { type: 'field', field: 'author', value: 'acme.example' },
    { type: 'field', field: 'author', value: 'müller"(x)\\' },
    { type: 'field', field: 'url', value: 'example.com/a%20b/~c' },
    { type: 'field', field: 'site', value: 'example.com:8080' },
    { type: 'field', field: 'lang', value: 'pt-br' },
    { type: 'field', field: 'kind', value: 'post' },
    { type: 'field', field: 'network', value: 'bluesky' },
    { type: 'field', field: 'sentiment', value: 'negative' },
    { type: 'followers', from: 10 },
    { type: 'followers', to: 10 },
    { type: 'followers', from: 0, to: 999_999_999 },
  ),
);

const placed = leaf.filter(
  ({ type, ...rest }) => ['term', 'phrase', 'cased', 'mark'].includes(type) && !('apart' in rest),
);

/** Whether a text without any word matches. */
function fitsNothing(query: Query): boolean {
  if (query.type === 'not') return !fitsNothing(query.part);
  if (query.type === 'or') return query.parts.some(fitsNothing);
  return query.type === 'and' && query.parts.every(fitsNothing);
}

/** Any query that can be written. */
export const arbitraryQuery: fc.Arbitrary<Query> = queryTree(leaf, placed, 100).map((query) =>
  fitsNothing(query) ? { type: 'not', part: query } : query,
);
