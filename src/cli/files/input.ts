import { basename } from 'node:path';
import { KenningError } from '../../core/errors.js';
import type { SourceRecordDraft } from '../../core/model/source-record.js';
import type { Rejected } from '../../core/page.js';
import type { ColumnKind } from '../../core/table/columns/column-kind.js';
import { type Column, columnPlace, quoted } from '../../core/table/columns/detect-columns.js';
import type { Delimiter } from '../../core/table/delimiter.js';
import { isParquet } from '../../core/table/parquet/parquet-file.js';
import { parquetTable } from '../../core/table/parquet/parquet-table.js';
import { fileBytes } from '../../core/table/read-file.js';
import { type RecordRow, readRecords } from '../../core/table/read-records.js';
import { readTable, type Table } from '../../core/table/read-table.js';
import type { TableWarning } from '../../core/table/warning.js';
import { socialAccount } from '../../identity/normalize/url.js';
import type { Terminal } from '../terminal.js';
import { type Notices, notices } from './notices.js';
import { progress } from './progress.js';

/** A table that was opened: its header is known, its rows are not read yet. */
export interface OpenedTable {
  path: string;
  table: Table;
  rejected: Notices<Rejected>;
}

export interface InputOptions<Label> {
  kind: 'contact' | 'profile';
  /** Of these at least one must be there, else nothing can be compared. */
  needs: readonly (ColumnKind | 'handle:')[];
  /** The flag by which a column is told. */
  flag: string;
  columns: Readonly<Record<string, string>>;
  ignore: readonly string[];
  id?: string | undefined;
  /** The column that is compared with the result; it is no part of the records. */
  truth?: string | undefined;
  /** What is kept of a row beside its record. */
  label: (row: RecordRow, columns: readonly Column[]) => Label;
}

/** The records of a file with what stands beside them. */
export interface Input<Label> {
  records: SourceRecordDraft[];
  labels: Label[];
  /** What the columns hold. */
  columns: readonly Column[];
  /** The truth of each record, where a column for it was named; empty where the file says none. */
  truth: string[];
  rejected: Notices<Rejected>;
  warnings: Notices<TableWarning>;
  /** What stands between its cells, which what is made of it keeps. */
  delimiter: Delimiter;
}

/** Opens a file of CSV or Parquet and reads its header. */
export async function openTable(path: string, { say, signal }: Terminal): Promise<OpenedTable> {
  const rejected = rejections(path, say);
  const table = (await isParquet(path))
    ? await parquetTable(path, { signal })
    : await readTable(await fileBytes(path, { signal }), { name: path, signal, onRejected: rejected.add });
  return { path, table, rejected };
}

/** Says which rows were left out and why. */
export const rejections = (path: string, say: Terminal['say']): Notices<Rejected> =>
  notices(say, path, ({ at, reason }) => `${path}, ${at}, was left out: ${reason}`);

/** Says what is wrong in a table. */
export const warningsOf = (path: string, say: Terminal['say']): Notices<TableWarning> =>
  notices(say, path, ({ at, column, reason }) =>
    [path, at, column && `column "${column}"`].filter(Boolean).join(', ').concat(`: ${reason}`),
  );

/** Reads all records of a table, and says on the way what is wrong in it. */
export async function readInput<Label>(
  { path, table, rejected }: OpenedTable,
  options: InputOptions<Label>,
  { say }: Terminal,
): Promise<Input<Label>> {
  const { kind, columns, id, label } = options;
  const { delimiter } = table;
  const warnings = warningsOf(path, say);
  const truthPlace = placeOfTruth(table, options);
  const ignore = [...options.ignore, ...(truthPlace === undefined ? [] : [table.header[truthPlace] as string])];
  const read = await readRecords(table, {
    kind,
    source: `csv/${basename(path)}`,
    observedAt: new Date().toISOString(),
    forComparison: true,
    accountOf: socialAccount,
    columns,
    ignore,
    ...(id !== undefined && { id }),
    onWarning: warnings.add,
    onRejected: rejected.add,
  });
  checkNeeds(path, read.columns, options);
  say(`${path}: ${describeColumns(read.columns, read.exportOf)}`);
  const input: Input<Label> = {
    records: [],
    labels: [],
    columns: read.columns,
    truth: [],
    rejected,
    warnings,
    delimiter,
  };
  const tell = progress(path);
  for await (const row of read.records()) {
    input.records.push(row.draft);
    input.labels.push(label(row, read.columns));
    if (truthPlace !== undefined) input.truth.push(row.cells[truthPlace] as string);
    tell(input.records.length);
  }
  tell.end();
  rejected.end();
  warnings.end();
  if (input.records.length === 0) throw new KenningError('invalid', `${path} holds no rows that can be read.`);
  return input;
}

/** Says when ids name several rows, so that what is found can not be told apart by them. */
export function warnOfRepeatedIds(ids: readonly string[], path: string, { say }: Terminal): void {
  const repeated = ids.length - new Set(ids).size;
  if (repeated > 0) say(`${path}: ${repeated} rows have an id that another has too. Name the right column with --id.`);
}

/** The place of the column with the truth. */
export function placeOfTruth(
  table: Pick<Table, 'header' | 'name'>,
  { truth, id, columns }: Pick<InputOptions<unknown>, 'truth' | 'id' | 'columns'>,
): number | undefined {
  if (truth === undefined) return undefined;
  const place = columnPlace(table.header, truth, table.name);
  for (const column of [...Object.keys(columns), ...(id === undefined ? [] : [id])])
    if (columnPlace(table.header, column, table.name) === place)
      throw new KenningError('invalid', `"${column}" is the truth and can not be an input of the matching too.`);
  return place;
}

/** @throws KenningError `invalid` when no column tells who somebody is */
export function checkNeeds(
  path: string,
  columns: readonly Column[],
  { needs, flag }: Pick<InputOptions<unknown>, 'needs' | 'flag'>,
): void {
  if (columns.some(({ kind }) => needs.some((need) => kind === need || (need === 'handle:' && kind.startsWith(need)))))
    return;
  const wanted = needs.map((need) => (need === 'handle:' ? 'linkedin, twitter or another network' : need)).join(', ');
  throw new KenningError(
    'invalid',
    `${path} has no column that tells who somebody is (${wanted}). Its columns are ${quoted(columns.map(({ header }) => header))}. Say what one holds with ${flag} HEADER=KIND.`,
  );
}

/** What was read of which columns. */
export function describeColumns(columns: readonly Column[], exportOf: string | undefined): string {
  const used = columns.filter(({ kind }) => kind !== 'custom' && kind !== 'ignore');
  const unused = columns.filter(({ kind }) => kind === 'custom' || kind === 'ignore');
  const list = used.map(({ header, kind }) => (header === kind ? kind : `${header} as ${kind}`)).join(', ');
  return [
    exportOf && `an export of ${exportOf}.`,
    `Read ${list}.`,
    unused.length > 0 && `Left out ${unused.map(({ header }) => header).join(', ')}.`,
  ]
    .filter(Boolean)
    .join(' ');
}
