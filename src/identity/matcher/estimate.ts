import type { Agreement } from './agreement.js';
import { type Model, scorer, type WeightTable } from './score.js';
import { type Field, type Likelihood, weights } from './weights.js';

/** What the fixed weights are worth against the data, in pairs: a level that was hardly seen keeps its fixed weight. */
const trust = 20;
const rounds = 12;
/** Fewer pairs than this teach nothing. */
const leastPairs = 200;

/** What a model is learned from. */
export interface Sample {
  /** Agreements of pairs drawn at random from all: nearly all of them are two. */
  random: readonly (readonly Agreement[])[];
  /** Agreements of pairs that share a key, drawn from all such pairs. */
  candidates: readonly (readonly Agreement[])[];
  /** How many pairs share a key for each that was drawn. */
  scale: number;
  /** How many pairs there are at all. */
  pairs: number;
}

/**
 * Learns a model without labels, starting from the fixed weights. How likely a level is for two different people comes
 * from random pairs and stays; how
 * likely it is for one person, and how many pairs are one, comes from expectation maximization over pairs that share a
 * key,
 * with the odds of all pairs: over key-sharing pairs alone it would learn which key they share.
 *
 * A. P. Dempster, N. M. Laird and D. B. Rubin, "Maximum likelihood from incomplete data via the EM algorithm", JRSS B
 * 39 (1977).
 */
export function estimate(fixed: Model, { random, candidates, scale, pairs }: Sample): Model {
  if (candidates.length < leastPairs) return fixed;
  const uncommon = countLevels(random.map((agreements) => ({ agreements, count: 1 })));
  const table = tableOf((field, level) => {
    const known = likelihood(fixed, field, level);
    return known.chosen ? known : { ...known, u: unlikely(uncommon, field, level, known.u) };
  });
  let model: Model = { ...fixed, table };
  const patterns = patternsOf(candidates);
  for (let round = 0; round < rounds; round += 1) {
    const { odds } = scorer(model);
    let same = 0;
    let household = 0;
    const weighted = patterns.map(({ agreements, count }) => {
      const found = odds(agreements);
      const [one, two] = [2 ** Math.min(found.same, 60), 2 ** Math.min(found.household, 60)];
      const share = (count * one) / (1 + one + two);
      same += share;
      household += (count * two) / (1 + one + two);
      return { agreements, count: share };
    });
    const seen = countLevels(weighted);
    model = {
      ...model,
      prior: Math.log2(Math.max(same * scale, 1) / pairs),
      household: Math.log2(Math.max(household * scale, 1) / pairs),
      table: tableOf((field, level) => {
        const known = model.table[field][level] as Likelihood;
        return { ...known, m: likely(seen, field, level, likelihood(fixed, field, level).m) };
      }),
    };
  }
  return model;
}

type Counts = Map<Field, Map<string, number>>;

interface Pattern {
  agreements: readonly Agreement[];
  count: number;
}

/** Pairs that came out alike, counted together; what is rare about their values is left out. */
function patternsOf(pairs: readonly (readonly Agreement[])[]): Pattern[] {
  const patterns = new Map<string, Pattern>();
  for (const all of pairs) {
    const agreements = all.map((one) => ({ ...one, share: undefined }));
    const key = agreements
      .map(({ field, level, bits }) => `${field}=${level}${bits === undefined ? '' : Math.round(bits)}`)
      .join(' ');
    const known = patterns.get(key);
    if (known) known.count += 1;
    else patterns.set(key, { agreements, count: 1 });
  }
  return [...patterns.values()];
}

function countLevels(patterns: readonly Pattern[]): Counts {
  const counts: Counts = new Map();
  for (const { agreements, count } of patterns)
    for (const { field, level } of agreements) {
      const levels = counts.get(field) ?? new Map<string, number>();
      levels.set(level, (levels.get(level) ?? 0) + count);
      counts.set(field, levels);
    }
  return counts;
}

/** The share of a level among those of its field, drawn towards the fixed one as far as little was seen. */
function likely(counts: Counts, field: Field, level: string, fixed: number): number {
  return ((counts.get(field)?.get(level) ?? 0) + trust * fixed) / (totalOf(counts, field) + trust);
}

/** The same for rare levels: as if one more had been seen in as many pairs as the fixed share needs for one. */
function unlikely(counts: Counts, field: Field, level: string, fixed: number): number {
  return ((counts.get(field)?.get(level) ?? 0) + 1) / (totalOf(counts, field) + 1 / fixed);
}

function totalOf(counts: Counts, field: Field): number {
  let total = 0;
  for (const count of counts.get(field)?.values() ?? []) total += count;
  return total;
}

function likelihood({ table }: Model, field: Field, level: string): Likelihood {
  return table[field][level] as Likelihood;
}

function tableOf(make: (field: Field, level: string) => Likelihood): WeightTable {
  const entries = Object.entries(weights).map(([field, levels]) => [
    field,
    Object.fromEntries(Object.keys(levels).map((level) => [level, make(field as Field, level)])),
  ]);
  return Object.fromEntries(entries) as WeightTable;
}
