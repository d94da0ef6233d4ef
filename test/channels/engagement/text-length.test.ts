import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brokenLimit, textLength } from '../../../src/channels/engagement/text-length.js';

const family = '👨‍👩‍👧‍👦';

describe('the length of a text', () => {
  it.each([
    ['', 0, 0, 0, 0],
    ['abc', 3, 3, 3, 3],
    ['é', 1, 1, 1, 2],
    ['e\u0301', 1, 2, 2, 3],
    ['ß€', 2, 2, 2, 5],
    ['👍', 1, 1, 2, 4],
    [family, 1, 7, 11, 25],
    ['🇩🇪🇫🇷', 2, 4, 8, 16],
    ['\r\n', 1, 2, 2, 2],
    ['한국', 2, 2, 2, 6],
  ])('%j in graphemes, code points, UTF-16 and UTF-8', (text, graphemes, points, units, bytes) => {
    expect([
      textLength(text, 'graphemes'),
      textLength(text, 'code-points'),
      textLength(text, 'utf-16'),
      textLength(text, 'utf-8-bytes'),
    ]).toEqual([graphemes, points, units, bytes]);
  });

  // The first four are known from the conformance tests of twitter-text; the rest follows its rules.
  it.each([
    ['Hi http://test.co', 26],
    ['H🐱☺👨‍👩‍👧‍👦', 7],
    ['😷👾😡🔥💩', 10],
    ['故人西辭黃鶴樓，煙花三月下揚州。孤帆遠影碧山盡，唯見長江天際流。', 64],
    ['0123456789'.repeat(14), 140],
    ['', 0],
    ['cafe\u0301', 4],
    ['Größe — “ja”', 12],
    ['1️⃣', 2],
    ['🇩🇪', 2],
    ['© 2026', 6],
    ['©️', 2],
    [`https://example.com/${'a'.repeat(300)} and http://b.example`, 23 + 5 + 23],
    ['See example.com/recall.', 4 + 23],
    ['write to ann@example.com', 24],
    ['한', 2],
  ])('%j on X', (text, length) => {
    expect(textLength(text, 'x-weighted')).toBe(length);
  });

  it('tells at which limit a text breaks', () => {
    const bluesky = [
      { unit: 'graphemes' as const, max: 300 },
      { unit: 'utf-8-bytes' as const, max: 3000 },
    ];
    expect(brokenLimit('x'.repeat(300), bluesky)).toBeUndefined();
    expect(brokenLimit('x'.repeat(301), bluesky)).toEqual({ unit: 'graphemes', max: 300, length: 301 });
    expect(brokenLimit(family.repeat(120), bluesky)).toBeUndefined();
    expect(brokenLimit(family.repeat(121), bluesky)).toEqual({ unit: 'utf-8-bytes', max: 3000, length: 3025 });
    expect(brokenLimit('x', [])).toBeUndefined();
  });

  it('counts every link alike where a limit says so', () => {
    const limit = { unit: 'graphemes' as const, max: 30, linkLength: 23 };
    const link = `https://example.com/${'a'.repeat(300)}`;
    expect(brokenLimit(`1234567${link}`, [limit])).toBeUndefined();
    expect(brokenLimit(`12345678${link}`, [limit])).toEqual({ ...limit, length: 31 });
    expect(brokenLimit('http://b.example and http://c.example', [limit])).toMatchObject({ length: 51 });
  });

  it('is never more in graphemes than in code points, nor in these than in UTF-16 or bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const points = textLength(text, 'code-points');
        expect(textLength(text, 'graphemes')).toBeLessThanOrEqual(points);
        expect(points).toBeLessThanOrEqual(textLength(text, 'utf-16'));
        expect(points).toBeLessThanOrEqual(textLength(text, 'utf-8-bytes'));
      }),
    );
  });
});
