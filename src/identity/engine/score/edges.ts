import { type Candidates, candidateFinder, type Walk, walksOf } from '../block/candidates.js';
import type { Rule } from '../block/rule.js';
import type { PreparedColumns } from '../prepare/prepare.js';
import { inParts, type Range, ranges, type Steps, type Task } from '../threads/steps.js';
import type { Model } from '../train/model.js';
import { compareAll } from './levels.js';
import { quickWeigher, type Weigh } from './scorer.js';

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

/** All that weighing pairs needs, as plain data. */
interface Weighing {
  size: number;
  walks: readonly Walk[];
  prepared: readonly PreparedColumns[];
  model: Model;
  least: number;
}

/** Weighs the candidate pairs of rows; those that are proven to be below the weight are given up early. */
export const weighPairs: Task<Weighing, Range, WeighedEdges> = {
  name: 'weigh-pairs',
  begin({ size, walks, prepared, model, least }) {
    const weigh = quickWeigher(model, compareAll(prepared), least);
    const edgesOfRange = edgesAbove(candidateFinder(size, walks), weigh, least);
    return (range) => compact(edgesOfRange(range));
  },
};

/** Weighs all candidate pairs of a table and keeps those above a weight. */
export function* weighedPairs(weighing: Weighing): Steps<WeighedEdges> {
  return together(yield* inParts(weighPairs, weighing, ranges(weighing.size)));
}

/** Weighs the candidate pairs of some rows and keeps those above a weight. */
export function edgesOf(
  size: number,
  rules: readonly Rule[],
  weigh: Weigh,
  { from, to, least }: { from: number; to: number; least: number },
): WeighedEdges {
  return edgesAbove(candidateFinder(size, walksOf(size, rules)), weigh, least)({ from, to });
}

function edgesAbove(
  candidatesOf: (row: number) => Candidates,
  weigh: Weigh,
  least: number,
): (range: Range) => WeighedEdges {
  let weights = new Float32Array(1 << 8);
  return ({ from, to }) => {
    const edges = withRoom(1024);
    for (let left = from; left < to; left += 1) {
      const { rights, count } = candidatesOf(left);
      if (count === 0) continue;
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
    }
    return edges;
  };
}

const withRoom = (length: number): WeighedEdges => ({
  left: new Uint32Array(length),
  right: new Uint32Array(length),
  weight: new Float32Array(length),
  size: 0,
  pairs: 0,
  weighed: 0,
});

function compact(edges: WeighedEdges): WeighedEdges {
  const { left, right, weight, size } = edges;
  return { ...edges, left: left.slice(0, size), right: right.slice(0, size), weight: weight.slice(0, size) };
}

/** The edges of ranges of rows, one behind the other. */
function together(parts: readonly WeighedEdges[]): WeighedEdges {
  if (parts.length === 1) return parts[0] as WeighedEdges;
  const all = withRoom(parts.reduce((sum, { size }) => sum + size, 0));
  for (const { left, right, weight, size, pairs, weighed } of parts) {
    all.left.set(left, all.size);
    all.right.set(right, all.size);
    all.weight.set(weight, all.size);
    all.size += size;
    all.pairs += pairs;
    all.weighed += weighed;
  }
  return all;
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
  const length = Math.max(1024, 2 * size);
  edges.left = new Uint32Array(length);
  edges.right = new Uint32Array(length);
  edges.weight = new Float32Array(length);
  edges.left.set(left);
  edges.right.set(right);
  edges.weight.set(weight);
}
