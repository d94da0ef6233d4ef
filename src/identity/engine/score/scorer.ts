import { addUp, classCount, logsOf, weightOf } from '../train/logs.js';
import type { Model } from '../train/model.js';
import { patterns } from '../train/patterns.js';
import type { CompareAll } from './levels.js';

/** log2 of the odds that two rows are one, against strangers, people of one household and namesakes together. */
export type Weigh = (left: number, right: number) => number;

/** Weighs pairs by a model; each way in which a pair can come out is worked out once. */
export function weigher(model: Model, compare: CompareAll): Weigh {
  const width = model.fields.length;
  const levels = new Uint8Array(width);
  const known = patterns(width);
  const logs = logsOf(model);
  const sums = new Float64Array(classCount);
  let weights = new Float32Array(1 << 12);
  let worked = 0;
  return (left, right) => {
    compare(left, right, levels);
    const pattern = known.of(levels);
    if (pattern === worked) {
      if (worked === weights.length) {
        const more = new Float32Array(2 * worked);
        more.set(weights);
        weights = more;
      }
      addUp(logs, levels, 0, sums);
      weights[pattern] = weightOf(sums);
      worked += 1;
    }
    return weights[pattern] as number;
  };
}
