import { eachCandidates } from '../block/candidates.js';
import type { Rule } from '../block/rule.js';
import type { Weigh } from './scorer.js';

/** Pairs that are worth looking at, the first row of each before the second, in the order of rows. */
export interface Edges {
  left: Uint32Array;
  right: Uint32Array;
  /** In bits. */
  weight: Float32Array;
  size: number;
}

export interface WeighedEdges extends Edges {
  /** How many candidate pairs there were. */
  pairs: number;
  /** How many of them were weighed; all others were proven to be below the weight. */
  weighed: number;
}

/** Weighs the candidate pairs of some rows and keeps those above a weight. */
export function edgesOf(
  size: number,
  rules: readonly Rule[],
  weigh: Weigh,
  { from, to, least }: { from: number; to: number; least: number },
): WeighedEdges {
  const edges = {
    left: new Uint32Array(1024),
    right: new Uint32Array(1024),
    weight: new Float32Array(1024),
    size: 0,
    pairs: 0,
    weighed: 0,
  };
  let weights = new Float32Array(1 << 8);
  eachCandidates(size, rules, from, to, (left, rights, count) => {
    edges.pairs += count;
    if (count > weights.length) weights = new Float32Array(2 * count);
    edges.weighed += weigh(left, rights, count, weights);
    for (let at = 0; at < count; at += 1) {
      const right = rights[at] as number;
      const weight = weights[at] as number;
      if (weight < least) continue;
      if (edges.size === edges.left.length) grow(edges);
      edges.left[edges.size] = left;
      edges.right[edges.size] = right;
      edges.weight[edges.size] = weight;
      edges.size += 1;
    }
  });
  return edges;
}

/** Adds pairs that are looked at whatever they weigh. */
export function withPairs(edges: Edges, pairs: Iterable<readonly [left: number, right: number]>): void {
  for (const [one, other] of pairs) {
    if (edges.size === edges.left.length) grow(edges);
    edges.left[edges.size] = Math.min(one, other);
    edges.right[edges.size] = Math.max(one, other);
    edges.weight[edges.size] = Number.POSITIVE_INFINITY;
    edges.size += 1;
  }
}

function grow(edges: Edges): void {
  const { left, right, weight, size } = edges;
  edges.left = new Uint32Array(2 * size);
  edges.right = new Uint32Array(2 * size);
  edges.weight = new Float32Array(2 * size);
  edges.left.set(left);
  edges.right.set(right);
  edges.weight.set(weight);
}
