import { z } from 'zod';
import type { SourceRecordDraft } from '../core/model/source-record.js';
import type { Agreement } from './matcher/agreement.js';
import { averageLinkage, type Edge } from './matcher/average-linkage.js';
import { candidatePairs, type Pairs } from './matcher/blocks.js';
import { comparer } from './matcher/compare.js';
import { estimate } from './matcher/estimate.js';
import { frequenciesOf } from './matcher/frequencies.js';
import { checked, type MatcherOptions, matcherShape } from './matcher/options.js';
import { withoutShared } from './matcher/poison.js';
import { vetoOfRecords } from './matcher/proofs.js';
import { fixedModel, type Model, rivalry, scorer } from './matcher/score.js';
import { type Traits, traitsOf } from './matcher/traits.js';

/** What `dedupe` may be told. */
export interface DedupeOptions extends Pick<MatcherOptions, 'country' | 'sites'> {
  /**
   * Records are put together when their pairs are one with this probability, on average of the odds. Defaults to 0.5.
   */
  linkAt?: number;
}

/** In which cluster a record is. */
export interface Deduped {
  /** The record's id if it has one, else its `externalId`. */
  id: string;
  /** Records of one number are one person or organization. Counted from 0 in the order of first appearance. */
  cluster: number;
}

const dedupeOptions = z.strictObject({
  linkAt: matcherShape.linkAt,
  country: matcherShape.country,
  sites: matcherShape.sites,
});

/** How many pairs a model is learned from. */
const candidatesSampled = 100_000;
const randomSampled = 60_000;
/** Edges below this are as good as none. */
const leastWeight = -12;
/** Of a record that fits very many, so many neighbors are compared with each other. */
const mostNeighbors = 30;

/**
 * Finds which records are the same person or organization. Weights are learned from the records themselves, without
 * labels; clusters are made by
 * average linkage, so that one likely pair does not chain strangers together. Own records stay alone.
 *
 * @returns one entry a record, in their order.
 * @throws KenningError `invalid` for an unknown option.
 * @example
 * const clusters = Map.groupBy(dedupe(contacts), ({ cluster }) => cluster);
 */
export function dedupe(records: Iterable<SourceRecordDraft & { id?: string }>, options: DedupeOptions = {}): Deduped[] {
  const { linkAt = 0.5, ...rest } = checked(dedupeOptions, options, 'dedupe') as DedupeOptions;
  const all = [...records];
  const traits = withoutShared(all.map((record) => traitsOf(record, rest)));
  const compareTraits = comparer(frequenciesOf(traits));
  const compare = (left: number, right: number) => compareTraits(traits[left] as Traits, traits[right] as Traits);
  const pairs = candidatePairs(traits);
  const model = learnModel(traits.length, pairs, compare);
  const edges = weigh(pairs, model, compare, traits.length);
  const cut = Math.log2(linkAt / (1 - Math.min(linkAt, 0.999_999)));
  const clusters = averageLinkage(traits.length, edges, cut, (left, right) => areApart(left, right, all));
  const numbers = new Map<number, number>();
  return all.map((record, place) => {
    const cluster = clusters[place] as number;
    if (!numbers.has(cluster)) numbers.set(cluster, numbers.size);
    return { id: record.id ?? record.externalId, cluster: numbers.get(cluster) as number };
  });
}

type Compare = (left: number, right: number) => Agreement[];

function learnModel(size: number, pairs: Pairs, compare: Compare): Model {
  const step = Math.max(1, Math.ceil(pairs.size / candidatesSampled));
  const candidates: Agreement[][] = [];
  for (let at = 0; at < pairs.size; at += step)
    candidates.push(compare(pairs.left[at] as number, pairs.right[at] as number));
  const random: Agreement[][] = [];
  const draw = numbersBelow(size);
  for (let count = 0; count < randomSampled && size > 1; count += 1) {
    const left = draw();
    const right = draw();
    if (left !== right) random.push(compare(left, right));
  }
  return estimate(fixedModel(size), { random, candidates, scale: step, pairs: (size * (size - 1)) / 2 });
}

/** Numbers that look random and are the same in every run (a linear congruential generator). */
function numbersBelow(end: number): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * end);
  };
}

/** Weighs the pairs that share a key, and those that share none but are both likely to be one with a third. */
function weigh(pairs: Pairs, model: Model, compare: Compare, size: number): Edge[] {
  const { odds } = scorer(model);
  const edges: Edge[] = [];
  const known = new Set<number>();
  const neighbors = new Map<number, number[]>();
  const add = (left: number, right: number): void => {
    const { same, household } = odds(compare(left, right));
    const weight = same - rivalry(household);
    if (weight < leastWeight) return;
    edges.push({ left, right, weight });
    known.add(left * size + right);
  };
  for (let at = 0; at < pairs.size; at += 1) add(pairs.left[at] as number, pairs.right[at] as number);
  for (const { left, right, weight } of edges)
    if (weight > 0)
      for (const [one, other] of [
        [left, right],
        [right, left],
      ] as const) {
        const there = neighbors.get(one);
        if (!there) neighbors.set(one, [other]);
        else if (there.length < mostNeighbors) there.push(other);
      }
  for (const places of neighbors.values())
    for (const [index, one] of places.entries())
      for (const other of places.slice(index + 1)) {
        const [left, right] = one < other ? [one, other] : [other, one];
        if (!known.has(left * size + right)) add(left, right);
      }
  return edges;
}

/** Whether two clusters can not be one: a person is no organization, and stable ids of one network must not differ. */
function areApart(left: readonly number[], right: readonly number[], records: readonly SourceRecordDraft[]): boolean {
  const of = (places: readonly number[]) => places.map((place) => records[place] as SourceRecordDraft);
  const [ours, theirs] = [of(left), of(right)];
  return ours[0]?.party !== theirs[0]?.party || vetoOfRecords(ours, theirs) !== undefined;
}
