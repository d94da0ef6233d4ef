import type { SplinkComparison } from '../comparison.js';
import type { Expression } from '../sql/expression.js';
import type { PairRows } from './pair-rows.js';
import type { TestPlan } from './test-plan.js';
import type { TestPlans } from './test-plans.js';

/** How pairs are weighed, as plain data. */
export interface WeightPlan {
  parts: PartPlan[];
  prior: number;
  /** The weight that is asked for, in bits. */
  least: number;
}

/** A comparison: the first level whose test holds counts, one without a test always. */
export interface PartPlan {
  name: string;
  levels: LevelPlan[];
}

export interface LevelPlan {
  test: TestPlan | undefined;
  /** Places of numbers of which the left row must have each for the test to hold. */
  needs: readonly number[];
  weight: number;
  rare: Rare | undefined;
}

/** What the frequency of a value adds. */
export interface Rare {
  slot: number;
  /** The logarithm of each value's frequency. */
  logs: Float64Array;
  logU: number;
  weight: number;
  least: number;
  /** The most that any value adds. */
  most: number;
}

export function weightPlan(
  comparisons: readonly SplinkComparison[],
  { prior, least }: { prior: number; least: number },
  rows: PairRows,
  plans: TestPlans,
): WeightPlan {
  const parts = comparisons.map(({ name, levels }) => ({
    name,
    levels: levels.map(({ condition, weight, termFrequency }): LevelPlan => {
      const test = condition && plans.plan(condition.expression);
      const needs = test ? [...needsOf(test)] : [];
      return { test, needs, weight, rare: termFrequency && rareOf(termFrequency, rows) };
    }),
  }));
  return { parts, prior, least };
}

/** What a row's own frequency adds before the other's is known to be larger. */
export function rarity({ logU, weight, least }: Rare, log: number): number {
  const common = Math.max(log, least);
  return common === Number.NEGATIVE_INFINITY ? 0 : weight * (logU - common);
}

function rareOf(
  { column, logU, weight, minimum }: NonNullable<SplinkComparison['levels'][number]['termFrequency']>,
  rows: PairRows,
): Rare {
  const named: Expression = { kind: 'column', side: 'left', name: column };
  const cell = rows.cellOf(named);
  const logs = frequencies(rows.codesOf(cell), cell.values.length);
  const rare = { slot: cell.slot, logs, logU, weight, least: Math.log2(minimum), most: 0 };
  for (const log of logs) rare.most = Math.max(rare.most, rarity(rare, log));
  return rare;
}

function needsOf(plan: TestPlan): ReadonlySet<number> {
  switch (plan.op) {
    case 'same':
      return new Set([plan.ours]);
    case 'graded':
      return new Set([plan.measure.ours.slot]);
    case 'answered':
      return new Set(plan.side === 'left' && plan.answers[0] !== 1 ? [plan.slot] : []);
    case 'and':
      return needsOf(plan.one).union(needsOf(plan.two));
    case 'or':
      return needsOf(plan.one).intersection(needsOf(plan.two));
    default:
      return new Set();
  }
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
