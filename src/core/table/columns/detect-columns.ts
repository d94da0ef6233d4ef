import { KenningError } from '../../errors.js';
import { nearest } from '../nearest.js';
import { meaning } from './cell-values.js';
import { type ColumnKind, columnKind } from './column-kind.js';
import { squashed } from './header-words.js';
import { type KnownExport, knownExportOf } from './known-exports.js';
import { isOfAnother, recognizeHeader } from './recognize-header.js';
import { recognizeValues } from './recognize-values.js';

/** A column and what it holds. */
export interface Column {
  header: string;
  /** Which one it is, from 0. */
  place: number;
  kind: ColumnKind;
  /** Columns of one address have the same: `home`, `mailing`. */
  group: string;
  /** How it is known: `given` by the caller, from the `export`'s program, its `header`, its `values`, or not at all. */
  by: 'given' | 'export' | 'header' | 'values' | 'nothing';
}

/** What was found out about a table. */
export interface DetectedColumns {
  columns: Column[];
  /** The program that exported it, such as `HubSpot`. */
  exportOf?: string;
  /** The column that names its rows; absent when none does, and rows are named by their number. */
  id?: Column;
}

/** What a caller says of columns by their headers. */
export interface ColumnChoices {
  /** What columns hold, as {@link columnKind} reads it: `{ 'Kontaktweg': 'email', 'X': 'twitter' }`. */
  columns?: Readonly<Record<string, string>>;
  /** Columns that are not read at all. */
  ignore?: readonly string[];
  /** The column that names a row. */
  id?: string;
  /** What messages call the table. */
  name?: string;
}

/**
 * Finds out what each column holds: what the caller says, what is known of the program that exported it, its header, and
 * where the header says nothing its values.
 *
 * @param sample some rows.
 * @throws KenningError `invalid` for a column that is not there, with the most similar one.
 * @example
 * detectColumns(['Vorname', 'Nachname', 'E-Mail'], []).columns.map(({ kind }) => kind) // ['given-name', 'family-name', 'email']
 */
export function detectColumns(
  header: readonly string[],
  sample: readonly (readonly string[])[],
  { columns: choices = {}, ignore = [], id, name = 'the table' }: ColumnChoices = {},
): DetectedColumns {
  const given = new Map<number, ColumnKind>();
  for (const [column, kind] of Object.entries(choices)) given.set(columnPlace(header, column, name), columnKind(kind));
  for (const column of ignore) given.set(columnPlace(header, column, name), 'ignore');
  const idPlace = id === undefined ? undefined : columnPlace(header, id, name);
  if (idPlace !== undefined) given.set(idPlace, 'id');
  const known = knownExportOf(header);
  const columns = header.map((text, place): Column => {
    const cells = () => sample.map((row) => row[place] ?? '');
    const kind = given.get(place);
    return kind ? { header: text, place, kind, group: '', by: 'given' } : detectColumn(text, place, known, cells);
  });
  settleTitles(columns);
  settleNames(columns);
  settleAddress(columns);
  const chosen = idColumn(columns, sample, known);
  for (const column of columns) if (column.kind === 'id' && column !== chosen) column.kind = 'custom';
  return { columns, ...(known && { exportOf: known.name }), ...(chosen && { id: chosen }) };
}

/** The place of a column, by its header; case and signs do not matter where that leaves no doubt. */
export function findColumn(header: readonly string[], column: string): number | undefined {
  const exact = header.indexOf(column);
  if (exact >= 0) return exact;
  const alike = header.flatMap((text, place) => (squashed(text) === squashed(column) ? [place] : []));
  return alike.length === 1 ? alike[0] : undefined;
}

/**
 * The place of a column that must be there.
 *
 * @throws KenningError `invalid` when it is not, with the most similar one.
 */
export function columnPlace(header: readonly string[], column: string, name = 'the table'): number {
  const place = findColumn(header, column);
  if (place !== undefined) return place;
  const similar = nearest(column, header);
  const hint = similar === undefined ? '' : ` Did you mean "${similar}"?`;
  throw new KenningError('invalid', `${name} has no column "${column}".${hint} It has ${quoted(header)}.`);
}

/** Names of columns as messages list them. */
export function quoted(header: readonly string[]): string {
  const listed = header.slice(0, 40).map((text) => `"${text.slice(0, 60)}"`);
  return `${listed.join(', ')}${header.length > 40 ? ` and ${header.length - 40} more` : ''}`;
}

function detectColumn(header: string, place: number, known: KnownExport | undefined, cells: () => string[]): Column {
  const exported = Object.entries(known?.columns ?? {}).find(([name]) => squashed(name) === squashed(header));
  if (exported) return { header, place, kind: exported[1], group: '', by: 'export' };
  const recognized = recognizeHeader(header);
  if (recognized) return { header, place, ...recognized, by: 'header' };
  const kind = isOfAnother(header) ? undefined : recognizeValues(cells());
  return { header, place, kind: kind ?? 'custom', group: '', by: kind ? 'values' : 'nothing' };
}

/** Beside a job title, a title is `Dr.`. */
function settleTitles(columns: readonly Column[]): void {
  const titles = columns.filter(({ kind, by }) => kind === 'title' && by === 'header');
  const bare = titles.find(({ header }) => squashed(header) === 'title');
  if (bare && titles.length > 1) bare.kind = 'custom';
}

/** Beside a given name and without a family name, a column `Name` is the family name. */
function settleNames(columns: readonly Column[]): void {
  const whole = columns.find(
    ({ kind, by, header }) => kind === 'name' && by === 'header' && squashed(header) === 'name',
  );
  const has = (wanted: ColumnKind): boolean => columns.some(({ kind }) => kind === wanted);
  if (whole && has('given-name') && !has('family-name')) whole.kind = 'family-name';
}

const addressKinds: ReadonlySet<ColumnKind> = new Set([
  'address',
  'house-number',
  'street',
  'city',
  'region',
  'postal-code',
  'country',
]);

/** Whether a column holds a part of an address. */
export function isOfAddress({ kind }: Column): boolean {
  return addressKinds.has(kind);
}

/** Where nothing but lines of a street is there twice, there is one address, whatever its columns are called. */
function settleAddress(columns: readonly Column[]): void {
  const parts = columns.filter(isOfAddress);
  const single = parts.filter(({ kind }) => kind !== 'street').map(({ kind }) => kind);
  if (new Set(single).size === single.length) for (const part of parts) part.group = '';
}

/** The column that names rows: the one that was given, else the first whose values differ and are nearly all there. */
function idColumn(
  columns: readonly Column[],
  sample: readonly (readonly string[])[],
  known: KnownExport | undefined,
): Column | undefined {
  const given = columns.find(({ kind, by }) => kind === 'id' && by === 'given');
  if (given) return given;
  const names = ({ place }: Column): boolean => {
    const values = sample.map((row) => meaning(row[place])).filter((value) => value !== undefined);
    return values.length >= sample.length * 0.9 && new Set(values).size === values.length;
  };
  const exported =
    known?.id === undefined ? -1 : columns.findIndex(({ header }) => squashed(header) === squashed(known.id ?? ''));
  const candidates = columns.filter(({ kind, place }) => kind === 'id' || place === exported);
  return candidates.find(names);
}
