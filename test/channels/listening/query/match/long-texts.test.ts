import { describe, expect, it, vi } from 'vitest';
import { queryMatcher } from '../../../../../src/channels/listening/query/match/query-matcher.js';
import { parseQuery } from '../../../../../src/channels/listening/query/parse-query.js';
import { isKenningError } from '../../../../../src/core/errors.js';
import { hardPieces } from '../hard-pieces.js';

describe('long and broken texts', () => {
  const matcher = queryMatcher();
  matcher.add('end', 'end');
  matcher.add('phrase', '"a a a b"');
  matcher.add('near', 'a NEAR/9 (b OR a NEAR/3 (c OR a NEAR/2 d))');
  matcher.add('angry', '😡 OR "😡 😡"');
  const found = (text: string) => matcher.match({ text });

  it.each(['a ', '😡', '漢', '\ud83d', '#a', '@a ', 'https://a.example ', 'a\u0301'])(
    'reads a megabyte of %j',
    (piece) => {
      const text = piece.repeat(Math.floor(999_990 / piece.length));
      expect(found(`${text} end`)).toContain('end');
    },
  );

  it('looks at the first million of UTF-16 units', () => {
    expect(found(`${' '.repeat(999_996)} end`)).toEqual(['end']);
    expect(found(`${' '.repeat(999_998)} end`)).toEqual([]);
  });

  it('10,000 emoji are 10,000 emoji', () => expect(found('😡'.repeat(10_000))).toEqual(['angry']));

  it('halves of surrogate pairs part words and nothing else', () => {
    expect(found('\ud83d end \ude21 \ude21\ud83d')).toEqual(['end']);
    expect(found('\ud83d\ude21')).toEqual(['angry']);
  });

  it('a post without a word matches nothing', () => {
    for (const text of ['', ' ', '...', '\ud83d']) expect(found(text)).toEqual([]);
  });
});

describe('a hundred thousand of what is hard to read', () => {
  const long = (piece: string) => piece.repeat(Math.floor(100_000 / piece.length));

  it('is read, or it is said what is wrong', () => {
    for (const piece of hardPieces)
      try {
        parseQuery(long(piece));
      } catch (error) {
        if (!isKenningError(error, 'invalid')) throw error;
        expect(error.message.length).toBeLessThan(500);
      }
  });

  it('is never given to a pattern as a whole', () => {
    const lengths: number[] = [];
    const exec = RegExp.prototype.exec;
    const spy = vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function (this: RegExp, text: string) {
      lengths.push(text.length);
      return exec.call(this, text);
    });
    const linked = queryMatcher();
    linked.add('it', 'a site:example.com');
    for (const piece of hardPieces) {
      expect(() => parseQuery(`lang:${long(piece)}`)).toThrow();
      linked.match({ text: long(piece) });
    }
    spy.mockRestore();
    expect(Math.max(...lengths)).toBeLessThanOrEqual(2000);
  });
});
