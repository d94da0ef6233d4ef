import { components } from '../../engine/cluster/components.js';
import type { Table } from '../../engine/columns/column.js';
import type { Steps } from '../../engine/threads/steps.js';
import { type SplinkPairs, splinkPairSteps } from './splink-pairs.js';

/** Records that a model saved by Splink puts together. */
export interface SplinkClusters {
  /** The cluster of each row, called by its first row. */
  clusters: Uint32Array;
  pairs: SplinkPairs;
}

/**
 * Puts together what a model saved by Splink connects: as Splink's own clustering does, records are one as soon as a chain
 * of pairs leads from one to the other.
 *
 * @param threshold the least probability of a pair, from 0 to 1
 * @throws `invalid` and `unsupported` as `splinkPairs` does
 */
export function* splinkClusterSteps(
  document: unknown,
  table: Table,
  { threshold }: { threshold: number },
): Steps<SplinkClusters> {
  const pairs = yield* splinkPairSteps(document, table, { least: Math.log2(threshold / (1 - threshold)) });
  const clusters = Uint32Array.from({ length: table.size }, (_, row) => row);
  for (const { rows } of components(table.size, { ...pairs, weight: new Float32Array(0) }))
    for (const row of rows) clusters[row] = rows[0] as number;
  return { clusters, pairs };
}
