import type { SourceRecordDraft } from '../core/model/source-record.js';
import { tableOfRecords } from './engine/columns/table-of-records.js';
import { frozenCensus } from './engine/frozen/frozen-census.js';
import { prepare } from './engine/prepare/prepare.js';
import { compareAll } from './engine/score/levels.js';
import { weigher } from './engine/score/scorer.js';
import { type ModelDocument, modelOf } from './engine/train/model-document.js';

/**
 * Weighs pairs of records by a model: log2 of the odds that the two are one.
 *
 * @param pairs places in `records`
 * @returns one weight a pair, in their order
 * @throws KenningError `invalid` for a model of another version
 * @example
 * const [weight] = scorePairs(records, model, [[0, 1]]);
 */
export function scorePairs(
  records: readonly SourceRecordDraft[],
  model: ModelDocument,
  pairs: Iterable<readonly [left: number, right: number]>,
): number[] {
  const census = model.frozen && frozenCensus(model.frozen);
  const prepared = prepare(tableOfRecords(records, undefined), census);
  const fields = prepared.flatMap((one) => one.fields);
  const weigh = weigher(modelOf(model, fields, model.frozen?.records ?? records.length), compareAll(prepared));
  const [right, weight] = [new Uint32Array(1), new Float32Array(1)];
  return Array.from(pairs, ([left, other]) => {
    right[0] = other;
    weigh(left, right, 1, weight);
    return weight[0] as number;
  });
}
