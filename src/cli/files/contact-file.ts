import { type CsvFile, csvFile, dataRows, readWhole } from '../../adapters/crms/csv/csv-file.js';
import { type Cells, editedUnits } from '../../adapters/crms/csv/edited-file.js';
import type { Rejected } from '../../core/page.js';
import { fileBytes } from '../../core/table/read-file.js';
import type { Terminal } from '../terminal.js';
import type { OpenedTable } from './input.js';
import { notices } from './notices.js';

/** A file that is read once, as a table and as it is written. */
export interface ContactFile extends OpenedTable {
  file: CsvFile;
}

const largest = 1_000_000_000;

/** @throws KenningError `not-found`, `forbidden` or `invalid` for a file that can not be read, `too-large` beyond 1 GB */
export async function openContactFile(path: string, { say, signal }: Terminal): Promise<ContactFile> {
  // Says what is wrong with the path.
  await fileBytes(path, { signal });
  const rejected = notices<Rejected>(say, path, ({ at, reason }) => `${path}, ${at}, was left out: ${reason}`);
  const file = await csvFile(await readWhole(path, largest), { name: path, formulas: 'neutralize' });
  return { path, file, rejected, table: await file.table({ onRejected: rejected.add, signal }) };
}

/**
 * A file with columns behind its own: what was there stays byte for byte.
 *
 * @param rows the new cells of rows, by the line on which each begins. Other rows get empty ones.
 * @throws KenningError `invalid` for what the file's encoding can not hold.
 */
export function withColumns(
  file: CsvFile,
  columns: readonly string[],
  rows: ReadonlyMap<number, readonly string[]>,
): Uint8Array {
  const spans = [...dataRows(file)];
  const width = spans.reduce((most, { cells }) => Math.max(most, cells.length / 2), file.header.length);
  const changed = new Map<number, Cells>();
  for (const { line, start } of spans) {
    const texts = rows.get(line);
    if (texts) changed.set(start, new Map(texts.map((text, place) => [width + place, file.cells.write(text)])));
  }
  const names = columns.map((name) => file.cells.write(name));
  return file.coding.bytesOf(editedUnits(file, { changed, removed: new Set(), added: [], columns: names, width }));
}
