import { KenningError } from '../../../core/errors.js';
import type { Table } from '../../engine/columns/column.js';
import { reordered } from '../../engine/columns/content-order.js';
import { edgesOf } from '../../engine/score/edges.js';
import type { Weigh } from '../../engine/score/scorer.js';
import { splinkDocument } from '../splink-document.js';
import { PairRows } from './pair-rows.js';
import { PairTests } from './pair-test.js';
import { type Order, rowsInOrder } from './rows-in-order.js';
import { splinkBlocking } from './splink-blocking.js';
import { mostBits, splinkWeigher } from './splink-weigher.js';

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

/**
 * Finds the pairs of a table that a model saved by Splink gives at least a weight, as Splink's own prediction does: those
 * that its blocking rules make, each once, the record with the smaller id on the left; across sources where it only links.
 *
 * @param table the ids and every column that the model reads, as texts
 * @param ids how Splink sorted them; it matters to conditions that are not the same from both sides only
 * @throws `unsupported` for rules and functions that are not known, by name
 */
export function splinkPairs(
  document: unknown,
  table: Table,
  { least, ids = 'bytes' }: { least: number; ids?: Order },
): SplinkPairs {
  const { settings, comparisons, kinds, prior } = splinkDocument(document);
  const sourceName = settings.source_dataset_column_name;
  const parts = settings.link_type === 'dedupe_only' ? [] : [sourceName];
  for (const name of [...parts, settings.unique_id_column_name])
    if (!table.columns.some((column) => column.name === name))
      throw new KenningError('invalid', `This model needs a column "${name}", and the table has none.`);
  const order = rowsInOrder(table, [...parts, settings.unique_id_column_name], ids);
  const rows = new PairRows(reordered(table, order), kinds);
  const made = () => {
    const tests = new PairTests(rows);
    return {
      weigher: splinkWeigher(comparisons, { prior, least }, rows, tests),
      blocking: splinkBlocking(settings.blocking_rules_to_generate_predictions, rows, tests),
    };
  };
  // What is made first tells which numbers are needed; what is made of packed rows is used.
  made();
  const sources =
    settings.link_type === 'link_only'
      ? rows.codesOf(rows.cellOf({ kind: 'column', side: 'left', name: sourceName }))
      : undefined;
  rows.pack();
  const { weigher, blocking } = made();
  const { rules, wanted } = blocking;
  const isWanted = (left: number, right: number) =>
    (!sources || sources[left] !== sources[right]) && (!wanted || wanted(left * rows.stride, right * rows.stride));
  const picky = sources || wanted ? onlyWanted(weigher.weigh, isWanted) : { weigh: weigher.weigh, left: () => 0 };
  // Weights on the way are rounded; the exact one decides.
  const almost = Math.max(least, -mostBits) - 1e-3;
  const edges = edgesOf(rows.size, rules(), picky.weigh, { from: 0, to: rows.size, least: almost });
  const found = {
    left: new Uint32Array(edges.size),
    right: new Uint32Array(edges.size),
    weight: new Float64Array(edges.size),
    size: 0,
    compared: edges.pairs - picky.left(),
  };
  for (let edge = 0; edge < edges.size; edge += 1) {
    const [left, right] = [edges.left[edge] as number, edges.right[edge] as number];
    const weight = weigher.weightOf(left, right);
    if (weight < least) continue;
    found.left[found.size] = order[left] as number;
    found.right[found.size] = order[right] as number;
    found.weight[found.size] = weight;
    found.size += 1;
  }
  return found;
}

/** Weighs the pairs that are wanted; the others get less than any. */
function onlyWanted(
  weigh: Weigh,
  isWanted: (left: number, right: number) => boolean,
): { weigh: Weigh; left: () => number } {
  let kept = new Uint32Array(1 << 8);
  let places = new Uint32Array(1 << 8);
  let weighed = new Float32Array(1 << 8);
  let passedOver = 0;
  return {
    left: () => passedOver,
    weigh(left, rights, count, weights) {
      if (count > kept.length)
        [kept, places, weighed] = [new Uint32Array(2 * count), new Uint32Array(2 * count), new Float32Array(2 * count)];
      let wanted = 0;
      for (let at = 0; at < count; at += 1) {
        weights[at] = Number.NEGATIVE_INFINITY;
        if (!isWanted(left, rights[at] as number)) continue;
        kept[wanted] = rights[at] as number;
        places[wanted] = at;
        wanted += 1;
      }
      passedOver += count - wanted;
      const all = weigh(left, kept, wanted, weighed);
      for (let at = 0; at < wanted; at += 1) weights[places[at] as number] = weighed[at] as number;
      return all;
    },
  };
}
