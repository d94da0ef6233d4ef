import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileQuery } from '../../../../../src/channels/listening/query/compile/compile-query.js';
import { explainMatch } from '../../../../../src/channels/listening/query/explain/explain-match.js';
import { queryMatcher } from '../../../../../src/channels/listening/query/match/query-matcher.js';
import type { SearchedPost } from '../../../../../src/channels/listening/query/match/searched-post.js';
import type { Query } from '../../../../../src/channels/listening/query/query.js';
import { x } from '../compile/dialects.js';
import { arbitraryPost, arbitrarySearch } from './arbitrary-search.js';
import { naiveMatch } from './naive-match.js';

const rounds = Number(process.env.KENNING_ROUNDS ?? 2000);

function matches(query: string, post: string | SearchedPost): boolean {
  const matcher = queryMatcher();
  matcher.add('it', query);
  return matcher.match(typeof post === 'string' ? { text: post } : post).length === 1;
}

describe('queryMatcher', () => {
  it.each([
    ['acme', 'ACME!', 'acmes'],
    ['cafe', 'Café', 'cafes'],
    ["don't", 'dont', 'do not'],
    ['wi-fi', 'my WI FI', 'fi wi'],
    ['slow acme', 'acme is slow', 'acme'],
    ['slow OR acme', 'acme', 'fast'],
    ['acme NOT jobs', 'acme', 'jobs at acme'],
    ['"slow delivery"', 'Slow  delivery', 'delivery slow'],
    ['"slow delivery"~1', 'delivery was slow', 'delivery was very slow'],
    ['slow NEAR/2 acme', 'acme is slow', 'acme is not slow'],
    ['slow NEAR/2f acme', 'slow at acme', 'acme is slow'],
    ['(slow OR late) NEAR/3 "the parcel"', 'the parcel is late', 'the late parcel'],
    ['batter*', 'batteries', 'bat'],
    ['*phone', 'smartphone', 'phones'],
    ['customi?e', 'customise', 'customie'],
    ['"batter* died"', 'Battery died', 'battery has died'],
    ['{Apple}', 'Apple', 'apple APPLE'],
    ['raw:"C++"', 'I write C++.', 'c++ C+'],
    ['raw:":-("', 'no :-(', 'yes :-)'],
    ['#acme', '#ACME', 'acme @acme'],
    ['acme', '#acme', '#acmes'],
    ['@acme', '@acme@social.example', '#acme'],
    ['$ACME', '$acme', 'ACME'],
    ['acme ((slow late) OR bad)', 'bad acme', 'slow acme'],
    ['😡', 'so 😡😡', '😀'],
    ['👍', '👍🏿', '👎'],
    ['電池', '電池が切れた', '電気'],
    ['แบตเตอรี่', 'แบตเตอรี่หมด', 'หมด'],
    ['site:example.com', 'see https://www.shop.example.com/x', 'https://notexample.com'],
    ['url:example.com/shop', 'https://example.com/Shop/1?a=b', 'https://example.com/shopping'],
  ])('%s finds %s and not %s', (query, found, missed) => {
    expect([matches(query, found), matches(query, missed)]).toEqual([true, false]);
  });

  it('asks of fields what the post says of itself', () => {
    const post: SearchedPost = {
      text: 'x',
      author: ['Ann.example', 'did:plc:ann'],
      network: 'bluesky',
      kind: 'post',
      language: 'pt-BR',
      followers: 1000,
      sentiment: 'negative',
      links: ['https://social.example/@ann/1'],
    };
    const found = 'author:@ann.example author:did:plc:ann network:bluesky kind:post lang:pt site:social.example';
    expect(matches(`${found} sentiment:negative followers:[1000 TO *]`, post)).toBe(true);
    for (const missed of ['author:ann', 'lang:en', 'followers:[* TO 999]', 'sentiment:positive', 'kind:review'])
      expect(matches(missed, post)).toBe(false);
    expect(matches('followers:[0 TO *]', { text: 'x' })).toBe(false);
  });

  it('no phrase and no NEAR reaches from the title into the text', () => {
    const post = { title: 'Slow', text: 'delivery' };
    expect(matches('slow delivery', post)).toBe(true);
    for (const query of ['"slow delivery"', '"slow delivery"~100', 'slow NEAR/100 delivery'])
      expect(matches(query, post)).toBe(false);
  });

  it('finds what trying every query in every way finds, while queries come and go', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ add: fc.nat(12).map(String), query: arbitrarySearch }) },
      fc.record({ remove: fc.nat(12).map(String) }),
      { weight: 3, arbitrary: fc.record({ post: arbitraryPost }) },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.array(arbitraryPost, { maxLength: 3 }), (steps, posts) => {
        const matcher = queryMatcher();
        const saved = new Map<string, Query>();
        const check = (post: SearchedPost) => {
          const found = [...saved].filter(([, query]) => naiveMatch(query, post)).map(([name]) => name);
          expect(matcher.match(post)).toEqual(found);
        };
        for (const each of steps) {
          if ('add' in each) {
            saved.delete(each.add);
            saved.set(each.add, each.query);
            matcher.add(each.add, each.query);
          } else if ('remove' in each) expect(matcher.remove(each.remove)).toBe(saved.delete(each.remove));
          else check(each.post);
          expect(matcher.size).toBe(saved.size);
        }
        for (const post of posts) check(post);
      }),
      { numRuns: rounds },
    );
  });

  it('looks queries up by what it has learned to be rare, and finds the same', () => {
    const queries = fc.sample(arbitrarySearch, { numRuns: 60, seed: 1 });
    const posts = fc.sample(arbitraryPost, { numRuns: 1500, seed: 2 });
    const matcher = queryMatcher({ frequencies: { bat: 10_000, late: 1 } });
    for (const [at, query] of queries.entries()) matcher.add(`${at}`, query);
    for (const post of posts) matcher.match(post);
    for (const post of posts.slice(0, 200)) {
      const found = [...queries.keys()].filter((at) => naiveMatch(queries[at] as Query, post)).map(String);
      expect(matcher.match(post)).toEqual(found);
    }
  });

  it('takes the longest and the deepest queries', () => {
    const matcher = queryMatcher();
    const deep = `${'(late OR NOT (x acme '.repeat(250)}acme${'))'.repeat(250)}`;
    const queries = [
      'acme OR '.repeat(12_000).concat('late'),
      Array.from({ length: 9000 }, (_, at) => `w${at}`).join(' OR '),
      Array.from({ length: 9000 }, (_, at) => `w${at}`).join(' '),
      `late (${deep})`,
      `${'('.repeat(1000)}late${')'.repeat(1000)}`,
      `late ${'NOT '.repeat(1000)}acme`,
    ];
    for (const [at, query] of queries.entries()) matcher.add(`${at}`, query);
    expect(matcher.match({ text: 'late acme w8999' })).toEqual(['0', '1', '3', '4', '5']);
    expect(matcher.match({ text: queries[2] as string })).toEqual(['1', '2']);
    for (const [at, query] of queries.entries()) {
      const compiled = compileQuery(query, x);
      expect(compiled.pushed.length).toBeGreaterThan(0);
      expect(explainMatch(query, { text: 'late acme w8999' }).matches).toBe(at !== 2);
      expect(matcher.remove(`${at}`)).toBe(true);
    }
    expect(matcher.match({ text: 'late acme w8999' })).toEqual([]);
  });
});
