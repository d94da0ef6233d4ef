import { candidateFinder, type Walk } from '../../engine/block/candidates.js';
import type { Words } from '../../engine/columns/memory.js';
import { inParts, type Range, ranges, type Steps, type Task } from '../../engine/threads/steps.js';
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
  walks: readonly Walk[];
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

/** Finds the pairs whose left row is one of some. */
export const foundPairsOf: Task<PairsPlan, Range, FoundPairs> = {
  name: 'splink-pairs',
  begin: pairFinder,
};

/** Finds all pairs of a plan. */
export function* foundPairs(plan: PairsPlan): Steps<FoundPairs> {
  const parts = yield* inParts(foundPairsOf, plan, ranges(plan.size));
  const all = withRoom(parts.reduce((sum, { size }) => sum + size, 0));
  for (const { left, right, weight, size, compared } of parts) {
    all.left.set(left, all.size);
    all.right.set(right, all.size);
    all.weight.set(weight, all.size);
    all.size += size;
    all.compared += compared;
  }
  return all;
}

const withRoom = (length: number): FoundPairs => ({
  left: new Uint32Array(length),
  right: new Uint32Array(length),
  weight: new Float64Array(length),
  size: 0,
  compared: 0,
});

function pairFinder(plan: PairsPlan): (range: Range) => FoundPairs {
  const { size, numbers, stride, walks, wanted, weights: asked } = plan;
  const leaves = new Leaves(numbers, stride);
  const cases = wanted && new Cases([wanted], leaves);
  const weigh = splinkWeigher(asked, numbers, leaves);
  const candidatesOf = candidateFinder(size, walks);
  let found = withRoom(0);
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
  return ({ from, to }) => {
    found = withRoom(1024);
    for (let row = from; row < to; row += 1) {
      const { rights, count } = candidatesOf(row);
      pairs.left = row * stride;
      for (let first = 0; first < count; first += mostAtOnce)
        weighSome(row, rights, first, Math.min(mostAtOnce, count - first));
    }
    const { left, right, weight } = found;
    return {
      ...found,
      left: left.slice(0, found.size),
      right: right.slice(0, found.size),
      weight: weight.slice(0, found.size),
    };
  };
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
