import { type ByteDictionary, byteDictionary } from './byte-dictionary.js';
import type { Kind, Table } from './column.js';
import { words32 } from './memory.js';

const comma = 44;
const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;

/**
 * Reads columns straight from the bytes of a CSV file in UTF-8, as RFC 4180 has it: no row and no cell becomes an
 * object, and each value a text only once. Cells are trimmed; cells that a row lacks are empty.
 *
 * @param kinds what is in which column, by its name; all others are passed over.
 */
export function tableOfCsv(bytes: Uint8Array, kinds: Readonly<Record<string, Kind>>): Table {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const header: string[] = [];
  const decoder = new TextDecoder();
  const start = readRow(bytes, hasMark ? 3 : 0, (_, from, to, cells) => {
    header.push(decoder.decode(cells.subarray(from, to)));
  });
  const known = header.map((name) => (name in kinds ? byteDictionary() : undefined));
  let capacity = 1 << 12;
  const codes = header.map(() => new Uint32Array(0));
  let size = 0;
  const take = (column: number, from: number, to: number, cells: Uint8Array): void => {
    const numbers = codes[column];
    if (known[column] && numbers) numbers[size] = (known[column] as ByteDictionary).code(cells, from, to);
  };
  const grow = (): void => {
    for (const [column, before] of codes.entries()) {
      if (!known[column]) continue;
      const more = new Uint32Array(capacity);
      more.set(before);
      codes[column] = more;
    }
  };
  grow();
  for (let at = start; at < bytes.length; ) {
    if (size === capacity) {
      capacity *= 2;
      grow();
    }
    if (bytes[at] === lineFeed || bytes[at] === carriageReturn) {
      at += 1;
      continue;
    }
    at = readRow(bytes, at, take);
    size += 1;
  }
  const columns = header.flatMap((name, column) => {
    const kind = kinds[name];
    const dictionary = known[column];
    if (!kind || !dictionary) return [];
    const numbers = words32(size);
    numbers.set((codes[column] as Uint32Array).subarray(0, size));
    return [{ name, kind, codes: numbers, values: dictionary.texts() }];
  });
  return { size, columns };
}

/** Hands over the cells of a row, trimmed, and gives where the next begins. */
function readRow(
  bytes: Uint8Array,
  start: number,
  take: (column: number, from: number, to: number, cells: Uint8Array) => void,
): number {
  let at = start;
  for (let column = 0; ; column += 1) {
    if (bytes[at] === quote) {
      const { cell, next } = quoted(bytes, at + 1);
      trimmed(cell, 0, cell.length, column, take);
      at = next;
    } else {
      const from = at;
      while (at < bytes.length && bytes[at] !== comma && bytes[at] !== lineFeed) at += 1;
      trimmed(bytes, from, at, column, take);
    }
    if (at >= bytes.length || bytes[at] === lineFeed) return at + 1;
    at += 1;
  }
}

function trimmed(
  bytes: Uint8Array,
  from: number,
  to: number,
  column: number,
  take: (column: number, from: number, to: number, cells: Uint8Array) => void,
): void {
  let first = from;
  let last = to;
  while (first < last && (bytes[first] as number) <= space) first += 1;
  while (first < last && (bytes[last - 1] as number) <= space) last -= 1;
  take(column, first, last, bytes);
}

/** A quoted cell, its doubled quotes single, and where it is over: at a comma, at a line's end, or behind the last. */
function quoted(bytes: Uint8Array, start: number): { cell: Uint8Array; next: number } {
  let at = start;
  let doubled = false;
  for (; at < bytes.length; at += 1) {
    if (bytes[at] !== quote) continue;
    if (bytes[at + 1] !== quote) break;
    doubled = true;
    at += 1;
  }
  const inner = bytes.subarray(start, at);
  const cell = doubled
    ? inner.filter((byte, place) => byte !== quote || inner[place + 1] !== quote || isSecond(inner, place))
    : inner;
  let next = at + 1;
  while (next < bytes.length && bytes[next] !== comma && bytes[next] !== lineFeed) next += 1;
  return { cell, next };
}

/** Whether a quote is the second of two that stand for one. */
function isSecond(bytes: Uint8Array, place: number): boolean {
  let before = 0;
  while (bytes[place - 1 - before] === quote) before += 1;
  return before % 2 === 1;
}
