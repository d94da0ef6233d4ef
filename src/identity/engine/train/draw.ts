import { candidateFinder } from '../block/candidates.js';
import type { Rule } from '../block/rule.js';
import type { Words } from '../columns/memory.js';
import type { CompareAll } from '../score/levels.js';
import { patterns } from './patterns.js';
import type { Sample } from './sample.js';

/** How many pairs a model is learned from, of either sort. */
const drawn = 1_000_000;
/** How far apart the rows of random pairs stand, one after the other: primes, so that they do not fall together. */
const strides = [1, 7, 61, 383, 1_021, 3_433, 9_973, 20_011, 49_999, 99_991, 199_999, 399_989];

/**
 * Draws the pairs that a model is learned from.
 *
 * @param lots the rows in the order of a hash of their content: the first of them are as good as drawn by lot, and the
 * same in every run. Defaults to the rows as they stand.
 */
export function draw(
  size: number,
  rules: readonly Rule[],
  compare: CompareAll,
  lots: Words = Uint32Array.from({ length: size }, (_, row) => row),
): Sample {
  const { width } = compare;
  const known = patterns(width);
  const levels = new Uint8Array(width);
  let batch = new Uint8Array(width << 8);
  const random = counter();
  const candidates = counter();
  const count = (into: Counter, left: number, right: number): void => {
    compare.pair(left, right, levels);
    into.add(known.of(levels));
  };
  if ((size * (size - 1)) / 2 <= drawn) {
    for (let left = 0; left < size; left += 1)
      for (let right = left + 1; right < size; right += 1) count(random, left, right);
  } else
    for (let at = 0, left = 0; at < drawn; at += 1, left = (left + 1) % size) {
      const stride = (strides[Math.floor(at / size) % strides.length] as number) % size || 1;
      count(random, lots[left] as number, lots[(left + stride) % size] as number);
    }
  let pairs = 0;
  for (const rule of rules) pairs += rule.pairs;
  // A pair is drawn when either of its rows is among the first.
  const share = Math.min(1, drawn / Math.max(1, pairs));
  const rows = Math.ceil(size * (1 - Math.sqrt(1 - share)));
  const isDrawn = new Uint8Array(size);
  for (let at = 0; at < rows; at += 1) isDrawn[lots[at] as number] = 1;
  const candidatesOf = candidateFinder(size, rules, true);
  for (let at = 0; at < rows; at += 1) {
    const row = lots[at] as number;
    const { rights, count: found } = candidatesOf(row);
    if (found * width > batch.length) batch = new Uint8Array(2 * found * width);
    compare.many(row, rights, found, batch);
    for (let index = 0; index < found; index += 1) {
      const other = rights[index] as number;
      if (other > row || isDrawn[other] === 0) candidates.add(known.of(batch, index * width));
    }
  }
  const part = rows / Math.max(1, size);
  return {
    patterns: known,
    random: random.counts(known.size),
    candidates: candidates.counts(known.size),
    scale: 1 / (1 - (1 - part) ** 2 || 1),
    size,
  };
}

interface Counter {
  add(pattern: number): void;
  counts(size: number): Float64Array;
}

function counter(): Counter {
  let counts = new Float64Array(1 << 12);
  return {
    add(pattern) {
      if (pattern >= counts.length) {
        const more = new Float64Array(2 * pattern);
        more.set(counts);
        counts = more;
      }
      counts[pattern] = (counts[pattern] as number) + 1;
    },
    counts(size) {
      const all = new Float64Array(size);
      all.set(counts.subarray(0, size));
      return all;
    },
  };
}
