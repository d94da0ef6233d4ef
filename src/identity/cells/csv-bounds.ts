import { type Words, words32 } from '../engine/columns/memory.js';

/** How a table is written. */
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

/** Where the cells of a file stand. */
export interface CsvBounds {
  size: number;
  /** Where each row's cell begins and ends, by the place of the column. Of a cell with doubled quotes, the end is {@link doubled}. */
  columns: ReadonlyMap<number, { begins: Words; ends: Words }>;
  /** The line on which each row begins, from 1. */
  lines: Words;
  /** Rows that have more or fewer cells than the header. */
  rejected: { line: number; cells: number }[];
}

/** An end that says that it has to be looked up where the quotes close, since some in between are written twice. */
export const doubled = 0xffffffff;

const quote = 34;
const lineFeed = 10;
const carriageReturn = 13;
const longestRow = 1 << 20;
/** Further on places would not fit into 32 bits. */
const longestFile = doubled - 1;

const isSpace = (byte: number | undefined): boolean =>
  byte === 32 || byte === 9 || byte === carriageReturn || byte === 12 || byte === 11;

/**
 * Finds the cells of a CSV file in UTF-8, as RFC 4180 has it; space around cells, outside of their quotes, is no part of them, and
 * rows of empty cells are no rows.
 *
 * @returns undefined for a file that is not written in that way throughout: a quote inside of a cell that has none around it, text
 * behind a closing one, a quote that is never closed, a row of more than a mebibyte; and for one of more than four gigabytes.
 */
export function csvBounds(bytes: Uint8Array, { width, wanted, from = 0, ...layout }: CsvLayout): CsvBounds | undefined {
  if (bytes.length > longestFile) return undefined;
  const delimiter = layout.delimiter.charCodeAt(0);
  const places = [...new Set(wanted)];
  // Begin and end of each wanted cell, row by row.
  const slotOf = new Int32Array(width + 1).fill(-1);
  for (const [slot, place] of places.entries()) slotOf[place] = 2 * slot;
  const stride = 2 * places.length;
  let capacity = Math.max(1 << 10, Math.ceil((bytes.length - from) / 64));
  let found = new Uint32Array(capacity * stride);
  let lines = new Uint32Array(capacity);
  const rejected: { line: number; cells: number }[] = [];
  let size = 0;
  let line = layout.line ?? 1;
  let at = from;
  while (at < bytes.length) {
    if (size === capacity) {
      capacity *= 2;
      lines = grown(lines, capacity);
      found = grown(found, capacity * stride);
    }
    const start = at;
    const first = line;
    let cells = 0;
    let filled = 0;
    for (;;) {
      while (isSpace(bytes[at]) && bytes[at] !== delimiter) at += 1;
      let begin = at;
      let end = at;
      if (bytes[at] === quote) {
        begin += 1;
        let isDoubled = false;
        for (at += 1; ; at += 1) {
          const byte = bytes[at];
          if (byte === undefined) return undefined;
          if (byte === lineFeed) line += 1;
          if (byte !== quote) continue;
          if (bytes[at + 1] !== quote) break;
          isDoubled = true;
          at += 1;
        }
        if (begin < at) filled = cells + 1;
        end = isDoubled ? doubled : at;
        at += 1;
        while (isSpace(bytes[at]) && bytes[at] !== delimiter) at += 1;
        if (at < bytes.length && bytes[at] !== delimiter && bytes[at] !== lineFeed) return undefined;
      } else {
        for (; at < bytes.length; at += 1) {
          const byte = bytes[at] as number;
          if (byte === delimiter || byte === lineFeed) break;
          if (byte === quote) return undefined;
        }
        end = at;
        while (begin < end && isSpace(bytes[end - 1])) end -= 1;
        if (begin < end) filled = cells + 1;
      }
      const slot = cells < width ? (slotOf[cells] as number) : -1;
      if (slot >= 0) {
        found[size * stride + slot] = begin;
        found[size * stride + slot + 1] = end;
      }
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
  const columns = new Map(
    places.map((place, slot) => {
      const [begins, ends] = [words32(size), words32(size)];
      for (let row = 0, cell = 2 * slot; row < size; row += 1, cell += stride) {
        begins[row] = found[cell] as number;
        ends[row] = found[cell + 1] as number;
      }
      return [place, { begins, ends }];
    }),
  );
  return { size, columns, lines: lines.slice(0, size), rejected };
}

function grown(before: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(length);
  more.set(before);
  return more;
}

/** A cell whose doubled quotes are single, from behind its opening quote on. */
export function withoutDoubledQuotes(bytes: Uint8Array, begin: number): Uint8Array {
  let end = begin;
  let quotes = 0;
  for (; ; end += 1) {
    if (bytes[end] !== quote) continue;
    if (bytes[end + 1] !== quote) break;
    quotes += 1;
    end += 1;
  }
  const cell = new Uint8Array(end - begin - quotes);
  for (let from = begin, to = 0; to < cell.length; from += 1, to += 1) {
    cell[to] = bytes[from] as number;
    if (cell[to] === quote) from += 1;
  }
  return cell;
}
