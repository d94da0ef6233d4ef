import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  byRows,
  damerauLevenshtein,
  jaro,
  jaroOfLong,
  levenshtein,
  ofTexts,
} from '../../../src/identity/splink/sql/distances.js';

const letters = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'é', '0'), maxLength });

it('measures short texts by bits as it measures long ones', () => {
  fc.assert(
    fc.property(letters(40), letters(40), (left, right) => {
      expect(ofTexts(levenshtein)(left, right)).toBe(ofTexts(byRows)(left, right));
      const byBits = ofTexts(jaro)(left, right);
      // Of two empty texts, and of one, the long form says nothing.
      if (left !== '' && right !== '') expect(byBits).toBe(ofTexts(jaroOfLong)(left, right));
    }),
    { numRuns: 2000 },
  );
});

it('counts neighbors that changed places as one edit, with edits between them', () => {
  const edits = ofTexts(damerauLevenshtein);
  expect([edits('ca', 'abc'), edits('abcd', 'badc'), edits('', 'abc'), edits('abc', 'abc')]).toEqual([2, 2, 3, 0]);
  fc.assert(
    fc.property(letters(12), letters(12), (left, right) => {
      expect(edits(left, right)).toBe(edits(right, left));
      expect(edits(left, right)).toBeLessThanOrEqual(ofTexts(levenshtein)(left, right));
    }),
  );
});
