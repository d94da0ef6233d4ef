import type { SourceRecordDraft } from '../../core/model/source-record.js';
import { areApart, type Deduplication, deduplication } from '../dedupe.js';
import type { Edges } from '../engine/score/edges.js';
import { type Evaluation, evaluateClusters } from '../evaluate.js';
import { type BlockingCost, type Histogram, weighCandidates } from './candidate-weights.js';
import { type DrawnCluster, drawnClusters } from './drawn-clusters.js';
import { type LevelWeight, levelWeights, type ShownPairs, shownPairs } from './shown-pairs.js';
import { shownRecords } from './shown-records.js';
import { overThresholds, type Threshold } from './thresholds.js';
import { workbench } from './workbench.js';

/** What pictures of a deduplication are drawn from. Rows are places among the records. */
export interface IdentityReport extends Pick<Deduplication, 'linkAt' | 'expectedPrecision'> {
  records: number;
  clusters: number;
  /** How well the clusters fit the truth, where it is known. */
  evaluation?: Evaluation;
  /** What each level of each field weighs. */
  weights: LevelWeight[];
  /** All candidate pairs by what they weigh. */
  histogram: Histogram;
  blocking: BlockingCost;
  thresholds: Threshold[];
  largest: DrawnCluster[];
  /** Those that hang together least. */
  weakest: DrawnCluster[];
  /** Of some records, how each pair of them came out. */
  shown: ShownPairs;
}

/** What a report may be told. */
export interface IdentityReportOptions {
  linkAt?: number;
  precision?: number;
  model?: Deduplication['model'];
  /** The right cluster of each record. */
  truth?: readonly (string | number)[];
  /** Records that are shown in any case. */
  wanted?: readonly number[];
}

/**
 * Deduplicates records and gathers what explains the result: weights, scores, clusters, thresholds and the cost of blocking.
 * Everything is counted over all records; only the pairs that can be looked at one by one are of some.
 *
 * @throws KenningError as {@link deduplication}.
 * @example
 * const { thresholds } = identityReport(contacts, { precision: 0.99 });
 */
export function identityReport(
  records: readonly SourceRecordDraft[],
  { truth, wanted = [], ...sureness }: IdentityReportOptions,
): IdentityReport {
  const found = deduplication(records, sureness);
  const clusters = found.records.map(({ cluster }) => cluster);
  const bench = workbench(records, found.model);
  const { edges, histogram, blocking } = weighCandidates(bench, clusters, truth);
  const drawn = drawnClusters(edges, clusters);
  const rows = shownRecords(records.length, [
    wanted,
    [...drawn.largest, ...drawn.weakest].flatMap(({ rows: all }) => all),
    doubtful(edges, found.linkAt),
  ]);
  const shown = shownPairs(bench, rows, clusters);
  return {
    records: records.length,
    clusters: new Set(clusters).size,
    linkAt: found.linkAt,
    expectedPrecision: found.expectedPrecision,
    ...(truth && { evaluation: evaluateClusters(clusters, truth) }),
    weights: levelWeights(bench, edges, shown),
    histogram,
    blocking,
    thresholds: overThresholds(bench, edges, {
      ...(truth && { truth }),
      forbids: (left, right) => areApart(left, right, (row) => records[row] as SourceRecordDraft),
    }),
    ...drawn,
    shown,
  };
}

const mostDoubtful = 40;

/** The rows of the pairs that are nearest to the threshold, the nearest first. */
function doubtful(edges: Edges, linkAt: number): number[] {
  const cut = Math.log2(linkAt / (1 - linkAt));
  const distance = (edge: number): number => Math.abs((edges.weight[edge] as number) - cut);
  const order = Uint32Array.from({ length: edges.size }, (_, edge) => edge).sort(
    (a, b) => distance(a) - distance(b) || a - b,
  );
  return Array.from(order.subarray(0, mostDoubtful)).flatMap((edge) => [
    edges.left[edge] as number,
    edges.right[edge] as number,
  ]);
}
