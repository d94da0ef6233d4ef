import type { SourceRecordDraft } from '../core/model/source-record.js';
import type { AnsweredPair } from './answered-pairs.js';
import { type DedupeOptions, dedupe } from './dedupe.js';
import type { FrozenModel, ModelDocument } from './engine/train/model-document.js';
import { scorePairs } from './score-pairs.js';

/** Two records that one model takes for one and the other for two. */
export interface ChangedPair {
  /** What the two groups of records are called by that it joins or parts: the smallest id of each. */
  ids: readonly [one: string, other: string];
  /** How many pairs of records it decides. */
  pairs: number;
  /** What the two records weigh under either model, in bits. */
  weight: { before: number; after: number };
}

/** What another model would decide otherwise. */
export interface ModelComparison {
  /** Customers that would be one. */
  joins: ChangedPair[];
  /** Customers that would be two. */
  parts: ChangedPair[];
  /** How many pairs of records stay together. */
  stay: number;
  /**
   * Answers that keep the decisions which are not wanted as they were, for `answers` of `dedupe`. Without arguments all.
   *
   * @param unwanted what of `joins` and `parts` was refused.
   */
  keep(unwanted?: Iterable<ChangedPair>): AnsweredPair[];
}

/**
 * Says what a new model would decide otherwise about records than the one before, so that it is accepted with open eyes.
 * Nothing is changed by it.
 *
 * @throws KenningError `invalid` for a model of another version.
 * @example
 * const { joins, parts } = compareModels(contacts, { before: model, after: frozenModel(contacts) });
 */
export function compareModels(
  records: Iterable<SourceRecordDraft & { id?: string }>,
  {
    before,
    after,
    ...options
  }: Pick<DedupeOptions, 'linkAt' | 'sites'> & {
    before: ModelDocument | FrozenModel;
    after: ModelDocument | FrozenModel;
  },
): ModelComparison {
  const all = [...records];
  const ids = all.map(({ id, externalId }) => id ?? externalId);
  const [old, young] = [before, after].map((model) => {
    const found = dedupe(all, { ...options, model });
    return found.map(({ cluster }) => cluster);
  }) as [number[], number[]];
  const both = groups(all.keys(), (place) => `${old[place]} ${young[place]}`, ids);
  const joins = changes(both, young, ids);
  const parts = changes(both, old, ids);
  const weigh = (changed: readonly Change[]): ChangedPair[] => {
    const pairs = changed.map(({ places }) => places);
    const [ours, theirs] = [before, after].map((model) => scorePairs(all, model, pairs)) as [number[], number[]];
    return changed.map(({ places: [one, other], pairs: count }, at) => ({
      ids: [ids[one] as string, ids[other] as string],
      pairs: count,
      weight: { before: ours[at] as number, after: theirs[at] as number },
    }));
  };
  const comparison = { joins: weigh(joins), parts: weigh(parts) };
  const joined = new Set(comparison.joins);
  return {
    ...comparison,
    stay: both.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0),
    keep: (unwanted = [...comparison.joins, ...comparison.parts]) =>
      Array.from(unwanted, (pair) => ({ ids: pair.ids, same: !joined.has(pair) })),
  };
}

interface Change {
  places: readonly [one: number, other: number];
  pairs: number;
}

/** Places by group, those of a group in the order of their ids. */
function groups(places: Iterable<number>, of: (place: number) => string | number, ids: readonly string[]): number[][] {
  const byId = (one: number, other: number): number => ((ids[one] as string) < (ids[other] as string) ? -1 : 1);
  return [...Map.groupBy(places, of).values()].map((group) => group.sort(byId));
}

/** What brings together, in clusters of one model, the groups that both models agree on: the first with each other one. */
function changes(both: readonly number[][], clusters: readonly number[], ids: readonly string[]): Change[] {
  const first = (group: readonly number[] | undefined): number => group?.[0] as number;
  const byCluster = groups(both.map(first), (place) => clusters[place] as number, ids);
  const sizes = new Map(both.map((group) => [first(group), group.length]));
  return byCluster.flatMap((heads) => {
    let before = sizes.get(heads[0] as number) as number;
    return heads.slice(1).map((head): Change => {
      const size = sizes.get(head) as number;
      const pairs = before * size;
      before += size;
      return { places: [heads[0] as number, head], pairs };
    });
  });
}
