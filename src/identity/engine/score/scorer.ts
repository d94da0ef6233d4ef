import { addUp, classCount, logsOf, weightOf } from '../train/logs.js';
import type { Model } from '../train/model.js';
import { patterns } from '../train/patterns.js';
import type { CompareAll } from './levels.js';

/** Writes log2 of the odds that a row is one with each of others, against strangers, households and namesakes. */
export type Weigh = (left: number, rights: Uint32Array, count: number, weights: Float32Array) => void;

/** Weighs pairs by a model; each way in which a pair can come out is worked out once. */
export function weigher(model: Model, compare: CompareAll): Weigh {
  const { width } = compare;
  const known = patterns(width);
  const logs = logsOf(model);
  const sums = new Float64Array(classCount);
  let levels = new Uint8Array(width << 8);
  let worth = new Float32Array(1 << 12);
  let worked = 0;
  return (left, rights, count, weights) => {
    if (count * width > levels.length) levels = new Uint8Array(2 * count * width);
    compare.many(left, rights, count, levels);
    for (let at = 0; at < count; at += 1) {
      const pattern = known.of(levels, at * width);
      if (pattern === worked) {
        if (worked === worth.length) {
          const more = new Float32Array(2 * worked);
          more.set(worth);
          worth = more;
        }
        addUp(logs, levels, at * width, sums);
        worth[pattern] = weightOf(sums);
        worked += 1;
      }
      weights[at] = worth[pattern] as number;
    }
  };
}
