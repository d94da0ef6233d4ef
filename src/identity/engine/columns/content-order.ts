import { mix } from '../compare/comparison.js';
import type { Table } from './column.js';

/**
 * The rows of a table in an order that their content gives, not the order in which they came: what is drawn, numbered or tied
 * afterwards is the same for the same rows in any order.
 */
export function contentOrder({ size, columns }: Table): Uint32Array {
  const first = new Uint32Array(size).fill(1);
  const second = new Uint32Array(size).fill(2);
  for (const { codes, values } of columns) {
    const hashes = Uint32Array.from(values, (value) => hashOf(value, 0x811c9dc5));
    const others = Uint32Array.from(values, (value) => hashOf(value, 0x2545f491));
    for (let row = 0; row < size; row += 1) {
      const code = codes[row] as number;
      first[row] = mix(first[row] as number, hashes[code] as number);
      second[row] = mix(second[row] as number, others[code] as number);
    }
  }
  const keys = new Float64Array(size);
  for (let row = 0; row < size; row += 1)
    keys[row] = (first[row] as number) * 2 ** 21 + ((second[row] as number) >>> 11);
  const order = Uint32Array.from({ length: size }, (_, row) => row);
  return order.sort((a, b) => (keys[a] as number) - (keys[b] as number));
}

/** The table with its rows in another order. */
export function reordered({ size, columns }: Table, order: Uint32Array): Table {
  return {
    size,
    columns: columns.map((column) => ({
      ...column,
      codes: Uint32Array.from(order, (row) => column.codes[row] as number),
    })),
  };
}

function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash ^ (hash >>> 15);
}
