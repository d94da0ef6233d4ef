import { radixSorted } from '../block/sorted-rows.js';
import { mix } from '../compare/comparison.js';
import type { Table } from './column.js';
import { type Words, words32 } from './memory.js';

/**
 * The rows of a table in an order that their content gives, not the order in which they came: what is drawn, numbered or tied
 * afterwards is the same for the same rows in any order.
 */
export function contentOrder({ size, columns }: Table): Words {
  const first = new Uint32Array(size).fill(1);
  const second = new Uint32Array(size).fill(2);
  for (const { codes, values } of columns) {
    const ones = new Uint32Array(values.length);
    const others = new Uint32Array(values.length);
    for (const [value, text] of values.entries()) {
      let one = 0x811c9dc5;
      let other = 0x2545f491;
      for (let index = 0; index < text.length; index += 1) {
        const unit = text.charCodeAt(index);
        one = Math.imul(one ^ unit, 0x01000193);
        other = Math.imul(other ^ unit, 0x5bd1e995);
      }
      ones[value] = one;
      others[value] = other;
    }
    for (let row = 0; row < size; row += 1) {
      const code = codes[row] as number;
      first[row] = mix(first[row] as number, ones[code] as number);
      second[row] = mix(second[row] as number, others[code] as number);
    }
  }
  const rows = Uint32Array.from({ length: size }, (_, row) => row);
  return radixSorted(radixSorted(rows, second).rows, first).rows;
}

/** The table with its rows in another order. */
export function reordered({ size, columns }: Table, order: Words): Table {
  return {
    size,
    columns: columns.map((column) => ({
      ...column,
      codes: inOrder(column.codes, order),
    })),
  };
}

function inOrder(codes: Words, order: Words): Words {
  const out = words32(codes.length);
  for (let place = 0; place < order.length; place += 1) out[place] = codes[order[place] as number] as number;
  return out;
}
