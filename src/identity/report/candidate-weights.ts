import { leastWeight } from '../engine/engine.js';
import { type Edges, edgesOf } from '../engine/score/edges.js';
import { type Weigh, weigher } from '../engine/score/scorer.js';
import type { Workbench } from './workbench.js';

/** Pairs by what they weigh, in steps of the same width; what lies outside is in the first and the last. */
export interface Histogram {
  /** Where the first step begins, in bits. */
  from: number;
  /** How wide a step is, in bits. */
  step: number;
  /** How many pairs were put together, by step. */
  together: number[];
  /** How many were kept apart. */
  apart: number[];
}

/** What finding candidate pairs cost. */
export interface BlockingCost {
  rules: {
    keys: readonly string[];
    /** How many pairs it makes, also those that other rules make. */
    pairs: number;
    /** How many it leaves to other rules, since too many records share its key. */
    left: number;
  }[];
  /** How many different pairs all rules make. */
  pairs: number;
  /** How many pairs there are at all. */
  all: number;
  /** The share of the right pairs that are among the candidates, where the truth is known. */
  found?: number;
}

const from = -40;
const step = 2;
const steps = 40;

/** Weighs every candidate pair, also those that deduplicating proves to be too light to look at. */
export function weighCandidates(
  { size, rules, model, compare }: Workbench,
  clusters: readonly number[],
  truth?: readonly (string | number)[],
): { edges: Edges; histogram: Histogram; blocking: BlockingCost } {
  const weigh = weigher(model, compare);
  const together: number[] = new Array(steps).fill(0);
  const apart: number[] = new Array(steps).fill(0);
  let right = 0;
  const counted: Weigh = (left, rights, count, weights) => {
    const weighed = weigh(left, rights, count, weights);
    for (let at = 0; at < count; at += 1) {
      const other = rights[at] as number;
      const place = Math.floor(((weights[at] as number) - from) / step);
      const counts = clusters[left] === clusters[other] ? together : apart;
      const bin = Math.min(steps - 1, Math.max(0, place));
      counts[bin] = (counts[bin] as number) + 1;
      if (truth && truth[left] === truth[other]) right += 1;
    }
    return weighed;
  };
  const edges = edgesOf(size, rules, counted, { from: 0, to: size, least: leastWeight });
  return {
    edges,
    histogram: { from, step, together, apart },
    blocking: {
      rules: rules.map(({ keys, pairs, left }) => ({ keys, pairs, left })),
      pairs: edges.pairs,
      all: (size * (size - 1)) / 2,
      ...(truth && { found: shareOf(right, pairsWithin(truth)) }),
    },
  };
}

const shareOf = (part: number, all: number): number => (all === 0 ? 1 : part / all);

function pairsWithin(truth: readonly (string | number)[]): number {
  const sizes = new Map<string | number, number>();
  let pairs = 0;
  for (const cluster of truth) {
    const before = sizes.get(cluster) ?? 0;
    pairs += before;
    sizes.set(cluster, before + 1);
  }
  return pairs;
}
