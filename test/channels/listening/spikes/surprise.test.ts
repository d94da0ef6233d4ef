import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surprise } from '../../../../src/channels/listening/spikes/surprise.js';

/** The tail of the negative binomial, added up term by term. */
function exactly(count: number, mean: number, dispersion: number): number {
  const size = 1 / dispersion;
  const odds = mean / (mean + size);
  let term = size * Math.log(1 - odds);
  for (let at = 0; at < count; at += 1) term += Math.log((at + size) / (at + 1)) + Math.log(odds);
  let sum = 0;
  for (let at = count, next = 1; at < count + 5000; next *= (odds * (at + size)) / (at + 1), at += 1) sum += next;
  return -(term + Math.log(sum)) / Math.LN10;
}

describe('surprise', () => {
  it('is the tail of the negative binomial', () => {
    for (const [count, mean, dispersion] of [
      [1, 0.01, 0.1],
      [2, 0.01, 0.1],
      [5, 1, 0.01],
      [8, 0.75, 0.3],
      [21, 20, 0.05],
      [50, 20, 0.05],
      [200, 20, 0.05],
      [3000, 60, 0.09],
    ] as const)
      expect(Math.abs(surprise(count, mean, dispersion) - exactly(count, mean, dispersion))).toBeLessThan(0.03);
  });

  it('is never negative nor NaN, and grows with the count and shrinks with the mean', () => {
    const positive = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(positive, positive, fc.double({ min: 0.001, max: 10, noNaN: true }), (count, mean, dispersion) => {
        const found = surprise(count, mean, dispersion);
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThan(Number.POSITIVE_INFINITY);
        expect(surprise(Math.ceil(count) + 10 + count * 0.1, mean, dispersion)).toBeGreaterThanOrEqual(found - 0.01);
        expect(surprise(count, mean * 1.1, dispersion)).toBeLessThanOrEqual(found + 0.01);
      }),
    );
  });
});
