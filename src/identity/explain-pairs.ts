import { KenningError } from '../core/errors.js';
import type { SourceRecordDraft } from '../core/model/source-record.js';
import { type Waterfall, waterfall } from './engine/score/waterfall.js';
import { type WouldDecide, wouldDecide } from './engine/score/would-decide.js';
import type { ModelDocument } from './engine/train/model-document.js';
import { workbench } from './report/workbench.js';

/** Why two records are one, or are two, by themselves. */
export interface PairExplanation extends Waterfall {
  /** Whether the weight reaches the threshold. What other records of their clusters say is not in it. */
  one: boolean;
  /** What is missing, and how it would have to come out for the pair to be decided otherwise. */
  wouldDecide: WouldDecide[];
}

/**
 * Explains pairs of records by a model: what each field tells, why they are apart as well as why they are one, and what would
 * have to be known to decide otherwise.
 *
 * @param pairs places in `records`
 * @param options.linkAt the probability from which two are one. Defaults to 0.5.
 * @throws KenningError `invalid` for a model of another version, a place that no record has, or a `linkAt` that is no probability
 * @example
 * const [why] = explainPairs(records, model, [[0, 1]]);
 * why.fields; // [{ field: 'family', level: 'exact, 1 in 64', bits: 6.1 }, …]
 */
export function explainPairs(
  records: readonly SourceRecordDraft[],
  model: ModelDocument,
  pairs: Iterable<readonly [left: number, right: number]>,
  { linkAt = 0.5 }: { linkAt?: number } = {},
): PairExplanation[] {
  if (!(linkAt > 0 && linkAt < 1)) throw new KenningError('invalid', 'linkAt must be between 0 and 1.');
  const cut = Math.log2(linkAt / (1 - linkAt));
  const { model: learned, compare } = workbench(records, model);
  const levels = new Uint8Array(compare.width);
  return Array.from(pairs, ([left, right]) => {
    for (const place of [left, right])
      if (!records[place]) throw new KenningError('invalid', `There is no record at ${place}.`);
    compare.pair(left, right, levels);
    const found = waterfall(learned, levels);
    return { ...found, one: found.weight >= cut, wouldDecide: wouldDecide(learned, levels, cut) };
  });
}
