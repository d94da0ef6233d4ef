import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from '../../../../src/channels/listening/query/parse-query.js';
import { printQuery } from '../../../../src/channels/listening/query/print-query.js';
import { isKenningError, type KenningError } from '../../../../src/core/errors.js';
import { arbitraryQuery } from './arbitrary-query.js';

const term = (text: string) => ({ type: 'term', text });
const printed = (text: string) => printQuery(parseQuery(text));

function failure(text: string): KenningError {
  try {
    parseQuery(text);
  } catch (error) {
    if (isKenningError(error)) return error;
    throw error;
  }
  throw new Error(`${text.slice(0, 100)} was read`);
}

describe('parseQuery', () => {
  it('NOT binds before AND, AND before OR, and words side by side are joined by AND', () => {
    expect(parseQuery('a b OR NOT c AND d')).toEqual({
      type: 'or',
      parts: [
        { type: 'and', parts: [term('a'), term('b')] },
        { type: 'and', parts: [{ type: 'not', part: term('c') }, term('d')] },
      ],
    });
  });

  it('NEAR binds before NOT and goes from left to right', () => {
    const near = {
      type: 'near',
      within: 5,
      ordered: true,
      left: { type: 'near', within: 3, ordered: false, left: term('a'), right: term('b') },
      right: { type: 'or', parts: [term('c'), term('d')] },
    };
    expect(parseQuery('x NOT a NEAR/3 b NEAR/5f (c OR d)')).toEqual({
      type: 'and',
      parts: [term('x'), { type: 'not', part: near }],
    });
  });

  it.each([
    ['"slow delivery"~3', { type: 'phrase', text: 'slow delivery', apart: 3 }],
    ['"say \\"no\\" \\\\ \\x"', { type: 'phrase', text: 'say "no" \\ \\x' }],
    ['{Apple}', { type: 'cased', text: 'Apple' }],
    ['raw:"C++"', { type: 'raw', text: 'C++' }],
    ['raw:C++', { type: 'raw', text: 'C++' }],
    ['#新製品', { type: 'mark', mark: '#', name: '新製品' }],
    ['@acme.example', { type: 'mark', mark: '@', name: 'acme.example' }],
    ['@acme@social.example', { type: 'mark', mark: '@', name: 'acme@social.example' }],
    ['$ACME', { type: 'mark', mark: '$', name: 'ACME' }],
    ['$5', term('$5')],
    ['😡', term('😡')],
    ['12:30', term('12:30')],
    ['and', term('and')],
    ['"OR"', { type: 'phrase', text: 'OR' }],
    ['author:@acme.example', { type: 'field', field: 'author', value: 'acme.example' }],
    ['url:"https://www.Example.com/Shop/?a=1"', { type: 'field', field: 'url', value: 'example.com/shop' }],
    ['site:https://example.com/', { type: 'field', field: 'site', value: 'example.com' }],
    ['lang:pt-BR', { type: 'field', field: 'lang', value: 'pt-br' }],
    ['sentiment:Negative', { type: 'field', field: 'sentiment', value: 'negative' }],
    ['followers:[10 TO *]', { type: 'followers', from: 10 }],
    ['followers:[ * TO 10 ]', { type: 'followers', to: 10 }],
  ])('reads %s', (text, query) => expect(parseQuery(text)).toEqual(query));

  it.each([
    ['', 1, 'Write a word'],
    ['acme AND', 9, 'Write a word after the last operator, or remove it.'],
    ['OR acme', 1, 'put quotes around OR'],
    ['acme AND OR x', 10, 'put quotes around OR'],
    ['(acme', 1, 'Write ) at the end'],
    ['acme)', 5, 'Remove it'],
    ['()', 2, 'Write a word'],
    ['acme "slow', 6, 'Write " at the end'],
    ['{Apple', 1, 'Write } at the end'],
    ['“acme”', 1, 'straight quotes'],
    ['acme -slow', 6, 'Write NOT slow.'],
    ['acme && slow', 6, 'Write AND.'],
    ['acme || slow', 6, 'Write OR.'],
    ['a NEAR b', 3, 'NEAR/5'],
    ['a NEAR/0 b', 3, 'from 1 to 100'],
    ['a near/5 b', 3, 'NEAR/5'],
    ['a NEAR/5 (b AND c)', 3, 'Write (a NEAR/5 b) AND (a NEAR/5 c).'],
    ['a NEAR/5 NOT b', 10, 'put quotes around NOT'],
    ['a NEAR/5 (NOT b)', 3, 'AND NOT'],
    ['a NEAR/5 lang:en', 3, 'by AND'],
    ['"a b"~3 NEAR/5 c', 9, 'Write NEAR between its words.'],
    ['"a"~3', 1, 'Leave ~3 out.'],
    ['"a b"~', 6, 'as in "slow delivery"~3'],
    ['"a b"~500', 1, 'at most ~100'],
    ['x autor:acme', 3, 'Did you mean author:?'],
    ['https://example.com', 1, 'Write url:"…"'],
    ['"see https://example.com"', 1, 'Write url:"…"'],
    ['lang:', 6, 'right after the colon'],
    ['lang:english!', 6, 'lang:en'],
    ['sentiment:angry', 11, 'sentiment:negative'],
    ['author:acme*', 8, 'author:acme.example'],
    ['followers:5', 11, 'followers:[1000 TO *]'],
    ['followers:[9 TO 5]', 11, 'followers:[5 TO 9]'],
    ['followers:[* TO *]', 11, 'followers:[1000 TO *]'],
    ['*', 1, 'at least 2 letters'],
    ['a*', 1, 'at least 2 letters'],
    ['!!!', 1, 'Write NOT !!.'],
    ['...', 1, 'raw:"…"'],
    ['#', 1, 'Write a name after #'],
    ['#black-friday', 1, 'Write #black'],
    [`x "${'a '.repeat(101)}"`, 3, 'at most 100'],
    [`{${'a '.repeat(101)}}`, 1, 'at most 100'],
    [`raw:"${'a'.repeat(301)}"`, 5, 'at most 300'],
    ['NOT acme', 1, 'as in acme NOT jobs'],
    ['acme OR (NOT jobs)', 10, 'as in acme NOT jobs'],
    ['NOT (acme jobs)', 1, 'as in acme NOT jobs'],
    ['(acme NOT x) OR NOT NOT (NOT jobs NOT hiring)', 17, 'as in acme NOT jobs'],
  ])('says of %s that it is wrong at column %i: %s', (text, column, mend) => {
    const error = failure(text);
    expect(error.code).toBe('invalid');
    expect(error.message).toContain(`at column ${column}:`);
    expect(error.message).toContain(mend);
  });

  it('a ? at the end of a quoted word is punctuation, elsewhere it stands for a character', () => {
    expect(parseQuery('"what?"')).toEqual({ type: 'phrase', text: 'what?' });
    expect(() => parseQuery('"a?"')).not.toThrow();
    expect(failure('"?a*"').message).toContain('almost every word');
  });

  it('is as deep and long as stated', () => {
    const deep = (levels: number) => `${'('.repeat(levels)}a${')'.repeat(levels)}`;
    expect(parseQuery(deep(1000))).toEqual(term('a'));
    expect(failure(deep(1001)).message).toContain('column 1001');
    expect(printed(`${'NOT '.repeat(1000)}a`)).toBe(`${'NOT '.repeat(1000)}a`);
    expect(failure(`${'NOT '.repeat(1001)}a`).message).toContain('1000 deep');
    expect(failure(`a${' NEAR/5 a'.repeat(21)}`).message).toContain('20 NEAR');
    expect(failure('a'.repeat(100_001)).code).toBe('too-large');
    expect(parseQuery('a OR '.repeat(19_999).concat('b'))).toHaveProperty('parts.length', 20_000);
    const nested = `${'(a OR '.repeat(1000)}b${')'.repeat(1000)}`;
    expect(parseQuery(printed(nested))).toEqual(parseQuery(nested));
  });

  it('fails for any text with nothing but its own error', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '(',
        ')',
        '"',
        ' ',
        'AND',
        'OR',
        'NOT',
        'NEAR/2',
        '~2',
        '*',
        '?',
        '#',
        '@',
        '$',
        '{',
        '}',
        ':',
        '[',
        'lang:',
        'raw:',
        '\\',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        try {
          expect(parseQuery(printed(text))).toEqual(parseQuery(text));
        } catch (error) {
          if (!isKenningError(error, 'invalid')) throw error;
          expect(() => parseQuery(text)).toThrow();
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('printQuery', () => {
  it('writes what is read as the same query', () => {
    fc.assert(
      fc.property(arbitraryQuery, (query) => {
        expect(parseQuery(printQuery(query))).toEqual(query);
      }),
      { numRuns: 2000 },
    );
  });

  it('writes parentheses only where they change something', () =>
    expect(printed('((a) (b OR c)) OR (x NOT (d NEAR/2 e)) OR y NOT (f g)')).toBe(
      'a AND (b OR c) OR x AND NOT d NEAR/2 e OR y AND NOT (f AND g)',
    ));
});
