import { KenningError } from '../../../core/errors.js';
import { walksOf } from '../../engine/block/candidates.js';
import type { Table } from '../../engine/columns/column.js';
import { reordered } from '../../engine/columns/content-order.js';
import { inThisThread, type Steps } from '../../engine/threads/steps.js';
import { splinkDocument } from '../splink-document.js';
import { foundPairs } from './found-pairs.js';
import { PairRows } from './pair-rows.js';
import { type Order, rowsInOrder } from './rows-in-order.js';
import { splinkBlocking } from './splink-blocking.js';
import type { TestPlan } from './test-plan.js';
import { TestPlans } from './test-plans.js';
import { weightPlan } from './weight-plan.js';

/** The pairs that a model finds, by their places in the table: Splink's left one first. */
export interface SplinkPairs {
  left: Uint32Array;
  right: Uint32Array;
  /** In bits, the prior included. */
  weight: Float64Array;
  size: number;
  /** How many pairs shared what the blocking rules ask for, each once. */
  compared: number;
}

export interface SplinkPairsOptions {
  /** The least weight, in bits. */
  least: number;
  /** How Splink sorted the ids; it matters to conditions that are not the same from both sides only. Defaults to `bytes`. */
  ids?: Order;
}

/**
 * Finds the pairs of a table that a model saved by Splink gives at least a weight, as Splink's own prediction does: those
 * that its blocking rules make, each once, the record with the smaller id on the left; across sources where it only links.
 *
 * @param table the ids and every column that the model reads, as texts
 * @throws `unsupported` for rules and functions that are not known, by name
 */
export function splinkPairs(document: unknown, table: Table, options: SplinkPairsOptions): SplinkPairs {
  return inThisThread(splinkPairSteps(document, table, options));
}

/** As {@link splinkPairs}, step by step, so that threads may do what falls into parts. */
export function* splinkPairSteps(
  document: unknown,
  table: Table,
  { least, ids = 'bytes' }: SplinkPairsOptions,
): Steps<SplinkPairs> {
  const { settings, comparisons, kinds, prior } = splinkDocument(document);
  const sourceName = settings.source_dataset_column_name;
  const parts = settings.link_type === 'dedupe_only' ? [] : [sourceName];
  for (const name of [...parts, settings.unique_id_column_name])
    if (!table.columns.some((column) => column.name === name))
      throw new KenningError('invalid', `This model needs a column "${name}", and the table has none.`);
  const order = rowsInOrder(table, [...parts, settings.unique_id_column_name], ids);
  const rows = new PairRows(reordered(table, order), kinds);
  const plans = new TestPlans(rows);
  const weights = weightPlan(comparisons, { prior, least }, rows, plans);
  const blocking = splinkBlocking(settings.blocking_rules_to_generate_predictions, rows, plans);
  const source: TestPlan | undefined =
    settings.link_type === 'link_only'
      ? { op: 'differs', slot: rows.cellOf({ kind: 'column', side: 'left', name: sourceName }).slot }
      : undefined;
  const wanted = source && blocking.wanted ? both(source, blocking.wanted) : (source ?? blocking.wanted);
  rows.pack();
  const { size, numbers, stride } = rows;
  const found = yield* foundPairs({ size, numbers, stride, walks: walksOf(size, blocking.rules()), wanted, weights });
  for (let pair = 0; pair < found.size; pair += 1) {
    found.left[pair] = order[found.left[pair] as number] as number;
    found.right[pair] = order[found.right[pair] as number] as number;
  }
  return found;
}

const both = (one: TestPlan, two: TestPlan): TestPlan => ({ op: 'and', one, two });
