import { KenningError } from '../../../core/errors.js';
import type { Words } from '../../engine/columns/memory.js';
import { Cases, unnumbered } from './cases.js';
import type { Leaves } from './leaves.js';
import { mostAtOnce, type Pairs } from './pairs.js';
import { maybe, yes } from './test-plan.js';
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

/** What a comparison gives in a case. */
interface Outcome {
  /** The most of what does not hang on how rare values are. */
  weight: number;
  /** Which of its levels hang on that. */
  rare: readonly LevelPlan[];
  /** Whether it may be less. */
  isOpen: boolean;
}

interface Part {
  plan: PartPlan;
  cases: Cases;
  /** What follows from each case, as soon as there was one: by a glance, and surely. */
  outcomes: { glance: Outcome[]; ask: Outcome[] };
  /** The most that the comparison can give to a pair with the left row. */
  most: number;
  /** How much less than that glances gave to the pairs of the trial, all together. */
  told: number;
  /** What the comparison gives to each pair: at most, as long as `isOpen`. */
  gives: Float64Array;
  isOpen: Uint8Array;
}

/** So many pairs are looked at in every comparison, to see which tells most at a glance. */
const trial = 4096;

/** Weighs pairs by a plan: first by what is seen of them at once, then what that left open; always the rest of them only. */
export function splinkWeigher({ parts: plans, prior, least }: WeightPlan, numbers: Words, leaves: Leaves): WeighPairs {
  const parts = plans.map((plan): Part => {
    const cases = new Cases(
      plan.levels.flatMap(({ test }) => test ?? []),
      leaves,
    );
    const [gives, isOpen] = [new Float64Array(mostAtOnce), new Uint8Array(mostAtOnce)];
    return { plan, cases, outcomes: { glance: [], ask: [] }, most: 0, told: 0, gives, isOpen };
  });
  const inOrder = [...parts];
  let tried = 0;
  // Less than a rounding error below is not below.
  const enough = least - 1e-6;
  const sums = new Float64Array(mostAtOnce);
  const rest = new Float64Array(parts.length + 1);
  const open = new Uint32Array(mostAtOnce);
  return (pairs, list, count, weights) => {
    const isTrial = tried < trial;
    for (let at = parts.length - 1; at >= 0; at -= 1) {
      const part = inOrder[at] as Part;
      part.most = mostOf(part.plan, pairs.left, numbers);
      rest[at] = (rest[at + 1] as number) + part.most;
    }
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
      if (!isTrial) sift(rest[at] as number);
      const part = inOrder[at] as Part;
      compare(part, pairs, list, alive, 'glance', numbers);
      for (let index = 0; index < alive; index += 1) {
        const pair = list[index] as number;
        sums[pair] = (sums[pair] as number) + (part.gives[pair] as number);
        if (isTrial) part.told += part.most - (part.gives[pair] as number);
      }
    }
    if (isTrial) {
      tried += count;
      inOrder.sort((one, two) => two.told - one.told);
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
      compare(part, pairs, open, asked, 'ask', numbers);
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

/** Writes what a comparison gives to pairs: at most, by a glance, or surely. */
function compare(
  part: Part,
  pairs: Pairs,
  list: Uint32Array,
  count: number,
  how: 'glance' | 'ask',
  numbers: Words,
): void {
  const { cases, gives, isOpen } = part;
  const outcomes = part.outcomes[how];
  cases.read(pairs, list, count, how);
  for (let at = 0; at < count; at += 1) {
    const pair = list[at] as number;
    const number = cases.numbers[pair] as number;
    let outcome = outcomes[number];
    if (outcome === undefined) {
      outcome = outcomeOf(part, pair, how === 'glance');
      if (number !== unnumbered) outcomes[number] = outcome;
    }
    let most = outcome.weight;
    if (outcome.rare.length > 0)
      for (const { weight, rare } of outcome.rare)
        most = Math.max(most, weight + rareOf(rare as Rare, pairs, pair, numbers));
    gives[pair] = most;
    isOpen[pair] = Number(outcome.isOpen);
  }
}

/** The first level whose test holds; by a glance any that may. */
function outcomeOf({ plan, cases }: Part, pair: number, isGlance: boolean): Outcome {
  const rare: LevelPlan[] = [];
  let weight = Number.NEGATIVE_INFINITY;
  let isOpen = false;
  for (const level of plan.levels) {
    const answer = level.test ? cases.answer(level.test, pair, isGlance) : yes;
    if (answer !== yes && answer !== maybe) continue;
    if (level.rare) rare.push(level);
    else weight = Math.max(weight, level.weight);
    if (answer === yes) return { weight, rare, isOpen };
    isOpen = true;
  }
  throw new KenningError('invalid', `Comparison "${plan.name}" has no level for a pair: ELSE is missing.`);
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
