import type { SourceRecordDraft } from '../model/source-record.js';
import type { Rejected } from '../page.js';
import { type ColumnChoices, type DetectedColumns, detectColumns } from './columns/detect-columns.js';
import { type RecordOptions, recordMapper } from './columns/record-mapper.js';
import type { Table, TableRow } from './read-table.js';
import type { TableWarning } from './warning.js';

export interface ReadRecordsOptions extends RecordOptions, ColumnChoices {
  /** Called with each row of which no record can be made. */
  onRejected?: (rejected: Rejected) => void;
}

/** A record and the row that it was made of. */
export interface RecordRow extends TableRow {
  draft: SourceRecordDraft;
}

/** The records of a table, read once. */
export interface TableRecords extends DetectedColumns {
  records(): AsyncGenerator<RecordRow, void, void>;
}

/** How many rows are looked at before the first record is made. */
const sampleRows = 1000;

/** The rows by which it is found out what columns hold. */
export async function firstRows(rows: AsyncIterator<TableRow>): Promise<TableRow[]> {
  const first: TableRow[] = [];
  while (first.length < sampleRows) {
    const next = await rows.next();
    if (next.done) break;
    first.push(next.value);
  }
  return first;
}

/** Said of a table without ids. */
export const unnamedRows: TableWarning = {
  reason: 'no column names its rows; they are called by their numbers, which change with the file',
};

/**
 * Reads the rows of a table as contacts or profiles. The columns are found out from the header and the first rows.
 *
 * @throws KenningError `invalid` for a column that is not there.
 * @example
 * const { records, exportOf } = await readRecords(table, { kind: 'contact', source: 'csv/contacts.csv', observedAt });
 * for await (const { draft } of records()) await ingest.records([draft]);
 */
export async function readRecords(table: Table, options: ReadRecordsOptions): Promise<TableRecords> {
  const rows = table.rows();
  const first = await firstRows(rows);
  const sample = first.map(({ cells }) => cells);
  const detected = detectColumns(table.header, sample, { name: table.name, ...options });
  const { kind, onWarning, onRejected } = options;
  if (!detected.id && kind === 'contact') onWarning?.(unnamedRows);
  const toRecord = recordMapper(detected, sample, options);
  async function* records(): AsyncGenerator<RecordRow, void, void> {
    const read = function* (row: TableRow): Generator<RecordRow> {
      const mapped = toRecord(row);
      if ('draft' in mapped) yield { ...row, draft: mapped.draft };
      else onRejected?.({ reason: mapped.reason, at: `line ${row.line}` });
    };
    for (const row of first.splice(0)) yield* read(row);
    for await (const row of rows) yield* read(row);
  }
  return { ...detected, records };
}
