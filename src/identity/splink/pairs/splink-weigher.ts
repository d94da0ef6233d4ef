import { KenningError } from '../../../core/errors.js';
import type { Words } from '../../engine/columns/memory.js';
import type { Weigh } from '../../engine/score/scorer.js';
import type { SplinkComparison } from '../comparison.js';
import type { PairRows } from './pair-rows.js';
import { no, type PairTest, type PairTests, unknown, yes } from './pair-test.js';

/** Weighs pairs of rows in bits, the prior included. */
export interface SplinkWeigher {
  /** Pairs that can not reach `least` are given up early, and get less than it. */
  weigh: Weigh;
  /** The whole weight of a pair. */
  weightOf(left: number, right: number): number;
}

/** Splink bounds the product of all factors so. */
export const mostBits = Math.log2(1e300);

/** So many rows fit into the nearest memory. */
const batch = 64;

interface Level {
  test: PairTest | undefined;
  weight: number;
  /** What the frequency of a row's value adds, before the other row's is known to be larger. */
  rare?: { slot: number; logs: Float64Array; logU: number; weight: number; least: number; most: number };
}

interface Part {
  name: string;
  levels: Level[];
}

/** Weighs pairs by a model's comparisons. What it needs is asked of the rows, so it is made once before they are packed, and again to be used. */
export function splinkWeigher(
  comparisons: readonly SplinkComparison[],
  { prior, least }: { prior: number; least: number },
  rows: PairRows,
  tests: PairTests,
): SplinkWeigher {
  const { numbers, stride } = rows;
  const parts = comparisons.map(({ name, levels }) => ({
    name,
    levels: levels.map((level): Level => {
      const test = level.condition && tests.test(level.condition.expression);
      if (!level.termFrequency) return { test, weight: level.weight };
      const { column, logU, weight, minimum } = level.termFrequency;
      const cell = rows.cellOf({ kind: 'column', side: 'left', name: column });
      const logs = frequencies(rows.codesOf(cell), cell.values.length);
      const rare = { slot: cell.slot, logs, logU, weight, least: Math.log2(minimum), most: 0 };
      for (const log of logs) rare.most = Math.max(rare.most, rarity(rare, log));
      return { test, weight: level.weight, rare };
    }),
  }));
  // What speaks most against a pair is asked first.
  const lowest = ({ levels }: Part) => Math.min(...levels.map(({ weight }) => weight));
  const inOrder = parts.toSorted((one, two) => lowest(one) - lowest(two));
  const rest = new Float64Array(inOrder.length + 1);
  const most = new Float64Array(inOrder.length);
  /** The weight of a pair, or minus infinity as soon as it is sure to be too small. */
  const weighed = (left: number, right: number): number => {
    let sum = prior;
    for (let at = 0; at < inOrder.length; at += 1) {
      if (sum + (rest[at] as number) < enough) return Number.NEGATIVE_INFINITY;
      most[at] = seenOf(inOrder[at] as Part, left, right, numbers);
      sum += most[at] as number;
    }
    for (let at = 0; at < inOrder.length; at += 1) {
      if (sum < enough) return Number.NEGATIVE_INFINITY;
      sum += partOf(inOrder[at] as Part, left, right, numbers) - (most[at] as number);
    }
    return Math.min(mostBits, Math.max(-mostBits, sum));
  };
  // Less than a rounding error below is not below.
  const enough = least - 1e-6;
  return {
    weigh(left, rights, count, weights) {
      for (let at = inOrder.length - 1; at >= 0; at -= 1)
        rest[at] = (rest[at + 1] as number) + mostOf(inOrder[at] as Part, left * stride, numbers);
      let whole = 0;
      let touched = 0;
      for (let pair = 0; pair < count; pair += 1) {
        // Memory brings rows that are asked for together at once, and one after the other otherwise.
        if (pair % batch === 0)
          for (let next = pair; next < count && next < pair + batch; next += 1)
            touched |= (numbers[(rights[next] as number) * stride] as number) & 1;
        weights[pair] = weighed(left * stride, (rights[pair] as number) * stride);
        if (weights[pair] !== Number.NEGATIVE_INFINITY) whole += 1;
      }
      // Never so; it keeps what is only looked at from being left out.
      return touched === -1 ? touched : whole;
    },
    weightOf(left, right) {
      let sum = prior;
      for (const part of parts) sum += partOf(part, left * stride, right * stride, numbers);
      return Math.min(mostBits, Math.max(-mostBits, sum));
    },
  };
}

function partOf({ name, levels }: Part, left: number, right: number, numbers: Words): number {
  for (let at = 0; at < levels.length; at += 1) {
    const { test, weight, rare } = levels[at] as Level;
    if (test && test.ask(left, right) !== yes) continue;
    return rare ? weight + rareOf(rare, left, right, numbers) : weight;
  }
  throw new KenningError('invalid', `Comparison "${name}" has no level for a pair: ELSE is missing.`);
}

/** The most that a comparison can give to a pair, by what is seen at once. */
function seenOf({ levels }: Part, left: number, right: number, numbers: Words): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < levels.length; at += 1) {
    const { test, weight, rare } = levels[at] as Level;
    const answer = test ? test.glance(left, right) : yes;
    if (answer === no || answer === unknown) continue;
    most = Math.max(most, weight + (rare ? rareOf(rare, left, right, numbers) : 0));
    if (answer === yes) break;
  }
  return most;
}

function rareOf(rare: NonNullable<Level['rare']>, left: number, right: number, numbers: Words): number {
  const { slot, logs } = rare;
  const ours = logs[numbers[left + slot] as number] as number;
  const theirs = logs[numbers[right + slot] as number] as number;
  return rarity(rare, Math.max(ours, theirs));
}

function rarity({ logU, weight, least }: NonNullable<Level['rare']>, log: number): number {
  const common = Math.max(log, least);
  return common === Number.NEGATIVE_INFINITY ? 0 : weight * (logU - common);
}

/** The most that a comparison can give to a pair with a row. */
function mostOf({ levels }: Part, left: number, numbers: Words): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const { test, weight, rare } of levels) {
    let isPossible = true;
    if (test) for (const slot of test.needs) if (numbers[left + slot] === 0) isPossible = false;
    if (!isPossible) continue;
    const number = rare ? (numbers[left + rare.slot] as number) : 0;
    const added = rare ? (number === 0 || rare.weight < 0 ? rare.most : rarity(rare, rare.logs[number] as number)) : 0;
    most = Math.max(most, weight + added);
  }
  return most;
}

/** The logarithms of how often each value occurs among those that are there; no value has less than any. */
function frequencies(codes: ArrayLike<number>, size: number): Float64Array {
  const counts = new Float64Array(size);
  let total = 0;
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row] as number;
    if (code === 0) continue;
    counts[code] = (counts[code] as number) + 1;
    total += 1;
  }
  return counts.map((count) => (count === 0 ? Number.NEGATIVE_INFINITY : Math.log2(count / total)));
}
