import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { damerauLevenshtein } from '../../../src/identity/compare/damerau-levenshtein.js';
import { jaro, jaroWinkler } from '../../../src/identity/compare/jaro-winkler.js';
import { tokenSet } from '../../../src/identity/compare/token-set.js';
import { wordLevel } from '../../../src/identity/matcher/word-level.js';

const word = fc.oneof(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 9 }), fc.string({ maxLength: 12 }));

/** The definition: the whole matrix, after Lowrance and Wagner (1975). */
function wholeMatrix(a: string, b: string): number {
  const far = a.length + b.length;
  const rows = Array.from({ length: a.length + 2 }, () => new Array<number>(b.length + 2).fill(far));
  const at = (i: number, j: number) => (rows[i + 1] as number[])[j + 1] as number;
  const put = (i: number, j: number, value: number) => {
    (rows[i + 1] as number[])[j + 1] = value;
  };
  for (let i = 0; i <= a.length; i += 1) put(i, 0, i);
  for (let j = 0; j <= b.length; j += 1) put(0, j, j);
  const lastRow = new Map<string, number>();
  for (let i = 1; i <= a.length; i += 1) {
    let lastColumn = 0;
    for (let j = 1; j <= b.length; j += 1) {
      const k = lastRow.get(b[j - 1] as string) ?? 0;
      const l = lastColumn;
      const same = a[i - 1] === b[j - 1];
      if (same) lastColumn = j;
      const swap = k > 0 && l > 0 ? at(k - 1, l - 1) + (i - k - 1) + 1 + (j - l - 1) : far;
      put(i, j, Math.min(at(i - 1, j - 1) + (same ? 0 : 1), at(i - 1, j) + 1, at(i, j - 1) + 1, swap));
    }
    lastRow.set(a[i - 1] as string, i);
  }
  return at(a.length, b.length);
}

describe('Jaro–Winkler', () => {
  it.each([
    ['martha', 'marhta', 0.9444, 0.9611],
    ['dixon', 'dicksonx', 0.7667, 0.8133],
    ['dwayne', 'duane', 0.8222, 0.84],
    ['crate', 'trace', 0.7333, 0.7333],
    ['abc', 'xyz', 0, 0],
    ['', '', 1, 1],
    ['a', '', 0, 0],
  ])('%s, %s', (a, b, plain, raised) => {
    expect(jaro(a, b)).toBeCloseTo(plain, 3);
    expect(jaroWinkler(a, b)).toBeCloseTo(raised, 3);
  });

  it('is symmetric, between 0 and 1, and 1 for equals alone', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const similarity = jaroWinkler(a, b);
        expect(jaroWinkler(b, a)).toBe(similarity);
        expect(similarity).toBeGreaterThanOrEqual(0);
        expect(similarity).toBeLessThanOrEqual(1);
        expect(similarity === 1).toBe(a === b);
        expect(similarity).toBeGreaterThanOrEqual(jaro(a, b));
      }),
    );
  });

  it('is right for strings longer than its buffer, and after them', () => {
    expect(jaroWinkler('x'.repeat(500), `${'x'.repeat(499)}y`)).toBeGreaterThan(0.99);
    expect(jaroWinkler('martha', 'marhta')).toBeCloseTo(0.9611, 3);
  });
});

describe('Damerau–Levenshtein', () => {
  it.each([
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['ca', 'ac', 1],
    ['ca', 'abc', 2],
    ['a cat', 'an abct', 3],
    ['josé', 'jose', 1],
  ])('%s, %s is %i', (a, b, distance) => expect(damerauLevenshtein(a, b)).toBe(distance));

  it('is what the whole matrix gives', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(damerauLevenshtein(a, b)).toBe(wholeMatrix(a, b));
      }),
      { numRuns: 2000 },
    );
  });

  it('stops at a bound and is exact below it', () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 6 }), (a, b, bound) => {
        expect(damerauLevenshtein(a, b, bound)).toBe(Math.min(wholeMatrix(a, b), bound + 1));
      }),
      { numRuns: 2000 },
    );
  });

  it('is right for strings longer than its buffer, and after them', () => {
    expect(damerauLevenshtein('ab'.repeat(300), 'ba'.repeat(300))).toBeLessThanOrEqual(300);
    expect(damerauLevenshtein('kitten', 'sitting')).toBe(3);
  });
});

describe('token sets', () => {
  it('does not mind order and repetition', () => {
    expect(tokenSet(['acme', 'widget'], ['widget', 'acme', 'works'])).toBeCloseTo(0.8);
    expect(tokenSet(['a', 'a', 'b'], ['b', 'a'])).toBe(1);
    expect(tokenSet([], [])).toBe(1);
    expect(tokenSet(['a'], [])).toBe(0);
  });
});

describe('words that should be one', () => {
  it.each([
    ['smith', 'smith', 'exact'],
    ['smith', 'smtih', 'close'],
    ['smith', 'smyth', 'close'],
    ['henderson', 'hendreson', 'close'],
    ['smith', 'jones', 'different'],
    ['', 'jones', 'different'],
  ])('%s and %s are %s', (a, b, level) => {
    expect(wordLevel(a, b)).toBe(level);
    expect(wordLevel(b, a)).toBe(level);
  });

  it('the quick bound never changes the level', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        if (a !== b && jaroWinkler(a, b) >= 0.8) expect(wordLevel(a, b)).not.toBe('different');
        else if (a !== b) expect(['different', 'close']).toContain(wordLevel(a, b));
      }),
    );
  });
});
