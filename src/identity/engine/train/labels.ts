import type { CompareAll } from '../score/levels.js';
import { addUp, classCount, logsOf, toShares } from './logs.js';
import type { Model } from './model.js';

/** What a person said of two rows. */
export interface LabelledRows {
  left: number;
  right: number;
  same: boolean;
  /** How likely this pair was to be asked about. */
  chosen: number;
}

/** Pairs of which people said what they are, as they came out. */
export interface Labels {
  /** The levels of all pairs, one behind the other. */
  levels: Uint8Array;
  same: readonly boolean[];
  /** For how many pairs each stands. */
  weights: Float64Array;
  /** Nothing is learned of people but from these. */
  alone: boolean;
}

/** No answer stands for more pairs: few that weigh much would make a model of chance (trimmed weights). */
const mostPairs = 100;

/** @param placeOf where a row is that an answer speaks of. */
export function labelsOf(
  rows: readonly LabelledRows[],
  compare: CompareAll,
  { placeOf, alone }: { placeOf: (row: number) => number; alone: boolean },
): Labels {
  const { width } = compare;
  const levels = new Uint8Array(width * rows.length);
  for (const [at, { left, right }] of rows.entries()) {
    const out = levels.subarray(at * width, (at + 1) * width);
    compare.pair(placeOf(left), placeOf(right), out);
  }
  return {
    levels,
    same: rows.map(({ same }) => same),
    weights: Float64Array.from(rows, ({ chosen }) => Math.min(mostPairs, 1 / chosen)),
    alone,
  };
}

/**
 * Corrects what a model expects of all pairs by what people said of some: each answer adds the difference between what is so
 * and what was expected, divided by how likely the pair was to be asked about. Whatever the model expects, the sum is right on
 * average, however the pairs were chosen, as long as that is known (the difference estimator: C.-E. Särndal, B. Swensson and
 * J. Wretman, "Model Assisted Survey Sampling", 1992, 6.3; the weights are those of D. G. Horvitz and D. J. Thompson, JASA 47,
 * 1952). Of what is not the same person, the model says which of the other classes it is.
 *
 * @param seen by class, field and level; `totals` by class.
 */
export function correct(
  model: Model,
  { levels, same, weights, alone }: Labels,
  seen: readonly (readonly Float64Array[])[],
  totals: Float64Array,
): void {
  const logs = logsOf(model);
  const width = model.fields.length;
  const shares = new Float64Array(classCount);
  for (const [pair, isSame] of same.entries()) {
    addUp(logs, levels, pair * width, shares);
    toShares(shares);
    const others = Math.max(1 - (shares[0] as number), Number.MIN_VALUE);
    for (let kind = 0; kind < totals.length; kind += 1) {
      const expected = shares[kind] as number;
      const actual = kind === 0 ? Number(isSame) : isSame ? 0 : expected / others;
      const difference = (weights[pair] as number) * (actual - (alone ? 0 : expected));
      totals[kind] = (totals[kind] as number) + difference;
      for (let field = 0; field < width; field += 1) {
        const counts = (seen[kind] as readonly Float64Array[])[field] as Float64Array;
        const level = levels[pair * width + field] as number;
        counts[level] = (counts[level] as number) + difference;
      }
    }
  }
  // What was expected of few pairs may be less than what is taken off.
  for (const table of [...seen.flat(), totals])
    for (let at = 0; at < table.length; at += 1) table[at] = Math.max(0, table[at] as number);
}
