import type { Field, Level } from '../compare/comparison.js';
import { usualWorth } from '../compare/exact-levels.js';
import { correct } from './labels.js';
import { addUp, classCount, logsOf, toShares } from './logs.js';
import { classes, type Model, normalized, populationOf, priorModel } from './model.js';
import type { Patterns } from './patterns.js';
import type { Sample } from './sample.js';

/** What stands in place of what would be learned of a field: the built-in likelihoods, or nothing at all. */
export type Held = 'built-in' | 'silent';

/** What expectation maximization came to. */
export interface Fitted {
  model: Model;
  /** By what share the number of pairs of one person still changed in the last round. */
  change: number;
}

/**
 * From so many records on their own likelihoods are learned. With fewer the built-in ones are worth more, the fewer the more: at half
 * as many 16 times as much, so that a short list hardly moves them and nothing jumps where it grows.
 */
export const enough = 1000;
/** What the built-in model is worth against the data, in pairs, by class. */
const trust = [20, 60, 60] as const;
const rounds = 40;
const nothing = new Float64Array(0);
/** From this round on what was found is taken out of what strangers have in common by chance. */
const settledRounds = 4;
/** No more than this share of chance agreement is taken for that of one person. */
const leastChance = 0.1;
/** A change of the expected number of pairs smaller than this ends the learning. */
const converged = 0.000_5;

/**
 * Fits a model to pairs, from the built-in one on. How likely levels are among strangers comes from random pairs and, for
 * exact agreement, from counting; the rest comes from expectation maximization over the pairs that share a key, with
 * the odds of all pairs: over key-sharing pairs alone it would learn which key they share.
 *
 * What people said of pairs corrects in each round what was expected of them; or it is all that is learned from.
 *
 * A. P. Dempster, N. M. Laird and D. B. Rubin, "Maximum likelihood from incomplete data via the EM algorithm", JRSS B
 * 39 (1977).
 *
 * @param held the fields that are not learned, by number.
 */
export function fitted(fields: readonly Field[], sample: Sample, held: ReadonlyMap<number, Held>): Fitted {
  const prior = priorModel(fields, sample.size);
  const weight = Math.max(1, (enough / Math.max(sample.size, 1)) ** 4);
  const likelihoods = (seen: readonly Float64Array[][], u: readonly Float64Array[]): Float64Array[][] =>
    seen.map((table, kind) =>
      table.map((levels, field) => {
        if (held.get(field) === 'silent') return u[field] as Float64Array;
        const known = (prior.m[kind] as Float64Array[])[field] as Float64Array;
        if (held.has(field)) return known;
        return normalized(
          levels.map((count, level) => count + weight * (trust[kind] as number) * (known[level] as number)),
        );
      }),
    );
  let model: Model = { ...prior, u: chances(fields, sample, prior) };
  let before = 0;
  let change = 0;
  for (let round = 0; round < rounds; round += 1) {
    const seen = classes.map(() => fields.map(({ levels }) => new Float64Array(levels.length)));
    const totals = new Float64Array(classes.length);
    const unasked = sample.labels?.alone ? nothing : sample.candidates;
    eachPattern(model, sample.patterns, unasked, (at, count, shares) => {
      for (let kind = 0; kind < classes.length; kind += 1) {
        const share = count * sample.scale * (shares[kind] as number);
        totals[kind] = (totals[kind] as number) + share;
        addLevels(seen[kind] as Float64Array[], sample.patterns.levels, at, share);
      }
    });
    if (sample.labels) correct(model, sample.labels, seen, totals);
    const u = round < settledRounds ? model.u : chances(fields, sample, model, seen);
    model = {
      fields,
      share: sample.labels?.alone ? prior.share : totals.map((total) => (total + 1) / populationOf(sample.size)),
      m: likelihoods(seen, u),
      u,
    };
    const found = totals[0] as number;
    change = Math.abs(found - before) / Math.max(found, 1);
    if (round > settledRounds && change <= converged) break;
    before = found;
  }
  return { model, change };
}

/** Goes through the patterns that were seen, with the probability of each class. */
function eachPattern(
  model: Model,
  { levels, size, width }: Patterns,
  counts: Float64Array,
  take: (at: number, count: number, shares: Float64Array) => void,
): void {
  const logs = logsOf(model);
  const shares = new Float64Array(classCount);
  for (let pattern = 0; pattern < size; pattern += 1) {
    const count = counts[pattern] as number;
    if (!count) continue;
    addUp(logs, levels, pattern * width, shares);
    toShares(shares);
    take(pattern * width, count, shares);
  }
}

function addLevels(into: readonly Float64Array[], levels: Uint8Array, at: number, count: number): void {
  for (let field = 0; field < into.length; field += 1) {
    const level = levels[at + field] as number;
    const counts = into[field] as Float64Array;
    counts[level] = (counts[level] as number) + count;
  }
}

/** How likely levels are among strangers: of random pairs, those that the model does not take for something else. */
function chances(fields: readonly Field[], sample: Sample, model: Model, found?: Float64Array[][]): Float64Array[] {
  const seen = fields.map(({ levels }) => new Float64Array(levels.length));
  eachPattern(model, sample.patterns, sample.random, (at, count, shares) =>
    addLevels(seen, sample.patterns.levels, at, found ? count * (shares[classes.length] as number) : count),
  );
  const pairs = (sample.size * (sample.size - 1)) / 2 + usualWorth;
  return fields.map(({ levels }, field) => {
    const counts = seen[field] as Float64Array;
    let total = 0;
    for (let level = 1; level < counts.length; level += 1) total += counts[level] as number;
    return normalized(
      counts.map((count, level) => {
        const { u, counted } = levels[level] as Level;
        if (!counted) return (count + 1) / (total + 1 / u);
        let matched = 0;
        for (const table of found ?? []) matched += (table[field] as Float64Array)[level] as number;
        // A value that is common in the other's place only is met there as well, which counting one place does not tell.
        const surely = (count - 2 * Math.sqrt(count)) / (total + 1);
        return Math.max(u - matched / pairs, u * leastChance, 0.5 / pairs, surely);
      }),
    );
  });
}
