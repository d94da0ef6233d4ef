import { radixSorted } from '../block/sorted-rows.js';
import { hashOf, mix } from '../compare/comparison.js';
import type { Column, Table } from './column.js';
import { type Words, words32 } from './memory.js';

/**
 * The rows of a table in an order that their content gives, not the order in which they came: what is drawn, numbered or tied
 * afterwards is the same for the same rows in any order. Columns in which a row has no value make no difference to it.
 */
export function contentOrder(table: Table): Words {
  const { first, second } = contentHashes(table);
  const rows = Uint32Array.from({ length: table.size }, (_, row) => row);
  return radixSorted(radixSorted(rows, second).rows, first).rows;
}

/** The two numbers in whose order rows stand, the second among those of one first. */
export function contentHashes({ size, columns }: Table): { first: Uint32Array; second: Uint32Array } {
  const first = new Uint32Array(size);
  const second = new Uint32Array(size);
  for (const column of columns) {
    const { codes, values } = column;
    const seed = columnSeed(column, slotOf(column, columns));
    const ones = Uint32Array.from(values, (text) => firstHash(seed, text));
    const others = Uint32Array.from(values, (text) => secondHash(seed, text));
    for (let row = 0; row < size; row += 1) {
      const code = codes[row] as number;
      if (code === 0) continue;
      first[row] = (first[row] as number) + (ones[code] as number);
      second[row] = (second[row] as number) + (others[code] as number);
    }
  }
  return { first, second };
}

/** How many columns of the same name stand before one. */
function slotOf({ kind, name, codes }: Column, columns: readonly Column[]): number {
  return columns
    .filter((other) => other.kind === kind && other.name === name)
    .findIndex((other) => other.codes === codes);
}

/** A number for a column; `slot` counts those of one name. */
const columnSeed = ({ kind, name }: Pick<Column, 'kind' | 'name'>, slot: number): number =>
  hashOf(`${kind} ${name} ${slot}`);

/** What a value adds to the first number that rows stand in the order of. */
function firstHash(seed: number, text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return mix(seed, hash);
}

/** What a value adds to the second. */
function secondHash(seed: number, text: string): number {
  let hash = 0x2545f491;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x5bd1e995);
  return mix(seed, hash);
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
