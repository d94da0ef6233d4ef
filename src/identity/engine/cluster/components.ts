import type { Edges } from '../score/edges.js';

/** Rows that edges connect, and the edges among them. */
export interface Component {
  /** In their order. */
  rows: Uint32Array;
  /** By number. */
  edges: Uint32Array;
}

/** The connected components of more than one row, by their first row. */
export function* components(size: number, { left, right, size: count }: Edges): Generator<Component> {
  const roots = rootsOf(size, left, right, count);
  const rows = grouped(size, (row) => row, roots, size);
  const edges = grouped(count, (edge) => left[edge] as number, roots, size);
  for (let root = 0; root < size; root += 1) {
    const [from, to] = [rows.starts[root] as number, rows.starts[root + 1] as number];
    if (to - from < 2) continue;
    yield {
      rows: rows.order.subarray(from, to),
      edges: edges.order.subarray(edges.starts[root], edges.starts[root + 1]),
    };
  }
}

/** The smallest row that each row is connected with (union-find with path halving). */
function rootsOf(size: number, left: Uint32Array, right: Uint32Array, count: number): Uint32Array {
  const parents = Uint32Array.from({ length: size }, (_, row) => row);
  const rootOf = (row: number): number => {
    let at = row;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at] as number] as number;
      at = parents[at] as number;
    }
    return at;
  };
  for (let edge = 0; edge < count; edge += 1) {
    const a = rootOf(left[edge] as number);
    const b = rootOf(right[edge] as number);
    if (a !== b) parents[Math.max(a, b)] = Math.min(a, b);
  }
  for (let row = 0; row < size; row += 1) parents[row] = rootOf(row);
  return parents;
}

/** Numbers from 0 on, sorted by the root of the row that each is of (counting sort). */
function grouped(count: number, rowOf: (item: number) => number, roots: Uint32Array, size: number) {
  const starts = new Uint32Array(size + 2);
  for (let item = 0; item < count; item += 1) {
    const place = (roots[rowOf(item)] as number) + 2;
    starts[place] = (starts[place] as number) + 1;
  }
  for (let root = 2; root < starts.length; root += 1)
    starts[root] = (starts[root] as number) + (starts[root - 1] as number);
  const order = new Uint32Array(count);
  for (let item = 0; item < count; item += 1) {
    const place = (roots[rowOf(item)] as number) + 1;
    order[starts[place] as number] = item;
    starts[place] = (starts[place] as number) + 1;
  }
  return { starts, order };
}
