import { blockingRules, usualLimits } from '../block/rules.js';
import type { Table } from '../columns/column.js';
import { contentOrder, reordered } from '../columns/content-order.js';
import { prepare } from '../prepare/prepare.js';
import { compareAll } from '../score/levels.js';
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
  const rules = blockingRules(
    prepared.map(({ keys }) => keys),
    size,
    limits,
  );
  const fields = prepared.flatMap((one) => one.fields);
  const model = known ? modelOf(known, fields, size) : learn(fields, draw(size, rules, compareAll(prepared)));
  const frozen = { records: size, ...kept, rules: rules.map(({ keys }) => [...keys]), block: limits.block };
  return { ...documentOf(model, size), frozen };
}
