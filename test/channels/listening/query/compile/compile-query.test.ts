import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blueskyNetwork } from '../../../../../src/channels/connectors/bluesky/network.js';
import { mastodonNetwork } from '../../../../../src/channels/connectors/mastodon/network.js';
import { compileQuery } from '../../../../../src/channels/listening/query/compile/compile-query.js';
import { parseQuery } from '../../../../../src/channels/listening/query/parse-query.js';
import { printQuery } from '../../../../../src/channels/listening/query/print-query.js';
import type { Query } from '../../../../../src/channels/listening/query/query.js';
import { network } from '../../../../../src/core/model/network.js';
import { type QueryDialect, queryDialect } from '../../../../../src/core/model/query-dialect.js';
import { arbitraryPost, arbitrarySearch } from '../match/arbitrary-search.js';
import { naiveMatch } from '../match/naive-match.js';
import { reddit, x, youtube } from './dialects.js';

const rounds = Number(process.env.KENNING_ROUNDS ?? 2000);
const bluesky = blueskyNetwork.queryDialect as QueryDialect;
const mastodon = mastodonNetwork.queryDialect as QueryDialect;

function compiled(query: string, dialect: QueryDialect, id?: string) {
  const { pushed, remaining } = compileQuery(query, dialect, id === undefined ? {} : { network: id });
  return [pushed.map(({ text }) => text), remaining && printQuery(remaining)];
}

/** Networks with more and less of a search; what they write is our own language, so that it can be read back. */
const form = fc.constantFrom(undefined, {}, { more: true }, { notAlone: true }, { more: true, notAlone: true });
const written = (as: string) => form.map((flags) => flags && { as, ...flags });
const arbitraryDialect: fc.Arbitrary<QueryDialect> = fc
  .record({
    maxLength: fc.integer({ min: 8, max: 90 }),
    or: fc.constantFrom(undefined, ' OR '),
    groups: fc.boolean(),
    not: fc.constantFrom(undefined, 'NOT '),
    forms: fc.record({
      word: fc.constantFrom({ as: '%s' }, { as: '%s', more: true }),
      phrase: written('"%s"'),
      emoji: written('%s'),
      tag: written('#%s'),
      mention: written('@%s'),
      cashtag: written('$%s'),
      author: written('author:%s'),
      site: written('site:%s'),
      url: written('url:%s'),
      lang: written('lang:%s'),
    }),
  })
  .map(({ forms, ...rest }) => ({
    source: '',
    checkedOn: '',
    ...(JSON.parse(JSON.stringify({ ...rest, forms })) as Pick<QueryDialect, 'maxLength' | 'forms'>),
  }));

const known = fc.constantFrom(x, reddit, youtube, bluesky, mastodon);

describe('compileQuery', () => {
  it.each([
    [x, 'acme (late OR broken) NOT jobs', ['acme (late OR broken) -jobs'], undefined],
    [x, 'acme NOT (jobs OR hiring)', ['acme -jobs -hiring'], undefined],
    [x, 'acme lang:en followers:[10 TO *]', ['acme lang:en'], 'followers:[10 TO *]'],
    [x, '"slow delivery" NEAR/3 acme', ['"slow delivery" acme'], '"slow delivery" NEAR/3 acme'],
    [x, '{Acme} raw:"C++"', ['Acme C'], '{Acme} AND raw:"C++"'],
    [x, 'lang:en', [], 'lang:en'],
    [x, 'acme OR late*', [], 'acme OR late*'],
    [x, '(acme OR $ACME) or', ['(acme OR $ACME) "or"'], undefined],
    [reddit, 'acme NOT jobs NOT author:acme', ['acme NOT author:acme'], 'acme AND NOT jobs'],
    [youtube, 'acme (late OR broken)', ['acme late|broken'], 'acme AND (late OR broken)'],
    [youtube, '(acme late) OR broken', ['acme late', 'broken'], 'acme AND late OR broken'],
    [bluesky, 'acme (late OR broken)', ['acme late', 'acme broken'], 'acme AND (late OR broken)'],
    [bluesky, 'author:acme.example @ann.example', ['from:acme.example mentions:ann.example'], '@ann.example'],
    [bluesky, 'author:acme "slow delivery"', ['"slow delivery"'], 'author:acme AND "slow delivery"'],
    [mastodon, '#acme NOT author:ann@social.example', ['#acme -from:ann@social.example'], undefined],
    [mastodon, '"slow delivery"', ['slow delivery'], '"slow delivery"'],
  ])('%#: writes %s', (dialect, query, texts, remaining) => {
    expect(compiled(query, dialect)).toEqual([texts, remaining]);
  });

  it('decides network: beforehand', () => {
    expect(compiled('network:x acme', x, 'x')).toEqual([['acme'], undefined]);
    expect(compiled('acme OR network:bluesky late', x, 'x')).toEqual([['acme'], undefined]);
    expect(compileQuery('network:bluesky acme', x, { network: 'x' })).toEqual({ pushed: [], never: true });
    expect(compileQuery('network:x', x, { network: 'x' })).toEqual({ pushed: [] });
  });

  it('makes several searches of what is too long for one', () => {
    const brands = Array.from({ length: 300 }, (_, at) => `brand${at}`);
    const { pushed, remaining } = compileQuery(`(${brands.join(' OR ')}) (late OR broken) NOT jobs`, x);
    expect(pushed.length).toBeLessThan(12);
    expect(remaining).toBeUndefined();
    for (const { text } of pushed) expect(text).toMatch(/^-?\S.*\(brand\d+ OR .*\)$|^\(?late/);
    for (const { text } of pushed) expect(text.length).toBeLessThanOrEqual(512);
    for (const brand of brands)
      expect(pushed.filter(({ text }) => text.split(/[ ()]/).includes(brand))).toHaveLength(1);
  });

  it('leaves out what would take too many searches, and checks it afterwards', () => {
    const list = (name: string) => Array.from({ length: 10 }, (_, at) => `${name}${at}`).join(' OR ');
    const { pushed, remaining } = compileQuery(`(${list('a')}) (${list('b')}) (${list('c')})`, bluesky);
    expect(pushed.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, (_, at) => `a${at}`));
    expect(remaining).toBeDefined();
  });

  it('is done soon with groups in groups, however deep', () => {
    let query: Query = { type: 'term', text: 'a' };
    for (let depth = 0; depth < 300; depth += 1) {
      const or: Query = { type: 'or', parts: [query, { type: 'term', text: `b${depth}` }] };
      query = {
        type: 'and',
        parts: [
          or,
          {
            type: 'or',
            parts: [
              { type: 'term', text: 'c' },
              { type: 'term', text: 'd' },
            ],
          },
        ],
      };
    }
    for (const dialect of [x, bluesky, youtube]) expect(compileQuery(query, dialect).pushed.length).toBeLessThan(1000);
  });

  it('no value ends its place in a search', () => {
    for (const value of ['a") OR (b', 'a b', "a'b", 'a\\', 'a\nb', '-a', 'a(b'])
      for (const { text } of compileQuery({ type: 'field', field: 'author', value }, x).pushed)
        expect(text).toMatch(/^from:[\w-]+$/);
    expect(compiled('"say \\"no\\" (now) OR {x}"', x)[0]).toEqual(['"say no now OR x"']);
  });

  it('the networks’ dialects are data', () => {
    for (const dialect of [x, reddit, youtube]) expect(queryDialect.parse(dialect)).toEqual(dialect);
    for (const each of [blueskyNetwork, mastodonNetwork]) expect(network.parse(each)).toEqual(each);
  });

  it('loses no post, and with the rest checked finds no other', () => {
    fc.assert(
      fc.property(
        arbitrarySearch,
        fc.oneof(arbitraryDialect, known),
        fc.array(arbitraryPost, { minLength: 1, maxLength: 8 }),
        (query, dialect, posts) => {
          const { pushed, remaining, never } = compileQuery(query, dialect);
          expect(never).toBeUndefined();
          for (const { text } of pushed) expect(text.length).toBeLessThanOrEqual(dialect.maxLength);
          for (const post of posts) {
            const found = pushed.length === 0 || pushed.some((search) => naiveMatch(search.query, post));
            const wanted = naiveMatch(query, post);
            if (wanted) expect(found).toBe(true);
            // What the network finds more than it was asked is checked too, so only exact forms may be left unchecked.
            expect(found && (remaining === undefined || naiveMatch(remaining, post))).toBe(wanted);
          }
        },
      ),
      { numRuns: rounds },
    );
  });

  it('checks all that a network may find more than it was asked for', () => {
    fc.assert(
      fc.property(arbitrarySearch, arbitraryDialect, arbitraryPost, (query, dialect, post) => {
        const forms = Object.entries(dialect.forms).map(([name, { as }]) => [name, { as, more: true }]);
        const { remaining } = compileQuery(query, { ...dialect, forms: Object.fromEntries(forms) });
        expect(remaining && naiveMatch(remaining, post)).toBe(naiveMatch(query, post));
      }),
      { numRuns: rounds },
    );
  });

  it('what is written says what is meant', () => {
    fc.assert(
      fc.property(
        arbitrarySearch,
        arbitraryDialect,
        fc.array(arbitraryPost, { minLength: 1, maxLength: 4 }),
        (query, dialect, posts) => {
          for (const { text, query: meant } of compileQuery(query, dialect).pushed)
            for (const post of posts) expect(naiveMatch(parseQuery(text), post)).toBe(naiveMatch(meant, post));
        },
      ),
      { numRuns: rounds },
    );
  });
});
