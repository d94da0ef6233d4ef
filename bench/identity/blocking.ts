import { eachCandidates } from '../../src/identity/engine/block/candidates.js';
import type { Table } from '../../src/identity/engine/columns/column.js';
import { contentOrder, nearEachOther } from '../../src/identity/engine/columns/content-order.js';
import type { Clustering } from '../../src/identity/engine/engine.js';
import { type Figure, rounded } from '../figure.js';

/** How many of the pairs of one person share a key at all, by the truth, and how near to it is what is estimated without. */
export function measureBlocking(
  name: string,
  table: Table,
  { rules, blockingRecall }: Pick<Clustering, 'rules' | 'blockingRecall'>,
  truth: readonly string[],
): Figure[] {
  const recall = candidatesOfOne(table, rules, truth) / pairsOfOne(truth);
  return [
    { what: `${name}, recall of blocking`, value: rounded(recall, 4), unit: '' },
    { what: `${name}, recall of blocking as estimated`, value: rounded(blockingRecall, 4), unit: '' },
    {
      what: `${name}, recall of blocking, estimated less true`,
      value: rounded(Math.abs(blockingRecall - recall), 4),
      unit: '',
      aim: { atMost: 0.03 },
    },
  ];
}

/** Counts candidates that are one person. Rules know rows by their places in the order in which the engine compares them. */
function candidatesOfOne(table: Table, rules: Clustering['rules'], truth: readonly string[]): number {
  const order = nearEachOther(table, contentOrder(table));
  const entities = Array.from(order, (row) => truth[row]);
  let found = 0;
  eachCandidates(table.size, rules, 0, table.size, (left, rights, count) => {
    for (let at = 0; at < count; at += 1) if (entities[rights[at] as number] === entities[left]) found += 1;
  });
  return found;
}

function pairsOfOne(truth: readonly string[]): number {
  let pairs = 0;
  for (const { length } of Map.groupBy(truth, (entity) => entity).values()) pairs += (length * (length - 1)) / 2;
  return pairs;
}
