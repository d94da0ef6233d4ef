import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FixedText } from '../../../src/identity/splink/pairs/fixed-text.js';
import { byRows, jaroOfLong, jaroWinkler } from '../../../src/identity/splink/sql/distances.js';

const encoder = new TextEncoder();
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'é', '1'), maxLength: 40 });

describe('a text that many are measured against', () => {
  it('gives what measuring two texts gives, one text after another', () => {
    const fixed = new FixedText();
    fc.assert(
      fc.property(text, fc.array(text, { minLength: 1, maxLength: 5 }), (own, others) => {
        const ours = encoder.encode(own);
        fixed.take(ours, 0, ours.length);
        for (const other of others) {
          const bytes = encoder.encode(`ab${other}`);
          const [from, to] = [2, bytes.length];
          const both = [ours, 0, ours.length, bytes, from, to] as const;
          expect(fixed.levenshtein(bytes, from, to)).toBe(byRows(...both));
          if (ours.length > 0 && to > from) expect(fixed.jaro(bytes, from, to)).toBe(jaroOfLong(...both));
          expect(fixed.jaroWinkler(bytes, from, to)).toBe(jaroWinkler(...both));
        }
      }),
      { numRuns: 500 },
    );
  });
});
