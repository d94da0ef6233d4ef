import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateClusters, evaluateLinks } from '../../src/identity/evaluate.js';

describe('evaluateClusters', () => {
  it('counts what enumerating the pairs counts', () => {
    const labels = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { maxLength: 30 });
    fc.assert(
      fc.property(labels, (records) => {
        let [correct, found, actual] = [0, 0, 0];
        for (const [index, [ours, theirs]] of records.entries())
          for (const [our, their] of records.slice(index + 1)) {
            if (ours === our) found += 1;
            if (theirs === their) actual += 1;
            if (ours === our && theirs === their) correct += 1;
          }
        const evaluation = evaluateClusters(
          records.map(([ours]) => ours),
          records.map(([, theirs]) => theirs),
        );
        expect(evaluation).toMatchObject({ correct, found, true: actual });
      }),
    );
  });

  it('gives precision, recall and their harmonic mean', () => {
    const evaluation = evaluateClusters(['a', 'a', 'b'], [1, 1, 1]);
    expect(evaluation).toMatchObject({ precision: 1, recall: 1 / 3 });
    expect(evaluation.f1).toBeCloseTo(0.5);
    expect(evaluateClusters([], []).f1).toBe(1);
  });
});

describe('evaluateLinks', () => {
  it('counts what was linked, not what was left', () =>
    expect(evaluateLinks(['ann', undefined, 'bob', undefined], ['ann', 'eve', 'eve', undefined])).toMatchObject({
      precision: 0.5,
      recall: 1 / 3,
      correct: 1,
      found: 2,
      true: 3,
    }));
});
