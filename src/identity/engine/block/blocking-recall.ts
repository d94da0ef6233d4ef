import type { Rule } from './rule.js';

/** So many pairs are looked at, at most; more tell nothing new. */
const looked = 200_000;
/**
 * Who is missed by every rule is seldom seen through a third record either: for each pair that is seen to be missed, so many
 * more are. Measured on files of very different kinds.
 */
const unseen = 1.5;

/**
 * The share of pairs of one person that share a key at all, estimated without truth, in two ways of which the lower counts: by
 * the pairs that clusters imply and no rule makes, and by how many pairs a single rule makes against those that two do.
 *
 * A. Chao, "Estimating the population size for capture-recapture data with unequal catchability", Biometrics 43 (1987).
 *
 * @param clusters the cluster of each row.
 */
export function blockingRecall(size: number, rules: readonly Rule[], clusters: Uint32Array): number {
  const { left, right, count } = impliedPairs(size, clusters);
  if (count === 0) return 1;
  const makers = new Uint8Array(count);
  for (const rule of rules) {
    const blocks = blocksOf(size, rule);
    for (let pair = 0; pair < count; pair += 1)
      if (shareBlock(blocks, left[pair] as number, right[pair] as number))
        makers[pair] = Math.min(255, (makers[pair] as number) + 1);
  }
  let [missed, once, twice] = [0, 0, 0];
  for (const made of makers) {
    if (made === 0) missed += 1;
    else if (made === 1) once += 1;
    else if (made === 2) twice += 1;
  }
  const found = count - missed;
  const hidden = (once * once) / (2 * Math.max(twice, 1));
  return Math.max(0, Math.min(1 - (unseen * missed) / count, found / Math.max(found + hidden, 1)));
}

/** The pairs of rows of one cluster, of clusters spread over all. */
function impliedPairs(size: number, clusters: Uint32Array) {
  const members = new Map<number, number[]>();
  for (let row = 0; row < size; row += 1) {
    const cluster = clusters[row] as number;
    const known = members.get(cluster);
    if (known) known.push(row);
    else members.set(cluster, [row]);
  }
  const several = [...members.values()].filter(({ length }) => length > 1);
  let all = 0;
  for (const { length } of several) all += (length * (length - 1)) / 2;
  const step = Math.max(1, Math.ceil(all / looked));
  const [left, right] = [new Uint32Array(looked + 1), new Uint32Array(looked + 1)];
  let count = 0;
  let at = 0;
  for (const rows of several)
    for (const [place, one] of rows.entries())
      for (let before = 0; before < place; before += 1, at += 1) {
        if (at % step !== 0) continue;
        left[count] = rows[before] as number;
        right[count] = one;
        count += 1;
      }
  return { left, right, count };
}

/** By slot and row, a number for the block in which it is; 0 where it is in none. */
function blocksOf(size: number, { sorted: { rows, ends } }: Rule): Uint32Array[] {
  const slots: Uint32Array[] = [];
  for (let at = 0; at < rows.length; at += 1) {
    const entry = rows[at] as number;
    const slot = Math.floor(entry / size);
    while (slots.length <= slot) slots.push(new Uint32Array(size));
    (slots[slot] as Uint32Array)[entry % size] = ends[at] as number;
  }
  return slots;
}

function shareBlock(slots: readonly Uint32Array[], left: number, right: number): boolean {
  for (const ours of slots) {
    const block = ours[left] as number;
    if (block !== 0 && slots.some((theirs) => theirs[right] === block)) return true;
  }
  return false;
}
