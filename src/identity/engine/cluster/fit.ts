import type { CompareAll } from '../score/levels.js';
import { classCount, logsOf, weightOf } from '../train/logs.js';
import type { Model } from '../train/model.js';

/** How two clusters fit: of each field, how their pairs came out on average and at best. */
export interface Fit {
  /** By field and class, the sum of logarithms over the pairs of which both rows have a value. */
  sums: Float64Array;
  /** By field, how many such pairs there are. */
  counts: Float64Array;
  /** By field, the level of the best pair; 0 where there is none. */
  best: Uint8Array;
  /** In bits. */
  weight: number;
}

/** Makes, adds and weighs fits by one model. */
export interface Fitting {
  empty(): Fit;
  /** Counts a pair of rows, as if there were so many. */
  addPair(fit: Fit, left: number, right: number, times: number): void;
  addFit(fit: Fit, other: Fit): void;
  weigh(fit: Fit): void;
}

/**
 * What the best pair counts for in a field, against the average of all: a typing error in one record of a person is no
 * evidence against its others, and a field that a single pair agrees on is not yet settled.
 */
const bestShare = 0.2;
const strangers = classCount - 1;

export function fitting(model: Model, compare: CompareAll): Fitting {
  const logs = logsOf(model);
  const width = model.fields.length;
  const levels = new Uint8Array(width);
  const log = (kind: number, field: number, level: number): number =>
    ((logs.fields[kind] as Float64Array[])[field] as Float64Array)[level] as number;
  /** How much a level speaks for one person. */
  const bits = model.fields.map(({ levels: all }, field) =>
    Float64Array.from(all, (_, level) => log(0, field, level) - log(strangers, field, level)),
  );
  const offer = (fit: Fit, field: number, level: number): void => {
    const best = fit.best[field] as number;
    const worth = bits[field] as Float64Array;
    if (best === 0 || (worth[level] as number) > (worth[best] as number)) fit.best[field] = level;
  };
  const add = (to: Float64Array, at: number, amount: number): void => {
    to[at] = (to[at] as number) + amount;
  };
  const sums = new Float64Array(classCount);
  return {
    empty: () => ({
      sums: new Float64Array(width * classCount),
      counts: new Float64Array(width),
      best: new Uint8Array(width),
      weight: 0,
    }),
    addPair(fit, left, right, times) {
      compare.pair(left, right, levels);
      for (let field = 0; field < width; field += 1) {
        const level = levels[field] as number;
        if (level === 0) continue;
        add(fit.counts, field, times);
        for (let kind = 0; kind < classCount; kind += 1)
          add(fit.sums, field * classCount + kind, times * log(kind, field, level));
        offer(fit, field, level);
      }
    },
    addFit(fit, other) {
      for (let at = 0; at < fit.sums.length; at += 1) add(fit.sums, at, other.sums[at] as number);
      for (let field = 0; field < width; field += 1) {
        add(fit.counts, field, other.counts[field] as number);
        if (other.best[field] !== 0) offer(fit, field, other.best[field] as number);
      }
    },
    weigh(fit) {
      sums.set(logs.shares);
      for (let field = 0; field < width; field += 1) {
        const count = fit.counts[field] as number;
        if (count === 0) continue;
        const best = fit.best[field] as number;
        for (let kind = 0; kind < classCount; kind += 1) {
          const average = (fit.sums[field * classCount + kind] as number) / count;
          add(sums, kind, (1 - bestShare) * average + bestShare * log(kind, field, best));
        }
      }
      fit.weight = weightOf(sums);
    },
  };
}
