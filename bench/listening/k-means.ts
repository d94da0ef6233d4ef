import { randomOf } from './made-up-posts.js';

type Sparse = Map<number, number>;

const rounds = 30;

/**
 * The plain way to topics, to be measured against: k-means with k-means++ beginnings (Arthur and Vassilvitskii 2007) on TF-IDF
 * of words as scikit-learn weighs them, each text at length 1.
 */
export function plainClusters(texts: readonly string[], k: number, seed: number): number[] {
  const random = randomOf(seed);
  const { rows, width } = weighed(texts);
  const middles = beginnings(rows, k, width, random);
  let found = rows.map(() => 0);
  for (let round = 0; round < rounds; round += 1) {
    const lengths = middles.map((middle) => middle.reduce((sum, value) => sum + value * value, 0));
    const next = rows.map((row) => nearest(row, middles, lengths));
    if (next.every((one, at) => one === found[at])) break;
    found = next;
    const sizes = middles.map(() => 0);
    for (const middle of middles) middle.fill(0);
    for (const [at, row] of rows.entries()) {
      const own = found[at] as number;
      sizes[own] = (sizes[own] as number) + 1;
      addTo(middles[own] as Float64Array, row);
    }
    for (const [at, middle] of middles.entries())
      for (let column = 0; column < width; column += 1)
        middle[column] = (middle[column] as number) / Math.max(1, sizes[at] as number);
  }
  return found;
}

function weighed(texts: readonly string[]): { rows: Sparse[]; width: number } {
  const columns = new Map<string, number>();
  const counts: number[] = [];
  const rows = texts.map((text) => {
    const row: Sparse = new Map();
    for (const word of text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? []) {
      const column = columns.get(word) ?? columns.size;
      columns.set(word, column);
      if (!row.has(column)) counts[column] = (counts[column] ?? 0) + 1;
      row.set(column, (row.get(column) ?? 0) + 1);
    }
    return row;
  });
  for (const row of rows) {
    let square = 0;
    for (const [column, times] of row) {
      const value = times * (1 + Math.log((1 + texts.length) / (1 + (counts[column] as number))));
      row.set(column, value);
      square += value * value;
    }
    for (const [column, value] of row) row.set(column, value / Math.sqrt(square));
  }
  return { rows, width: columns.size };
}

function beginnings(rows: readonly Sparse[], k: number, width: number, random: () => number): Float64Array[] {
  const dense = (row: Sparse): Float64Array => addTo(new Float64Array(width), row);
  const middles = [dense(rows[Math.floor(random() * rows.length)] as Sparse)];
  const far = rows.map(() => Number.POSITIVE_INFINITY);
  while (middles.length < k) {
    const last = middles.at(-1) as Float64Array;
    let sum = 0;
    for (const [at, row] of rows.entries()) {
      far[at] = Math.min(far[at] as number, Math.max(0, 2 - 2 * product(row, last)));
      sum += far[at] as number;
    }
    let rest = random() * sum;
    const place = far.findIndex((distance) => {
      rest -= distance;
      return rest < 0;
    });
    middles.push(dense(rows[Math.max(0, place)] as Sparse));
  }
  return middles;
}

function addTo(middle: Float64Array, row: Sparse): Float64Array {
  for (const [column, value] of row) middle[column] = (middle[column] as number) + value;
  return middle;
}

function product(row: Sparse, middle: Float64Array): number {
  let sum = 0;
  for (const [column, value] of row) sum += value * (middle[column] as number);
  return sum;
}

function nearest(row: Sparse, middles: readonly Float64Array[], lengths: readonly number[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, middle] of middles.entries()) {
    const distance = (lengths[at] as number) - 2 * product(row, middle);
    if (distance < least) [best, least] = [at, distance];
  }
  return best;
}
