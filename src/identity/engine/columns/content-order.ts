import { radixSorted } from '../block/sorted-rows.js';
import { hashOf, mix } from '../compare/comparison.js';
import type { Column, Kind, Table } from './column.js';
import { byValue, ofRows } from './dictionary.js';
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

/** What is likeliest alike of rows that are compared, the best first. */
const alike: readonly Kind[] = ['family-name', 'organization-name', 'name', 'given-name', 'email', 'street', 'date'];

/** Sorts rows anew so that those that are likely compared stand near each other: memory is then fetched once for several. */
export function nearEachOther({ columns }: Table, order: Words): Words {
  const by = alike.flatMap((kind) => columns.find((column) => column.kind === kind) ?? []).slice(0, 2);
  let rows = order;
  for (const { codes, values } of by.toReversed())
    rows = radixSorted(rows, ofRows(codes, byValue(values, beginningOf))).rows;
  return rows;
}

/** The first four letters of a text as a number. */
function beginningOf(text: string): number {
  const letters = text.slice(0, 4).toLowerCase();
  let number = 0;
  for (let index = 0; index < 4; index += 1) number = (number << 8) | (letters.charCodeAt(index) & 255);
  return number >>> 0;
}

/** The place of each of some rows in an order of all. */
export function placesIn(order: Words, rows: Words): Words {
  const places = words32(order.length);
  for (let place = 0; place < order.length; place += 1) places[order[place] as number] = place;
  return ofRows(rows, places);
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
