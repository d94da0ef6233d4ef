import { walksOf } from '../block/candidates.js';
import { blockingRules, usualLimits } from '../block/rules.js';
import type { Table } from '../columns/column.js';
import { contentOrder, reordered } from '../columns/content-order.js';
import { prepare } from '../prepare/prepare.js';
import { inThisThread } from '../threads/steps.js';
import { draw } from '../train/draw.js';
import { learn } from '../train/learn.js';
import { documentOf, type FrozenModel, type ModelDocument, modelOf } from '../train/model-document.js';
import { keptCensus } from './kept-census.js';

/** Freezes a model on the rows of a table: one that was learned before, or the one that they teach. */
export function freeze(given: Table, known?: ModelDocument): FrozenModel {
  const { size } = given;
  const { census, kept } = keptCensus();
  const prepared = prepare(reordered(given, contentOrder(given)), census);
  const limits = usualLimits(size);
  const keys = prepared.map((one) => one.keys);
  const rules = blockingRules(keys, size, limits);
  const fields = prepared.flatMap((one) => one.fields);
  const lots = Uint32Array.from({ length: size }, (_, row) => row);
  const model = known
    ? modelOf(known, fields, size)
    : learn(fields, inThisThread(draw({ size, rules, walks: walksOf(size, rules), prepared, lots })));
  // A key that may stand alone is worth looking under, even if no two of these records share it.
  const alone = keys.flat().filter((key) => key.alone);
  const together = rules.filter((rule) => rule.keys.length > 1);
  const frozen = {
    records: size,
    ...kept,
    rules: [...alone.map(({ name }) => [name]), ...together.map((rule) => [...rule.keys])],
    block: limits.block,
  };
  return { ...documentOf(model, size), frozen };
}
