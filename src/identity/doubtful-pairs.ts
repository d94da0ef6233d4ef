import type { SourceRecordDraft } from '../core/model/source-record.js';
import { type AskedRows, askedRows } from './asked-rows.js';
import { tableOfRecords } from './engine/columns/table-of-records.js';
import type { ModelDocument } from './engine/train/model-document.js';
import { vetoOfRecords } from './matcher/proofs.js';

/** Two records of which it is doubtful whether they are one, by their places. */
export type DoubtfulPair = AskedRows;

/**
 * The pairs that a person should look at first: those of which the most pairs are expected to stand wrong. A pair that holds two
 * parts of a cluster together stands for all pairs between them; of two clusters that may be one the likeliest pair stands for
 * all. Of pairs that come out alike each later one is worth less. A fifth is drawn by lot from the other candidates.
 *
 * @param clusters of each record
 * @param options.limit the most
 * @param options.known whether a person has answered this pair
 * @example
 * const pairs = doubtfulPairs(records, clusters, model, { limit: 100, known: () => false });
 */
export function doubtfulPairs(
  records: readonly SourceRecordDraft[],
  clusters: readonly number[],
  model: ModelDocument,
  { limit, known }: { limit: number; known: (left: number, right: number) => boolean },
): DoubtfulPair[] {
  return askedRows(tableOfRecords(records), clusters, model, {
    limit,
    isQuestion(left, right) {
      const [one, other] = [records[left] as SourceRecordDraft, records[right] as SourceRecordDraft];
      if (known(left, right) || one.own || other.own || one.party !== other.party) return false;
      return !vetoOfRecords([one], [other]);
    },
  });
}
