import { type Words, words32 } from '../columns/memory.js';
import type { Merges } from './merges.js';
import { strengthOf } from './strength.js';

/** The cuts among which one is looked for, in bits. Below the first hardly a pair was a candidate. */
const lowest = -3;
const highest = 20;
const steps = 24;

/** What is expected of clusters without knowing the truth. */
export interface Expected {
  /** The share of the pairs that clusters imply which are right. */
  precision: number;
  pairs: number;
}

/**
 * What is expected of all pairs that merges above a cut imply: each is as likely right as what its clusters told together.
 * Pairs of the same clusters are no independent witnesses, and no single one either: `n` of them count as the fourth root of
 * `n`, as they did on files of very different kinds.
 */
export function expectedOf(merges: Merges, size: number, cut: number): Expected {
  const parents: Words = words32(size);
  const counts = words32(size);
  for (let row = 0; row < size; row += 1) {
    parents[row] = row;
    counts[row] = 1;
  }
  let [pairs, right] = [0, 0];
  for (let at = 0; at < merges.size; at += 1) {
    const [a, b] = [rootOf(parents, merges.left[at] as number), rootOf(parents, merges.right[at] as number)];
    if (a === b) continue;
    const implied = (counts[a] as number) * (counts[b] as number);
    const weight = merges.weight[at] as number;
    if (strengthOf(weight, implied) <= cut) continue;
    pairs += implied;
    right += implied / (1 + 2 ** (-weight * implied ** 0.25));
    parents[b] = a;
    counts[a] = (counts[a] as number) + (counts[b] as number);
  }
  return { precision: pairs === 0 ? 1 : right / pairs, pairs };
}

/** The lowest cut at which a precision is expected; the highest there is where none promises it. */
export function cutFor(merges: Merges, size: number, precision: number): number {
  let [below, above] = [lowest, highest];
  if (expectedOf(merges, size, below).precision >= precision) return below;
  for (let step = 0; step < steps; step += 1) {
    const middle = (below + above) / 2;
    if (expectedOf(merges, size, middle).precision >= precision) above = middle;
    else below = middle;
  }
  return above;
}

export const lowestCut = lowest;

function rootOf(parents: Words, row: number): number {
  let root = row;
  while (parents[root] !== root) root = parents[root] as number;
  let at = row;
  while (parents[at] !== root) {
    const next = parents[at] as number;
    parents[at] = root;
    at = next;
  }
  return root;
}
