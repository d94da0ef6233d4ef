import { type AnsweredPair, type AnsweredPairs, answeredPairs } from './answered-pairs.js';
import type { Relation } from './engine/cluster/relations.js';
import type { Table } from './engine/columns/column.js';
import { reordered } from './engine/columns/content-order.js';
import { words32 } from './engine/columns/memory.js';
import { clusteringSteps } from './engine/engine.js';
import type { Steps } from './engine/threads/steps.js';
import { documentOf, type ModelDocument } from './engine/train/model-document.js';
import { type SettledAnswers, settledAnswers } from './settled-answers.js';

/** Rows to be deduplicated, by column. */
export interface IdentifiedTable {
  table: Table;
  /** What each row is called. */
  ids: readonly string[];
  /** Whether two clusters can not be one, whatever their values tell. */
  areApart: (left: readonly number[], right: readonly number[]) => boolean;
}

export interface TableOptions {
  linkAt: number;
  precision: number | undefined;
  relations?: boolean;
  answers: Iterable<AnsweredPair>;
  answersAlone?: boolean | undefined;
  model: ModelDocument | undefined;
}

/** How pairs that are worth comparing were found. */
export interface Blocking {
  /** How many pairs there were, each once. */
  pairs: number;
  /** The share of pairs of one person that is among them, as estimated without truth. */
  recall: number;
  /** By which keys, how many pairs each makes, and how many it leaves to others since too many records share a key. */
  rules: { keys: readonly string[]; pairs: number; left: number }[];
}

export interface TableDeduplication {
  /** The cluster of each row, by the number of one of its rows. */
  clusters: Uint32Array;
  expectedPrecision: number;
  linkAt: number;
  answers: Pick<AnsweredPairs, 'contradicting' | 'elsewhere'> & Pick<SettledAnswers, 'disputed'>;
  model: ModelDocument;
  blocking: Blocking;
  households: Relation[];
}

const mostLikely = 1 - 2 ** -40;

/** Finds which rows of a table are one, step by step. */
export function* dedupeTableSteps(
  { table, ids, areApart }: IdentifiedTable,
  { linkAt, precision, relations = false, answers, answersAlone = false, model }: TableOptions,
): Steps<TableDeduplication> {
  // Rows that a frozen model can not tell apart stand in the order of their ids, as in an index.
  const order = model?.frozen ? orderOfIds(ids) : undefined;
  const given = (row: number): number => (order ? (order[row] as number) : row);
  const { answers: settled, disputed } = settledAnswers(answers);
  const said = answeredPairs(order ? Array.from(order, (row) => ids[row] as string) : ids, settled);
  const found = yield* clusteringSteps(order ? reordered(table, order) : table, {
    ...(precision === undefined ? { cut: Math.log2(linkAt / (1 - Math.min(linkAt, mostLikely))) } : { precision }),
    model,
    relations,
    together: said.together,
    labels: said.labels,
    labelsAlone: answersAlone,
    forbids: (left, right) => said.forbids(left, right) || areApart(left.map(given), right.map(given)),
  });
  const clusters = new Uint32Array(table.size);
  for (const [row, cluster] of found.clusters.entries()) clusters[given(row)] = given(cluster);
  return {
    clusters,
    households: found.households.map(({ left, right, probability }) => ({
      left: given(left),
      right: given(right),
      probability,
    })),
    expectedPrecision: found.expected.precision,
    blocking: {
      pairs: found.pairs,
      recall: found.blockingRecall,
      rules: found.rules.map(({ keys, pairs, left }) => ({ keys, pairs, left })),
    },
    linkAt: 1 / (1 + 2 ** -found.cut),
    answers: { contradicting: said.contradicting, elsewhere: said.elsewhere, disputed },
    model: model?.frozen ? model : documentOf(found.model, table.size),
  };
}

function orderOfIds(ids: readonly string[]): Uint32Array {
  const order = words32(ids.length) as Uint32Array;
  for (let row = 0; row < order.length; row += 1) order[row] = row;
  return order.sort((one, other) => {
    const [ours, theirs] = [ids[one] as string, ids[other] as string];
    return ours < theirs ? -1 : ours > theirs ? 1 : one - other;
  });
}
