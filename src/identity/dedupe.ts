import { z } from 'zod';
import type { SourceRecordDraft } from '../core/model/source-record.js';
import type { AnsweredPair, AnsweredPairs } from './answered-pairs.js';
import { type Blocking, dedupeTableSteps } from './dedupe-table.js';
import { tableOfRecords } from './engine/columns/table-of-records.js';
import { freeze } from './engine/frozen/freeze.js';
import { inThisThread, inThreads, type Steps, type ThreadPool } from './engine/threads/steps.js';
import type { FrozenModel, ModelDocument } from './engine/train/model-document.js';
import { checked, type MatcherOptions, matcherShape } from './matcher/options.js';
import { vetoOfRecords } from './matcher/proofs.js';
import type { SettledAnswers } from './settled-answers.js';

/** What `dedupe` may be told. */
export interface DedupeOptions extends Pick<MatcherOptions, 'sites'> {
  /** Clusters are put together when they are one with this probability. Defaults to 0.5. */
  linkAt?: number;
  /**
   * Instead of `linkAt`: the share of all pairs that the clusters imply which must be right, as expected from the evidence;
   * above 0.5 and below 1. As many as that allows are put together.
   */
  precision?: number;
  /** Says too which clusters are of one household. Defaults to false. */
  relations?: boolean;
  /**
   * What people have said of pairs. It goes before what records tell: a yes joins them, a no keeps them apart. A model that is
   * learned from the records learns from it too.
   */
  answers?: Iterable<AnsweredPair>;
  /** The model is learned from the answers alone, and from how strangers agree. Defaults to false. */
  answersAlone?: boolean;
  /** A model that {@link trainedModel} or {@link frozenModel} gave. Defaults to one learned from the records themselves. */
  model?: ModelDocument;
}

/** In which cluster a record is. */
export interface Deduped {
  /** The record's id if it has one, else its `externalId`. */
  id: string;
  /** Records of one number are one person or organization. Counted from 0 in the order of first appearance. */
  cluster: number;
}

/** Two clusters that belong together and are two. */
export interface RelatedClusters {
  /** The numbers of the clusters. */
  clusters: [one: number, other: number];
  relation: 'household';
  probability: number;
}

/** Clusters, and what is expected of them. */
export interface Deduplication {
  /** One entry a record, in their order. */
  records: Deduped[];
  /** The share of all pairs that the clusters imply which is expected to be right, without knowing the truth. */
  expectedPrecision: number;
  /** How the pairs that were compared were found, and how many of those sought are expected to be among them. */
  blocking: Blocking;
  /** With `relations`: people of one household, who share where they live or are reached and are two. */
  related: RelatedClusters[];
  /** The probability from which clusters were put together. */
  linkAt: number;
  /** What of the answers could not be used. */
  answers: Pick<AnsweredPairs, 'contradicting' | 'elsewhere'> & Pick<SettledAnswers, 'disputed'>;
  /** By which the records were compared. */
  model: ModelDocument;
}

const isIterable = (given: unknown): boolean => typeof given === 'object' && given !== null && Symbol.iterator in given;

const dedupeOptions = z
  .strictObject({
    linkAt: matcherShape.linkAt,
    precision: z.number().gt(0.5).lt(1).optional(),
    sites: matcherShape.sites,
    relations: z.boolean().optional(),
    answers: z.custom<Iterable<AnsweredPair>>(isIterable, 'Expected a list of answers').optional(),
    answersAlone: z.boolean().optional(),
    model: z.unknown().optional(),
  })
  .refine(
    ({ linkAt, precision }) => linkAt === undefined || precision === undefined,
    'takes linkAt or precision, not both',
  );

/**
 * Finds which records are the same person or organization. Weights are learned from the records themselves, without
 * labels; clusters are joined by what their records tell together, so that one likely pair does not chain strangers together. Own
 * records stay alone.
 *
 * @returns one entry a record, in their order.
 * @throws KenningError `invalid` for an unknown option.
 * @example
 * const clusters = Map.groupBy(dedupe(contacts), ({ cluster }) => cluster);
 */
export function dedupe(records: Iterable<SourceRecordDraft & { id?: string }>, options: DedupeOptions = {}): Deduped[] {
  return deduplication(records, options).records;
}

/**
 * As {@link dedupe}, with what is expected of the clusters.
 *
 * @example
 * const { records, expectedPrecision } = deduplication(contacts, { precision: 0.99 });
 */
export function deduplication(
  records: Iterable<SourceRecordDraft & { id?: string }>,
  options: DedupeOptions = {},
): Deduplication {
  return inThisThread(deduplicationSteps(records, options));
}

/**
 * As {@link deduplication}, with the same result, where several threads do what falls into parts. It pays from some ten
 * thousand records on.
 *
 * @param options.pool the threads, such as `threadPool()` of `kenning/threads`
 * @param options.signal stops it; its reason is thrown
 * @throws KenningError `unexpected` when a thread ends before its work is done
 * @example
 * const pool = threadPool();
 * const { records } = await deduplicationInThreads(contacts, { pool });
 * await pool.close();
 */
export async function deduplicationInThreads(
  records: Iterable<SourceRecordDraft & { id?: string }>,
  { pool, signal, ...options }: DedupeOptions & { pool: ThreadPool; signal?: AbortSignal },
): Promise<Deduplication> {
  return inThreads(deduplicationSteps(records, options), pool, signal);
}

/** As {@link deduplication}, step by step. */
export function* deduplicationSteps(
  records: Iterable<SourceRecordDraft & { id?: string }>,
  options: DedupeOptions = {},
): Steps<Deduplication> {
  const {
    linkAt = 0.5,
    precision,
    relations = false,
    sites,
    answers = [],
    answersAlone,
    model,
  } = checked(dedupeOptions, options, 'dedupe') as DedupeOptions;
  const all = [...records];
  const places = [...all.keys()].filter((place) => !all[place]?.own);
  const recordOf = (row: number) => all[places[row] as number] as SourceRecordDraft;
  const found = yield* dedupeTableSteps(
    {
      table: tableOfRecords(
        places.map((place) => all[place] as SourceRecordDraft),
        sites,
      ),
      ids: places.map((place) => idOf(all[place] as SourceRecordDraft)),
      areApart: (left, right) => areApart(left, right, recordOf),
    },
    { linkAt, precision, relations, answers, answersAlone, model },
  );
  const clusterOf = new Map(places.map((place, row) => [place, found.clusters[row] as number]));
  const numbers = new Map<number | string, number>();
  const clustered = all.map((record, place) => {
    const cluster = clusterOf.get(place) ?? `own ${place}`;
    if (!numbers.has(cluster)) numbers.set(cluster, numbers.size);
    return { id: idOf(record), cluster: numbers.get(cluster) as number };
  });
  const isPerson = (row: number) => recordOf(row).party === 'person';
  const related = found.households
    .filter(({ left, right }) => isPerson(left) && isPerson(right))
    .map(({ left, right, probability }): RelatedClusters => {
      const [one, other] = [left, right].map((row) => numbers.get(found.clusters[row] as number) as number);
      return { clusters: [one as number, other as number], relation: 'household', probability };
    });
  const { expectedPrecision, blocking, answers: used } = found;
  return {
    records: clustered,
    related,
    expectedPrecision,
    blocking,
    linkAt: found.linkAt,
    answers: used,
    model: found.model,
  };
}

/**
 * Learns a model from records, to deduplicate others like them later and alike.
 *
 * @param options.answers what people have said of pairs, corrected for how the pairs were chosen.
 * @param options.answersAlone to learn from these alone, and from how strangers agree.
 * @returns a document that can be kept as JSON; it holds no value of a record.
 * @throws KenningError `invalid` for an unknown option.
 * @example
 * const model = trainedModel(lastYear);
 * const clusters = dedupe(today, { model });
 */
export function trainedModel(
  records: Iterable<SourceRecordDraft & { id?: string }>,
  options: Pick<DedupeOptions, 'sites' | 'answers' | 'answersAlone'> = {},
): ModelDocument {
  const { sites, answers = [], answersAlone } = checked(dedupeOptions, options, 'trainedModel') as DedupeOptions;
  const list = [...records].filter(({ own }) => !own);
  const rows = { table: tableOfRecords(list, sites), ids: list.map(idOf), areApart: () => false };
  const learning = { linkAt: 0.5, precision: undefined, answers, answersAlone, model: undefined };
  return inThisThread(dedupeTableSteps(rows, learning)).model;
}

/**
 * Freezes a model on records: with how common their values are and under which keys they are found, so that it decides the
 * same of any two records at any time, one record at a time (`recordIndex`) and all at once ({@link dedupe}).
 *
 * @param options.model one that was learned before. Defaults to what these records teach.
 * @returns a document that can be kept as JSON; it holds no value that fewer than five records share.
 * @throws KenningError `invalid` for an unknown option or a model of another version.
 * @example
 * const model = frozenModel(contacts);
 * dedupe(contacts, { model });
 */
export function frozenModel(
  records: Iterable<SourceRecordDraft>,
  options: Pick<DedupeOptions, 'sites' | 'model'> = {},
): FrozenModel {
  const { sites, model } = checked(dedupeOptions, options, 'frozenModel') as DedupeOptions;
  const table = tableOfRecords(
    [...records].filter(({ own }) => !own),
    sites,
  );
  return freeze(table, model);
}

const idOf = (record: SourceRecordDraft & { id?: string }): string => record.id ?? record.externalId;

/** Whether two clusters can not be one: a person is no organization, and stable ids of one network must not differ. */
export function areApart(
  left: readonly number[],
  right: readonly number[],
  recordOf: (row: number) => SourceRecordDraft,
): boolean {
  const [ours, theirs] = [left.map(recordOf), right.map(recordOf)];
  return ours[0]?.party !== theirs[0]?.party || vetoOfRecords(ours, theirs) !== undefined;
}
