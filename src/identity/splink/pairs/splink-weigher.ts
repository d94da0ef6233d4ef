import { KenningError } from '../../../core/errors.js';
import type { Words } from '../../engine/columns/memory.js';
import type { PairTest, PairTests } from './pair-test.js';
import { mostAtOnce, type Pairs } from './pairs.js';
import { no, unknown, yes } from './test-plan.js';
import { type LevelPlan, type PartPlan, type Rare, rarity, type WeightPlan } from './weight-plan.js';

/** Splink bounds the product of all factors so. */
export const mostBits = Math.log2(1e300);

/**
 * Writes the weights of some pairs in bits, the prior included, at the place of each; of those that can not reach the weight that
 * is asked for, minus infinity. `list` has the places of the pairs, and is left with those that were weighed.
 *
 * @returns how many were weighed
 */
export type WeighPairs = (pairs: Pairs, list: Uint32Array, count: number, weights: Float64Array) => number;

interface Part {
  plan: PartPlan;
  tests: (PairTest | undefined)[];
  /** What the comparison gives to each pair: at most, as long as `isOpen`. */
  gives: Float64Array;
  isOpen: Uint8Array;
}

/** Weighs pairs by a plan: first by what is seen of them at once, then what that left open; always the rest of them only. */
export function splinkWeigher(
  { parts: plans, prior, least }: WeightPlan,
  numbers: Words,
  tests: PairTests,
): WeighPairs {
  const parts = plans.map((plan): Part => {
    const made = plan.levels.map(({ test }) => test && tests.test(test));
    return { plan, tests: made, gives: new Float64Array(mostAtOnce), isOpen: new Uint8Array(mostAtOnce) };
  });
  // What speaks most against a pair is asked first.
  const lowest = ({ plan }: Part) => Math.min(...plan.levels.map(({ weight }) => weight));
  const inOrder = parts.toSorted((one, two) => lowest(one) - lowest(two));
  // Less than a rounding error below is not below.
  const enough = least - 1e-6;
  const sums = new Float64Array(mostAtOnce);
  const rest = new Float64Array(parts.length + 1);
  const levels = levelsOf(numbers);
  const open = new Uint32Array(mostAtOnce);
  return (pairs, list, count, weights) => {
    for (let at = parts.length - 1; at >= 0; at -= 1)
      rest[at] = (rest[at + 1] as number) + mostOf((inOrder[at] as Part).plan, pairs.left, numbers);
    for (let at = 0; at < count; at += 1) {
      const pair = list[at] as number;
      weights[pair] = Number.NEGATIVE_INFINITY;
      sums[pair] = prior;
    }
    let alive = count;
    const sift = (more: number): void => {
      let kept = 0;
      for (let at = 0; at < alive; at += 1) {
        const pair = list[at] as number;
        if ((sums[pair] as number) + more < enough) continue;
        list[kept] = pair;
        kept += 1;
      }
      alive = kept;
    };
    for (let at = 0; at < parts.length && alive > 0; at += 1) {
      sift(rest[at] as number);
      const part = inOrder[at] as Part;
      levels.glance(part, pairs, list, alive);
      for (let index = 0; index < alive; index += 1) {
        const pair = list[index] as number;
        sums[pair] = (sums[pair] as number) + (part.gives[pair] as number);
      }
    }
    sift(0);
    for (let at = 0; at < parts.length && alive > 0; at += 1) {
      const part = inOrder[at] as Part;
      let asked = 0;
      for (let index = 0; index < alive; index += 1) {
        const pair = list[index] as number;
        if (part.isOpen[pair] === 0) continue;
        open[asked] = pair;
        sums[pair] = (sums[pair] as number) - (part.gives[pair] as number);
        asked += 1;
      }
      if (asked === 0) continue;
      levels.ask(part, pairs, open, asked);
      for (let index = 0; index < asked; index += 1) {
        const pair = open[index] as number;
        sums[pair] = (sums[pair] as number) + (part.gives[pair] as number);
      }
      sift(0);
    }
    for (let at = 0; at < alive; at += 1) {
      const pair = list[at] as number;
      let sum = prior;
      for (const { gives } of parts) sum += gives[pair] as number;
      weights[pair] = Math.min(mostBits, Math.max(-mostBits, sum));
    }
    return alive;
  };
}

/** Finds the levels of pairs in a comparison. */
function levelsOf(numbers: Words) {
  const answers = new Uint8Array(mostAtOnce);
  const undecided = new Uint32Array(mostAtOnce);
  const go = (part: Part, pairs: Pairs, list: Uint32Array, count: number, how: keyof PairTest): void => {
    const { plan, tests, gives, isOpen } = part;
    for (let at = 0; at < count; at += 1) {
      const pair = list[at] as number;
      undecided[at] = pair;
      gives[pair] = Number.NEGATIVE_INFINITY;
      isOpen[pair] = 0;
    }
    let left = count;
    for (let level = 0; level < tests.length && left > 0; level += 1) {
      const { weight, rare } = plan.levels[level] as LevelPlan;
      const test = tests[level];
      test?.[how](pairs, undecided, left, answers);
      let kept = 0;
      for (let at = 0; at < left; at += 1) {
        const pair = undecided[at] as number;
        const answer = test ? (answers[pair] as number) : yes;
        if (answer !== no && answer !== unknown) {
          const given = rare ? weight + rareOf(rare, pairs, pair, numbers) : weight;
          if (given > (gives[pair] as number)) gives[pair] = given;
          if (answer === yes) continue;
          isOpen[pair] = 1;
        }
        undecided[kept] = pair;
        kept += 1;
      }
      left = kept;
    }
    if (left > 0)
      throw new KenningError('invalid', `Comparison "${plan.name}" has no level for a pair: ELSE is missing.`);
  };
  return {
    /** The most that a comparison can give to pairs, by what is seen at once; `isOpen` is 1 where that is not sure. */
    glance: (part: Part, pairs: Pairs, list: Uint32Array, count: number) => go(part, pairs, list, count, 'glance'),
    /** What it gives. */
    ask: (part: Part, pairs: Pairs, list: Uint32Array, count: number) => go(part, pairs, list, count, 'ask'),
  };
}

function rareOf(rare: Rare, pairs: Pairs, pair: number, numbers: Words): number {
  const { slot, logs } = rare;
  const ours = logs[numbers[pairs.left + slot] as number] as number;
  const theirs = logs[numbers[(pairs.rights[pair] as number) + slot] as number] as number;
  return rarity(rare, Math.max(ours, theirs));
}

/** The most that a comparison can give to a pair with a row. */
function mostOf({ levels }: PartPlan, left: number, numbers: Words): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const { needs, weight, rare } of levels) {
    let isPossible = true;
    for (let at = 0; at < needs.length; at += 1) if (numbers[left + (needs[at] as number)] === 0) isPossible = false;
    if (!isPossible) continue;
    const number = rare ? (numbers[left + rare.slot] as number) : 0;
    const added = rare ? (number === 0 || rare.weight < 0 ? rare.most : rarity(rare, rare.logs[number] as number)) : 0;
    most = Math.max(most, weight + added);
  }
  return most;
}
