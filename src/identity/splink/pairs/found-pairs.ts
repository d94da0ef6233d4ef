import { eachCandidates } from '../../engine/block/candidates.js';
import type { Rule } from '../../engine/block/rule.js';
import type { Words } from '../../engine/columns/memory.js';
import { Cases } from './cases.js';
import { Leaves } from './leaves.js';
import { mostAtOnce, type Pairs } from './pairs.js';
import { splinkWeigher } from './splink-weigher.js';
import { type TestPlan, yes } from './test-plan.js';
import type { WeightPlan } from './weight-plan.js';

/** All that finding pairs needs, as plain data that threads can share. */
export interface PairsPlan {
  /** How many rows there are. */
  size: number;
  /** The numbers of all rows, and how many each has. */
  numbers: Words;
  stride: number;
  rules: readonly Rule[];
  /** What of the pairs that share a key is wanted; all where it is absent. */
  wanted: TestPlan | undefined;
  weights: WeightPlan;
}

/** Pairs in the order of their left rows. */
export interface FoundPairs {
  left: Uint32Array;
  right: Uint32Array;
  /** In bits, the prior included. */
  weight: Float64Array;
  size: number;
  /** How many pairs were wanted. */
  compared: number;
}

/** Finds the pairs whose left row is one of some, from the first to the one before the last. */
export function foundPairs(plan: PairsPlan, from: number, to: number): FoundPairs {
  const { size, numbers, stride, rules, wanted, weights: asked } = plan;
  const leaves = new Leaves(numbers, stride);
  const cases = wanted && new Cases([wanted], leaves);
  const weigh = splinkWeigher(asked, numbers, leaves);
  const found = {
    left: new Uint32Array(1024),
    right: new Uint32Array(1024),
    weight: new Float64Array(1024),
    size: 0,
    compared: 0,
  };
  const pairs: Pairs = { left: 0, rights: new Uint32Array(mostAtOnce), round: 0 };
  const list = new Uint32Array(mostAtOnce);
  const weights = new Float64Array(mostAtOnce);
  const weighSome = (left: number, rights: Uint32Array, first: number, count: number): void => {
    pairs.round += 1;
    for (let pair = 0; pair < count; pair += 1) {
      pairs.rights[pair] = (rights[first + pair] as number) * stride;
      list[pair] = pair;
    }
    let kept = count;
    if (wanted && cases) {
      cases.read(pairs, list, count, 'glance');
      cases.read(pairs, list, count, 'ask');
      kept = 0;
      for (let pair = 0; pair < count; pair += 1)
        if (cases.answer(wanted, pair, false) === yes) {
          list[kept] = pair;
          kept += 1;
        }
    }
    found.compared += kept;
    const weighed = weigh(pairs, list, kept, weights);
    for (let at = 0; at < weighed; at += 1) {
      const pair = list[at] as number;
      const weight = weights[pair] as number;
      if (weight < asked.least) continue;
      if (found.size === found.left.length) grow(found);
      found.left[found.size] = left;
      found.right[found.size] = rights[first + pair] as number;
      found.weight[found.size] = weight;
      found.size += 1;
    }
  };
  eachCandidates(size, rules, from, to, (left, rights, count) => {
    pairs.left = left * stride;
    for (let first = 0; first < count; first += mostAtOnce)
      weighSome(left, rights, first, Math.min(mostAtOnce, count - first));
  });
  return found;
}

function grow(found: FoundPairs): void {
  const { left, right, weight, size } = found;
  found.left = new Uint32Array(2 * size);
  found.right = new Uint32Array(2 * size);
  found.weight = new Float64Array(2 * size);
  found.left.set(left);
  found.right.set(right);
  found.weight.set(weight);
}
