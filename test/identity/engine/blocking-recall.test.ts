import { describe, expect, it } from 'vitest';
import { blockingRecall } from '../../../src/identity/engine/block/blocking-recall.js';
import { ruleOf } from '../../../src/identity/engine/block/rules.js';

const rule = (...codes: number[]) => ruleOf(['key'], Uint32Array.from(codes), 100);

describe('the recall of blocking', () => {
  const clusters = Uint32Array.of(0, 0, 0, 3, 3, 5);

  it('is all where each pair is made by several rules, and where there are no pairs', () => {
    const both = rule(7, 7, 7, 8, 8, 9);
    expect(blockingRecall(6, [both, both, both], clusters)).toBe(1);
    expect(blockingRecall(3, [], Uint32Array.of(0, 1, 2))).toBe(1);
  });

  it('is less by more than the pairs that are seen to be missed', () => {
    const chain = [rule(7, 7, 0, 8, 8, 0), rule(7, 7, 0, 8, 8, 0), rule(0, 7, 7, 8, 8, 0), rule(0, 7, 7, 8, 8, 0)];
    // Of four pairs the one from first to third is made by no rule.
    const found = blockingRecall(6, chain, clusters);
    expect(found).toBeCloseTo(1 - 1.5 / 4, 9);
  });

  it('is less where pairs are found by a single rule', () => {
    const all = rule(7, 7, 7, 8, 8, 0);
    expect(blockingRecall(6, [all], clusters)).toBeLessThan(0.5);
  });

  it('finds what stands in several slots of a key', () => {
    const slots = rule(7, 0, 1, 8, 8, 0, 2, 7, 7, 0, 0, 0);
    expect(blockingRecall(6, [slots, slots, slots], clusters)).toBe(1);
    expect(blockingRecall(6, [], clusters)).toBe(0);
  });
});
