import { clustersOf, type Forbids } from '../engine/cluster/clusters.js';
import { fitting } from '../engine/cluster/fit.js';
import { Merges } from '../engine/cluster/merges.js';
import { expectedOf } from '../engine/cluster/promise.js';
import type { Edges } from '../engine/score/edges.js';
import { type Evaluation, evaluateClusters } from '../evaluate.js';
import type { Workbench } from './workbench.js';

/** What comes of a threshold. */
export interface Threshold {
  /** In bits. */
  cut: number;
  /** How many pairs the clusters imply. */
  pairs: number;
  clusters: number;
  /** The share of them that is expected to be right. */
  expectedPrecision: number;
  /** Where the truth is known. */
  measured?: Evaluation;
}

const [lowest, highest] = [-3, 20];
/** Of more records every third bit has to do. */
const many = 20_000;

/** Clusters anew at one threshold after another. */
export function overThresholds(
  { size, model, compare, frozen }: Workbench,
  edges: Edges,
  { truth, forbids }: { truth?: readonly (string | number)[]; forbids: Forbids },
): Threshold[] {
  const fits = fitting(model, compare);
  const step = size > many ? 3 : 1;
  return Array.from({ length: Math.floor((highest - lowest) / step) + 1 }, (_, place): Threshold => {
    const cut = lowest + place * step;
    const merges = new Merges();
    const clusters = Array.from(clustersOf(size, edges, fits, { cut, merges, forbids, bounded: frozen }));
    const { precision, pairs } = expectedOf(merges, size, cut);
    return {
      cut,
      pairs,
      clusters: size - merges.size,
      expectedPrecision: precision,
      ...(truth && { measured: evaluateClusters(clusters, truth) }),
    };
  });
}
