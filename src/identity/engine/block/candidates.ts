import { type Words, words32 } from '../columns/memory.js';
import type { Rule } from './rule.js';

/** The rows that share a key with a row, each once. Overwritten by the next call. */
export interface Candidates {
  rights: Uint32Array;
  count: number;
}

/** Hands over the rows that share a key with a row and stand behind it, each once. */
export type Visit = (left: number, rights: Uint32Array, count: number) => void;

/**
 * Walks over all candidate pairs by their first row; no pair is kept.
 *
 * @param from the first row whose pairs are wanted, `to` the first whose are not.
 */
export function eachCandidates(size: number, rules: readonly Rule[], from: number, to: number, visit: Visit): void {
  const candidatesOf = candidateFinder(size, walksOf(size, rules));
  for (let left = from; left < to; left += 1) {
    const { rights, count } = candidatesOf(left);
    if (count > 0) visit(left, rights, count);
  }
}

/** A rule's sorted rows with the place of each, so that threads find candidates in the same memory. */
export interface Walk {
  rows: Words;
  ends: Words;
  /** One more than the place of each entry; 0 of what is in no block. */
  places: Words;
}

export function walksOf(size: number, rules: readonly Rule[]): Walk[] {
  return rules.map(({ sorted: { rows, ends } }) => {
    let most = size;
    for (const entry of rows) while (entry >= most) most += size;
    const places = words32(most);
    for (let at = 0; at < rows.length; at += 1) places[rows[at] as number] = at + 1;
    return { rows, ends, places };
  });
}

/** Finds the candidates of one row after another: those that stand behind it, or all. */
export function candidateFinder(size: number, walks: readonly Walk[], all = false): (row: number) => Candidates {
  const seenBy = new Uint32Array(size);
  const candidates: Candidates = { rights: new Uint32Array(1024), count: 0 };
  return (left) => {
    let count = 0;
    for (const { rows, ends, places } of walks) {
      const hasSlots = places.length > size;
      for (let entry = left; entry < places.length; entry += size) {
        const behind = places[entry] as number;
        if (behind === 0) continue;
        const end = ends[behind - 1] as number;
        let start = behind;
        // Of a key with several slots, rows behind this one may stand before it.
        if (all || hasSlots) while (start > 0 && ends[start - 1] === end) start -= 1;
        if (count + end - start > candidates.rights.length) {
          const grown = new Uint32Array(2 * (count + end - start));
          grown.set(candidates.rights);
          candidates.rights = grown;
        }
        const { rights } = candidates;
        for (let at = start; at < end; at += 1) {
          const right = hasSlots ? (rows[at] as number) % size : (rows[at] as number);
          if (right === left || (right < left && !all) || seenBy[right] === left + 1) continue;
          seenBy[right] = left + 1;
          rights[count] = right;
          count += 1;
        }
      }
    }
    candidates.count = count;
    return candidates;
  };
}
