import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { KenningError } from '../../../core/errors.js';
import type { Delimiter } from '../../../core/table/delimiter.js';
import { detectEncoding, type Encoding } from '../../../core/table/encoding.js';
import { readTable, type Table, type TableOptions } from '../../../core/table/read-table.js';
import { type Layout, type RowSpan, rowSpans } from './cell-spans.js';
import { type CellText, cellText, type Formulas } from './cell-text.js';
import { codingOf, type FileCoding } from './file-coding.js';

export interface CsvFileOptions {
  /** What messages call it. */
  name: string;
  formulas: Formulas;
  encoding?: Encoding | undefined;
  delimiter?: Delimiter | undefined;
}

/** A file of rows, whole, so that it can be written again with nothing changed but what shall be. */
export interface CsvFile {
  hash: string;
  units: string;
  coding: FileCoding;
  cells: CellText;
  layout: Layout;
  lineEnd: string;
  header: readonly string[];
  /** The last line of the header; what begins before is no row of data. */
  headerLine: number;
  /** Reads it as a table. */
  table(options?: Pick<TableOptions, 'onRejected' | 'signal'>): Promise<Table>;
}

const chunkBytes = 262_144;

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** @throws `too-large` for a file of more than `maxBytes`. */
export async function readWhole(file: string, maxBytes: number): Promise<Buffer> {
  const { size } = await stat(file);
  if (size > maxBytes)
    throw new KenningError(
      'too-large',
      `${file} is larger than ${maxBytes} bytes. It is written anew with every change: part it, or raise maxBytes.`,
    );
  return readFile(file);
}

/** @throws `invalid` for a file that is empty or no text. */
export async function csvFile(bytes: Buffer, options: CsvFileOptions): Promise<CsvFile> {
  const { name, formulas } = options;
  const detected = detectEncoding(bytes);
  const encoding = options.encoding ?? detected.encoding ?? 'utf-8';
  const open = (more: Pick<TableOptions, 'onRejected' | 'signal'> = {}) =>
    readTable(chunksOf(bytes), {
      name,
      encoding,
      // Nothing may be left out of a file that is written again.
      maxRecordBytes: Math.max(1, bytes.length),
      ...(options.delimiter && { delimiter: options.delimiter }),
      ...more,
    });
  const { delimiter, lineEnding, header, head } = await open();
  const coding = codingOf(encoding);
  const units = coding.unitsOf(bytes);
  return {
    hash: hashOf(bytes),
    units,
    coding,
    cells: cellText(coding, { delimiter, lineEnding }, formulas),
    layout: { delimiter, lineEnding, start: detected.mark === 2 ? 1 : detected.mark },
    lineEnd: lineEnding,
    header,
    headerLine: headerLineOf(head, lineEnding),
    table: open,
  };
}

/** The rows below the header; those that can not be read are without cells. */
export function* dataRows({ units, layout, headerLine }: CsvFile): Generator<RowSpan, void, void> {
  for (const row of rowSpans(units, layout)) if (row.line > headerLine) yield row;
}

/** The units of a cell; none where the row has no such cell. */
export function unitsOfCell({ units }: CsvFile, row: RowSpan, place: number): string {
  const start = row.cells[place * 2];
  return start === undefined ? '' : units.slice(start, row.cells[place * 2 + 1]);
}

/** What a cell says. */
export function cellOf(file: CsvFile, row: RowSpan, place: number): string {
  return file.cells.read(unitsOfCell(file, row, place));
}

function headerLineOf(head: string, lineEnding: string): number {
  const ends = head.split(lineEnding.at(-1) as string).length - 1;
  return head.endsWith(lineEnding) ? ends : ends + 1;
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}
