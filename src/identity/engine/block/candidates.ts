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
  const candidatesOf = candidateFinder(size, rules);
  for (let left = from; left < to; left += 1) {
    const { rights, count } = candidatesOf(left);
    if (count > 0) visit(left, rights, count);
  }
}

/** Finds the candidates of one row after another: those that stand behind it, or all. */
export function candidateFinder(size: number, rules: readonly Rule[], all = false): (row: number) => Candidates {
  const walks = rules.map(({ sorted: { rows, ends } }) => {
    let most = size;
    for (const entry of rows) while (entry >= most) most += size;
    const places = new Int32Array(most).fill(-1);
    const starts = all || most > size ? new Int32Array(rows.length) : undefined;
    for (let at = 0; at < rows.length; at += 1) places[rows[at] as number] = at;
    if (starts)
      for (let start = 0; start < rows.length; start = ends[start] as number) starts.fill(start, start, ends[start]);
    return { rows, ends, places, starts, most };
  });
  const seenBy = new Int32Array(size).fill(-1);
  const candidates: Candidates = { rights: new Uint32Array(1024), count: 0 };
  return (left) => {
    let count = 0;
    for (const { rows, ends, places, starts, most } of walks)
      for (let entry = left; entry < most; entry += size) {
        const place = places[entry] as number;
        if (place < 0) continue;
        const end = ends[place] as number;
        const start = starts ? (starts[place] as number) : place + 1;
        if (count + end - start > candidates.rights.length) {
          const grown = new Uint32Array(2 * (count + end - start));
          grown.set(candidates.rights);
          candidates.rights = grown;
        }
        const { rights } = candidates;
        for (let at = start; at < end; at += 1) {
          const right = starts ? (rows[at] as number) % size : (rows[at] as number);
          if (right === left || (right < left && !all) || seenBy[right] === left) continue;
          seenBy[right] = left;
          rights[count] = right;
          count += 1;
        }
      }
    candidates.count = count;
    return candidates;
  };
}
