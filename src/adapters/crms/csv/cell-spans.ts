import type { LineEnding } from '../../../core/table/table-entries.js';

/** How the rows of a file are written. */
export interface Layout {
  delimiter: string;
  lineEnding: LineEnding;
  /** Units before the first row: a byte-order mark. */
  start: number;
}

/** Where a row and its cells stand. */
export interface RowSpan {
  /** The line on which it begins, from 1. */
  line: number;
  start: number;
  /** Behind the last cell. */
  end: number;
  /** Behind the line end; equals `end` in a last row without one. */
  next: number;
  /** Where each cell begins and ends, quotes included, one after another; none of a row that can not be read. */
  cells: number[];
}

const quote = 0x22;
const space = 0x20;
const tab = 0x09;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Walks the rows of a file, as the table's reader does: a row with quotes in the wrong place ends with its line, so that
 * it costs no other.
 */
export function* rowSpans(units: string, { delimiter, lineEnding, start }: Layout): Generator<RowSpan, void, void> {
  const separator = delimiter.charCodeAt(0);
  const lineEnd = lineEnding === '\r' ? carriageReturn : lineFeed;
  let at = start;
  let line = 1;
  while (at < units.length) {
    const cells = cellsAt(units, at, separator, lineEnd);
    const lineAt = units.indexOf(lineEnding === '\r' ? '\r' : '\n', at);
    const behind = cells ? (cells.at(-1) as number) : lineAt < 0 ? units.length : lineAt;
    const isWindows = lineEnd === lineFeed && units.charCodeAt(behind) === carriageReturn;
    const next = Math.min(units.length, behind + (isWindows ? 2 : 1));
    yield { line, start: at, end: behind, next, cells: cells ?? [] };
    for (let place = lineAt; place >= 0 && place < next; place = units.indexOf(lineEnding.at(-1) as string, place + 1))
      line += 1;
    at = next;
  }
}

/** The cells of the row that begins here; undefined when quotes stand where they may not. */
function cellsAt(units: string, start: number, separator: number, lineEnd: number): number[] | undefined {
  const cells: number[] = [];
  let at = start;
  for (;;) {
    const cell = at;
    while (isSpace(units.charCodeAt(at), separator)) at += 1;
    if (units.charCodeAt(at) === quote) {
      at = behindQuotes(units, at);
      if (at < 0) return undefined;
      while (isSpace(units.charCodeAt(at), separator)) at += 1;
      if (!endsCell(units, at, separator, lineEnd)) return undefined;
    } else
      for (; !endsCell(units, at, separator, lineEnd); at += 1) if (units.charCodeAt(at) === quote) return undefined;
    cells.push(cell, at);
    if (at >= units.length || units.charCodeAt(at) !== separator) return cells;
    at += 1;
  }
}

/** The place behind the quotes that are opened here; -1 when they are never closed. */
function behindQuotes(units: string, open: number): number {
  for (let at = open + 1; ; at += 2) {
    at = units.indexOf('"', at);
    if (at < 0 || units.charCodeAt(at + 1) !== quote) return at < 0 ? -1 : at + 1;
  }
}

function endsCell(units: string, at: number, separator: number, lineEnd: number): boolean {
  const unit = units.charCodeAt(at);
  if (unit === separator || unit === lineEnd || at >= units.length) return true;
  return unit === carriageReturn && units.charCodeAt(at + 1) === lineEnd;
}

function isSpace(unit: number, separator: number): boolean {
  return (unit === space || unit === tab) && unit !== separator;
}
