import { radixSorted } from '../../engine/block/sorted-rows.js';
import type { Table } from '../../engine/columns/column.js';
import type { Words } from '../../engine/columns/memory.js';

/** How values are sorted: by their bytes or, where a database would have numbers, by these. */
export type Order = 'bytes' | 'numbers';

/** The rows of a table sorted by one column, those that are the same there by the next. */
export function rowsInOrder({ size, columns }: Table, names: readonly string[], by: Order): Words {
  let order: Words = Uint32Array.from({ length: size }, (_, row) => row);
  for (const name of names.toReversed()) {
    const column = columns.find((one) => one.name === name);
    if (!column) continue;
    const { codes } = column;
    const ranks = by === 'numbers' ? numericRanks(column.values) : ranksOf(column.values);
    const numbers = new Uint32Array(size);
    for (let row = 0; row < size; row += 1) numbers[row] = ranks[codes[row] as number] as number;
    order = radixSorted(order, numbers).rows;
  }
  return order;
}

/** What is no number comes last, by its bytes. */
function numericRanks(values: readonly string[]): Uint32Array {
  const ranks = ranksOf(values);
  const numbers = Float64Array.from(values, (value) => (value === '' ? Number.NaN : Number(value)));
  const order = Uint32Array.from(values, (_, at) => at).sort((left, right) => {
    const [one, two] = [numbers[left] as number, numbers[right] as number];
    if (Number.isNaN(one) !== Number.isNaN(two)) return Number.isNaN(one) ? 1 : -1;
    return one - two || (ranks[left] as number) - (ranks[right] as number);
  });
  return placesIn(order);
}

/** The place of each value among all: by its first eight bytes at once, and only what begins alike text by text. */
function ranksOf(values: readonly string[]): Uint32Array {
  const encoder = new TextEncoder();
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  const [first, second] = [new Uint32Array(values.length), new Uint32Array(values.length)];
  for (const [at, value] of values.entries()) {
    bytes.fill(0);
    encoder.encodeInto(value, bytes);
    first[at] = view.getUint32(0);
    second[at] = view.getUint32(4);
  }
  const all = Uint32Array.from(values, (_, at) => at);
  const order = radixSorted(radixSorted(all, second).rows, first).rows;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    const [one, two] = [first[order[start] as number], second[order[start] as number]];
    while (end < order.length && first[order[end] as number] === one && second[order[end] as number] === two) end += 1;
    if (end - start > 1) {
      const alike = [...order.subarray(start, end)];
      order.set(
        alike.sort((left, right) => byBytes(encoder.encode(values[left]), encoder.encode(values[right]))),
        start,
      );
    }
    start = end;
  }
  return placesIn(order);
}

function placesIn(order: Words): Uint32Array {
  const places = new Uint32Array(order.length);
  for (let place = 0; place < order.length; place += 1) places[order[place] as number] = place;
  return places;
}

function byBytes(left: Uint8Array, right: Uint8Array): number {
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at += 1) {
    const difference = (left[at] as number) - (right[at] as number);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
