import { z } from 'zod';
import type { SourceRecordDraft } from '../core/model/source-record.js';
import { tableOfRecords } from './engine/columns/table-of-records.js';
import { clusterTable } from './engine/engine.js';
import { documentOf, type ModelDocument } from './engine/train/model-document.js';
import { checked, type MatcherOptions, matcherShape } from './matcher/options.js';
import { vetoOfRecords } from './matcher/proofs.js';

/** What `dedupe` may be told. */
export interface DedupeOptions extends Pick<MatcherOptions, 'sites'> {
  /** Clusters are put together when they are one with this probability. Defaults to 0.5. */
  linkAt?: number;
  /** A model that {@link trainedModel} gave. Defaults to one learned from the records themselves. */
  model?: ModelDocument;
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
  sites: matcherShape.sites,
  model: z.unknown().optional(),
});

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
  const { linkAt = 0.5, sites, model } = checked(dedupeOptions, options, 'dedupe') as DedupeOptions;
  const all = [...records];
  const places = [...all.keys()].filter((place) => !all[place]?.own);
  const table = tableOfRecords(
    places.map((place) => all[place] as SourceRecordDraft),
    sites,
  );
  const most = 1 - 2 ** -40;
  const found = clusterTable(table, {
    cut: Math.log2(linkAt / (1 - Math.min(linkAt, most))),
    model,
    forbids: (left, right) => areApart(left, right, (row) => all[places[row] as number] as SourceRecordDraft),
  });
  const clusterOf = new Map(places.map((place, row) => [place, found.clusters[row] as number]));
  const numbers = new Map<number | string, number>();
  return all.map((record, place) => {
    const cluster = clusterOf.get(place) ?? `own ${place}`;
    if (!numbers.has(cluster)) numbers.set(cluster, numbers.size);
    return { id: record.id ?? record.externalId, cluster: numbers.get(cluster) as number };
  });
}

/**
 * Learns a model from records, to deduplicate others like them later and alike.
 *
 * @returns a document that can be kept as JSON; it holds no value of a record.
 * @throws KenningError `invalid` for an unknown option.
 * @example
 * const model = trainedModel(lastYear);
 * const clusters = dedupe(today, { model });
 */
export function trainedModel(
  records: Iterable<SourceRecordDraft>,
  options: Pick<DedupeOptions, 'sites'> = {},
): ModelDocument {
  const { sites } = checked(dedupeOptions, options, 'trainedModel') as DedupeOptions;
  const table = tableOfRecords(
    [...records].filter(({ own }) => !own),
    sites,
  );
  return documentOf(clusterTable(table, { cut: 0 }).model, table.size);
}

/** Whether two clusters can not be one: a person is no organization, and stable ids of one network must not differ. */
function areApart(
  left: readonly number[],
  right: readonly number[],
  recordOf: (row: number) => SourceRecordDraft,
): boolean {
  const [ours, theirs] = [left.map(recordOf), right.map(recordOf)];
  return ours[0]?.party !== theirs[0]?.party || vetoOfRecords(ours, theirs) !== undefined;
}
