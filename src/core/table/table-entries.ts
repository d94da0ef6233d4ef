import { CsvError, type Options, parse } from 'csv-parse/sync';
import type { Delimiter } from './delimiter.js';

/** One record of a table as it stands in the file: a row, an empty line, or what can not be read. */
export interface TableEntry {
  /** Where it begins, from 1. */
  line: number;
  /** As it is written, with the end of its line; empty where it was too large to be kept. */
  text: string;
  /** Empty of an empty line; absent when it can not be read. */
  cells?: string[];
  /** Why it can not be read. */
  reason?: string;
}

export type LineEnding = '\n' | '\r\n' | '\r';

export interface EntriesOptions {
  delimiter: Delimiter;
  lineEnding: LineEnding;
  /** What is larger is rejected, and never held as a whole. */
  maxRecordBytes: number;
  /** The number of the first line. */
  line: number;
}

const reasons: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'text follows a closing quote; a quote inside of a cell is written twice',
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: 'text follows a closing quote; a quote inside of a cell is written twice',
  INVALID_OPENING_QUOTE: 'a quote stands inside of a cell that does not begin with one',
};

/**
 * Parses text into entries, a batch a piece of text. After what can not be read it goes on with the next line, so that
 * a quote that is never closed costs one line and not the rest of the file.
 */
export async function* tableEntries(
  chunks: AsyncIterable<string>,
  options: EntriesOptions,
): AsyncGenerator<TableEntry[], void, void> {
  const parser = entryParser(options);
  const encoder = new TextEncoder();
  for await (const text of chunks) yield parser.add(encoder.encode(text));
  yield parser.end();
}

function entryParser({ delimiter, lineEnding, maxRecordBytes, line: first }: EntriesOptions) {
  const lineEnd = lineEnding === '\r' ? 13 : 10;
  const decoder = new TextDecoder();
  const csv: Options = {
    delimiter,
    record_delimiter: lineEnding === '\r' ? '\r' : ['\r\n', '\n'],
    relax_column_count: true,
    trim: true,
  };
  let line = first;
  let rest = new Uint8Array(0);
  /** Parsing again what is not whole yet is worth it only when there is much more of it. */
  let wanted = 0;
  let isSkipping = false;

  const take = (entries: TableEntry[], bytes: Uint8Array, found: Pick<TableEntry, 'cells' | 'reason'>): void => {
    entries.push({ line, text: decoder.decode(bytes), ...found });
    for (let at = bytes.indexOf(lineEnd); at >= 0; at = bytes.indexOf(lineEnd, at + 1)) line += 1;
  };

  /** Takes whole records off the beginning of a piece, and gives how many bytes they were. */
  const parsePiece = (piece: Uint8Array, entries: TableEntry[], available: number, isLast: boolean): number => {
    let at = 0;
    while (at < piece.length) {
      const left = piece.subarray(at);
      let used = 0;
      const onRecord = (cells: string[], { bytes }: { bytes: number }): null => {
        const record = left.subarray(used, bytes);
        used = bytes;
        const isEmpty = cells.length === 1 && cells[0] === '';
        const found = record.length > maxRecordBytes ? { reason: tooLarge(maxRecordBytes) } : { cells };
        take(entries, record, isEmpty ? { cells: [] } : found);
        return null;
      };
      const broken = parseRecords(left, { ...csv, on_record: onRecord });
      at += used;
      if (!broken) {
        // Nothing but space.
        if (at < piece.length) take(entries, piece.subarray(at), { cells: [] });
        return piece.length;
      }
      const isOpen = broken === reasons.CSV_QUOTE_NOT_CLOSED;
      if (isOpen && !isLast && available - at <= maxRecordBytes) return at;
      const next = piece.indexOf(lineEnd, at);
      const end = next < 0 ? piece.length : next + 1;
      take(entries, piece.subarray(at, end), { reason: broken });
      at = end;
    }
    return at;
  };

  const tooLong = (entries: TableEntry[]): void => {
    entries.push({ line, text: '', reason: tooLarge(maxRecordBytes) });
    isSkipping = true;
    rest = new Uint8Array(0);
    wanted = 0;
  };

  return {
    add(bytes: Uint8Array): TableEntry[] {
      const entries: TableEntry[] = [];
      rest = isSkipping ? bytes.slice() : joined(rest, bytes);
      if (isSkipping) {
        const next = rest.indexOf(lineEnd);
        isSkipping = next < 0;
        rest = isSkipping ? new Uint8Array(0) : rest.subarray(next + 1);
        if (!isSkipping) line += 1;
      }
      if (rest.length < wanted) return entries;
      const end = rest.lastIndexOf(lineEnd) + 1;
      const used = parsePiece(rest.subarray(0, end), entries, rest.length, false);
      rest = rest.slice(used);
      wanted = used === 0 ? rest.length * 2 : 0;
      if (rest.length > maxRecordBytes && !rest.includes(lineEnd)) tooLong(entries);
      return entries;
    },
    end(): TableEntry[] {
      const entries: TableEntry[] = [];
      parsePiece(rest, entries, rest.length, true);
      return entries;
    },
  };
}

/** Parses until the end or until what can not be read; gives the reason then. */
function parseRecords(bytes: Uint8Array, options: Options): string | undefined {
  try {
    parse(bytes, options);
    return undefined;
  } catch (error) {
    if (error instanceof CsvError) return reasons[error.code] ?? 'it is no row of a table';
    throw error;
  }
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(left.length + right.length);
  both.set(left);
  both.set(right, left.length);
  return both;
}

const tooLarge = (maxBytes: number): string =>
  `it is larger than ${maxBytes} bytes; is a quote missing? Else raise maxRecordBytes`;
