import { addUp, classCount, logsOf, weightOf } from '../train/logs.js';
import type { Model } from '../train/model.js';
import { patterns } from '../train/patterns.js';
import { boundsOf } from './bounds.js';
import type { CompareAll, CompareAtGlance } from './levels.js';

/**
 * Writes log2 of the odds that a row is one with each of others, against strangers, households and namesakes; minus
 * infinity where that is proven to be below the least that is asked for.
 *
 * @returns how many were weighed.
 */
export type Weigh = (left: number, rights: Uint32Array, count: number, weights: Float32Array) => number;

/** Weighs pairs by a model; each way in which a pair can come out is worked out once. */
export function weigher(model: Model, compare: CompareAll): Weigh {
  const { width } = compare;
  const worthOf = worths(model);
  let levels = new Uint8Array(width << 8);
  return (left, rights, count, weights) => {
    if (count * width > levels.length) levels = new Uint8Array(2 * count * width);
    compare.many(left, rights, count, levels);
    for (let at = 0; at < count; at += 1) weights[at] = worthOf(levels, at * width);
    return count;
  };
}

/**
 * Weighs as {@link weigher}, and gives pairs up that cannot weigh as much as is asked for: by what is sure at a glance, then
 * again after each comparison.
 *
 * @param least in bits.
 */
export function quickWeigher(model: Model, compare: CompareAtGlance, least: number): Weigh {
  const { width, parts } = compare;
  const worthOf = worths(model);
  const { canReach } = boundsOf(model, least);
  let levels = new Uint8Array(width << 8);
  const settled = (left: number, right: number, at: number): boolean => {
    if (!canReach(levels, at)) return false;
    for (const { from, settle } of parts)
      if (settle(left, right, levels, at + from) && !canReach(levels, at)) return false;
    return true;
  };
  return (left, rights, count, weights) => {
    if (count * width > levels.length) levels = new Uint8Array(2 * count * width);
    compare.glance(left, rights, count, levels);
    let weighed = 0;
    for (let at = 0; at < count; at += 1) {
      const reaches = settled(left, rights[at] as number, at * width);
      weights[at] = reaches ? worthOf(levels, at * width) : Number.NEGATIVE_INFINITY;
      weighed += Number(reaches);
    }
    return weighed;
  };
}

/** What levels are worth, in bits. */
function worths(model: Model): (levels: Uint8Array, at: number) => number {
  const known = patterns(model.fields.length);
  const logs = logsOf(model);
  const sums = new Float64Array(classCount);
  let worth = new Float32Array(1 << 12);
  let worked = 0;
  return (levels, at) => {
    const pattern = known.of(levels, at);
    if (pattern === worked) {
      if (worked === worth.length) {
        const more = new Float32Array(2 * worked);
        more.set(worth);
        worth = more;
      }
      addUp(logs, levels, at, sums);
      worth[pattern] = weightOf(sums);
      worked += 1;
    }
    return worth[pattern] as number;
  };
}
