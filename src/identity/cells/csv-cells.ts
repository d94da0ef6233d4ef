import { type ByteDictionary, byteDictionary } from '../engine/columns/byte-dictionary.js';
import { words32 } from '../engine/columns/memory.js';
import type { CellColumn, Cells } from './cells.js';

export interface CsvLayout {
  delimiter: ',' | ';' | '\t' | '|';
  /** How many columns the header has. */
  width: number;
  /** The places of the columns that are read; all others are passed over. */
  wanted: Iterable<number>;
  /** Where the first row begins, in bytes. Defaults to 0. */
  from?: number;
  /** The line on which it begins. Defaults to 1. */
  line?: number;
}

const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;
const longestRow = 1 << 20;

const isSpace = (byte: number | undefined): boolean =>
  byte === 32 || byte === 9 || byte === carriageReturn || byte === 12 || byte === 11;

/**
 * Reads columns straight from the bytes of a CSV file in UTF-8, as RFC 4180 has it; space around cells, outside of
 * their quotes, is no part of them, and rows of empty cells are no rows.
 *
 * @returns undefined for a file that is not written in that way throughout: a quote inside of a cell that has none around it, text
 * behind a closing one, a quote that is never closed, a row of more than a mebibyte, bytes that are no text. Then a reader is
 * needed that goes on behind what it can not read.
 */
export function csvCells(bytes: Uint8Array, layout: CsvLayout): Cells | undefined {
  const { width, from = 0 } = layout;
  const delimiter = layout.delimiter.charCodeAt(0);
  const known: (ByteDictionary | undefined)[] = new Array(width).fill(undefined);
  for (const place of layout.wanted) known[place] = byteDictionary();
  let capacity = 1 << 12;
  const codes = known.map((one) => (one ? new Uint32Array(capacity) : undefined));
  let lines = new Uint32Array(capacity);
  const rejected: { line: number; cells: number }[] = [];
  let size = 0;
  let line = layout.line ?? 1;
  let at = from;
  while (at < bytes.length) {
    if (size === capacity) {
      capacity *= 2;
      lines = grown(lines, capacity);
      for (const [place, numbers] of codes.entries()) if (numbers) codes[place] = grown(numbers, capacity);
    }
    const start = at;
    const first = line;
    let cells = 0;
    let filled = 0;
    for (;;) {
      while (at < bytes.length && isSpace(bytes[at]) && bytes[at] !== delimiter) at += 1;
      let begin = at;
      let end: number;
      let cell = bytes;
      if (bytes[at] === quote) {
        const read = quoted(bytes, at + 1);
        if (!read) return undefined;
        ({ cell, begin, end } = read);
        line += read.lines;
        at = read.next;
        while (at < bytes.length && isSpace(bytes[at]) && bytes[at] !== delimiter) at += 1;
        if (at < bytes.length && bytes[at] !== delimiter && bytes[at] !== lineFeed) return undefined;
      } else {
        for (; at < bytes.length; at += 1) {
          const byte = bytes[at] as number;
          if (byte === delimiter || byte === lineFeed) break;
          if (byte === quote) return undefined;
        }
        end = at;
        while (begin < end && isSpace(bytes[end - 1])) end -= 1;
      }
      if (begin < end) filled = cells + 1;
      const numbers = codes[cells];
      if (numbers) numbers[size] = (known[cells] as ByteDictionary).code(cell, begin, end);
      cells += 1;
      if (at >= bytes.length || bytes[at] === lineFeed) break;
      at += 1;
    }
    if (at - start > longestRow) return undefined;
    at += 1;
    line += 1;
    if (filled === 0) continue;
    if (cells < width || filled > width) {
      rejected.push({ line: first, cells });
      continue;
    }
    lines[size] = first;
    size += 1;
  }
  const columns = new Map<number, CellColumn>();
  for (const [place, dictionary] of known.entries()) {
    if (!dictionary) continue;
    const values = dictionary.texts();
    if (values.some((value) => value.includes('\uFFFD'))) return undefined;
    const numbers = words32(size);
    numbers.set((codes[place] as Uint32Array).subarray(0, size));
    columns.set(place, { codes: numbers, values });
  }
  return { size, columns, lines: lines.subarray(0, size), rejected };
}

function grown(before: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(length);
  more.set(before);
  return more;
}

/** A quoted cell, its doubled quotes single: where it stands, how many lines end in it, and where its closing quote is over. */
function quoted(
  bytes: Uint8Array,
  start: number,
): { cell: Uint8Array; begin: number; end: number; lines: number; next: number } | undefined {
  let at = start;
  let doubled = 0;
  let lines = 0;
  for (; ; at += 1) {
    if (at >= bytes.length) return undefined;
    const byte = bytes[at];
    if (byte === lineFeed) lines += 1;
    if (byte !== quote) continue;
    if (bytes[at + 1] !== quote) break;
    doubled += 1;
    at += 1;
  }
  if (doubled === 0) return { cell: bytes, begin: start, end: at, lines, next: at + 1 };
  const cell = new Uint8Array(at - start - doubled);
  for (let from = start, to = 0; to < cell.length; from += 1, to += 1) {
    cell[to] = bytes[from] as number;
    if (cell[to] === quote) from += 1;
  }
  return { cell, begin: 0, end: cell.length, lines, next: at + 1 };
}
