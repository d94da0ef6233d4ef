import { KenningError } from '../errors.js';
import type { Rejected } from '../page.js';
import { type Delimiter, declaredDelimiter, detectDelimiter } from './delimiter.js';
import type { Encoding } from './encoding.js';
import { type LineEnding, type TableEntry, tableEntries } from './table-entries.js';
import { textSource } from './text-source.js';

/** How a table is read. What is not given is found out. */
export interface TableOptions {
  /** What messages call it: the file's path. Defaults to `the file`. */
  name?: string;
  encoding?: Encoding;
  delimiter?: Delimiter;
  /** The names of the columns of a file that has no line for them. */
  header?: readonly string[];
  /** A record that is larger is rejected. Defaults to 1 MiB. */
  maxRecordBytes?: number;
  /** Called with each row that can not be read, in their order. */
  onRejected?: (rejected: Rejected) => void;
  signal?: AbortSignal;
}

/** A row of a table. */
export interface TableRow {
  /** The line on which it begins, from 1. */
  line: number;
  /** Which row it is, from 1, empty lines not counted and rejected rows counted. */
  number: number;
  /** As many as the table has columns, without space around. */
  cells: string[];
}

/** A table that is being read. Its rows or its entries are read once, one of both. */
export interface Table {
  name: string;
  /** The names of the columns; a column without one is called `column 3`. */
  header: readonly string[];
  /** What stands before the rows, as it is written: the header, and what some exports put before it. */
  head: string;
  /** As far as it was read: a file that is plain ASCII so far counts as UTF-8. */
  encoding(): Encoding;
  /** Whether the file begins with a byte order mark. */
  mark: boolean;
  delimiter: Delimiter;
  lineEnding: LineEnding;
  /** The rows that can be read. The others are given to `onRejected`. */
  rows(): AsyncGenerator<TableRow, void, void>;
  /** All that follows the head, with its text: put together with it, this is the file. For those who rewrite it. */
  entries(): AsyncGenerator<TableEntry, void, void>;
}

const defaultMaxRecordBytes = 1_048_576;
/** A file that begins with more empty lines than this is none. */
const mostLinesBefore = 100_000;

/**
 * Reads a table of comma separated values, in memory that does not grow with it: encoding (UTF-8, UTF-16, Windows-1252),
 * delimiter (comma, semicolon, tab, bar) and line ends are found out. Rows that can not be read are told to
 * `onRejected`; those before and after go through.
 *
 * @throws KenningError `invalid` for an empty file, one that is no text, and names of columns that are missing or stand twice.
 * @example
 * const table = await readTable(bytes, { name: 'contacts.csv', onRejected: ({ at, reason }) => console.warn(at, reason) });
 * for await (const { cells } of table.rows()) console.log(cells[table.header.indexOf('Email')]);
 */
export async function readTable(bytes: AsyncIterable<Uint8Array>, options: TableOptions = {}): Promise<Table> {
  const { name = 'the file', maxRecordBytes = defaultMaxRecordBytes, onRejected } = options;
  if (!(maxRecordBytes >= 1)) throw new KenningError('invalid', 'maxRecordBytes must be at least 1.');
  const source = await textSource(bytes, options);
  const first = (await source.chunks.next()).value ?? '';
  const declared = declaredDelimiter(first);
  const delimiter = options.delimiter ?? detectDelimiter(first);
  const lineEnding = detectLineEnding(first);
  const batches = tableEntries(chained(first.slice(declared?.length ?? 0), source.chunks), {
    delimiter,
    lineEnding,
    maxRecordBytes,
    line: declared ? 2 : 1,
  });
  const { header, before, rest } = await readHeader(batches, options.header, name);
  const entries = () => following(rest, batches);
  return {
    name,
    header,
    head: first.slice(0, declared?.length ?? 0) + before,
    encoding: source.encoding,
    mark: source.mark,
    delimiter,
    lineEnding,
    entries,
    rows: () => rowsOf(entries(), header.length, onRejected),
  };
}

function detectLineEnding(text: string): LineEnding {
  const feed = text.indexOf('\n');
  if (feed < 0) return text.includes('\r') ? '\r' : '\n';
  return text[feed - 1] === '\r' ? '\r\n' : '\n';
}

async function* chained(first: string, rest: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  yield first;
  yield* rest;
}

async function* following(
  first: readonly TableEntry[],
  batches: AsyncIterable<TableEntry[]>,
): AsyncGenerator<TableEntry, void, void> {
  yield* first;
  for await (const batch of batches) yield* batch;
}

async function* rowsOf(
  entries: AsyncIterable<TableEntry>,
  width: number,
  onRejected: TableOptions['onRejected'],
): AsyncGenerator<TableRow, void, void> {
  let number = 0;
  for await (const { line, cells, reason } of entries) {
    if (cells?.every((cell) => cell === '')) continue;
    number += 1;
    const wrong = cells ? wrongWidth(cells, width) : reason;
    if (cells && wrong === undefined) yield { line, number, cells: cells.slice(0, width) };
    else onRejected?.({ reason: wrong ?? 'it can not be read', at: `line ${line}` });
  }
}

/** What is wrong with a row's number of cells; empty ones behind the last column do no harm. */
export function wrongWidth(cells: readonly string[], width: number): string | undefined {
  if (cells.length === width || (cells.length > width && cells.slice(width).every((cell) => cell === '')))
    return undefined;
  return ofWrongWidth(cells.length, width);
}

/** Says that a row has so many cells and not so many. */
export function ofWrongWidth(cells: number, width: number): string {
  return `it has ${cells} ${cells === 1 ? 'cell' : 'cells'} where the header has ${width}`;
}

/** Finds the line with the names of the columns; what some exports write before it has one cell a line. */
async function readHeader(
  batches: AsyncIterator<TableEntry[]>,
  given: readonly string[] | undefined,
  name: string,
): Promise<{ header: string[]; before: string; rest: TableEntry[] }> {
  const entries: TableEntry[] = [];
  const isFilled = ({ cells }: TableEntry) => cells?.length !== 0;
  while (entries.filter(isFilled).length < 2) {
    const next = await batches.next();
    if (next.done) break;
    for (const entry of next.value) entries.push(entry);
    if (entries.length > mostLinesBefore && !entries.some(isFilled)) break;
  }
  if (given) return { header: columnNames(given, name, undefined), before: '', rest: entries };
  const widest = Math.max(0, ...entries.slice(0, 100).map(({ cells }) => cells?.length ?? 0));
  const place = entries.findIndex(({ cells }) => cells === undefined || cells.length > (widest > 1 ? 1 : 0));
  const found = entries[place];
  if (!found) throw new KenningError('invalid', `${name} holds no line with names of columns. Add one.`);
  if (!found.cells)
    throw new KenningError(
      'invalid',
      `${name}, line ${found.line}: the names of the columns can not be read: ${found.reason}.`,
    );
  const before = entries
    .slice(0, place + 1)
    .map(({ text }) => text)
    .join('');
  return { header: columnNames(found.cells, name, found.line), before, rest: entries.slice(place + 1) };
}

/** The names of columns; one without is called by its place. @throws `invalid` when two have the same */
export function columnNames(cells: readonly string[], name: string, line: number | undefined): string[] {
  const names = cells.map((cell, place) => cell.trim() || `column ${place + 1}`);
  const twice = names.findIndex((column, place) => names.indexOf(column) !== place);
  if (twice < 0) return names;
  const [first, second] = [names.indexOf(names[twice] as string) + 1, twice + 1];
  const where = line === undefined ? name : `${name}, line ${line}`;
  throw new KenningError(
    'invalid',
    `${where}: columns ${first} and ${second} are both named "${names[twice]}". Rename one of them.`,
  );
}
