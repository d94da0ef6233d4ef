import type { Rule } from './rule.js';

/** Hands over the rows that share a key with a row and stand behind it, each once. */
export type Visit = (left: number, rights: Uint32Array, count: number) => void;

/**
 * Walks over all candidate pairs by their first row; no pair is kept.
 *
 * @param from the first row whose pairs are wanted, `to` the first whose are not.
 */
export function eachCandidates(size: number, rules: readonly Rule[], from: number, to: number, visit: Visit): void {
  const walks = rules.map(({ sorted: { rows, ends } }) => {
    let most = size;
    for (const entry of rows) while (entry >= most) most += size;
    const places = new Int32Array(most).fill(-1);
    const starts = most > size ? new Int32Array(rows.length) : undefined;
    for (let at = 0; at < rows.length; at += 1) places[rows[at] as number] = at;
    if (starts)
      for (let start = 0; start < rows.length; start = ends[start] as number) starts.fill(start, start, ends[start]);
    return { rows, ends, places, starts, most };
  });
  const seenBy = new Int32Array(size).fill(-1);
  let found = new Uint32Array(1024);
  for (let left = from; left < to; left += 1) {
    let count = 0;
    for (const { rows, ends, places, starts, most } of walks)
      for (let entry = left; entry < most; entry += size) {
        const place = places[entry] as number;
        if (place < 0) continue;
        const end = ends[place] as number;
        const start = starts ? (starts[place] as number) : place + 1;
        if (count + end - start > found.length) {
          const grown = new Uint32Array(2 * (count + end - start));
          grown.set(found);
          found = grown;
        }
        for (let at = start; at < end; at += 1) {
          const right = starts ? (rows[at] as number) % size : (rows[at] as number);
          if (right <= left || seenBy[right] === left) continue;
          seenBy[right] = left;
          found[count] = right;
          count += 1;
        }
      }
    if (count > 0) visit(left, found, count);
  }
}
