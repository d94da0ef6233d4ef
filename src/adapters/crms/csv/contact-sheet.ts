import { type Column, type DetectedColumns, detectColumns } from '../../../core/table/columns/detect-columns.js';
import { wrongWidth } from '../../../core/table/read-table.js';
import type { RowSpan } from './cell-spans.js';
import { type CsvFile, cellOf, dataRows, unitsOfCell } from './csv-file.js';
import { type Cells, type Edits, editedUnits } from './edited-file.js';
import { type RowIdentity, rowIdentity } from './row-identity.js';

export interface SheetOptions {
  name: string;
  id?: string | undefined;
  columns?: Readonly<Record<string, string>> | undefined;
  ignore?: readonly string[] | undefined;
}

const sampleRows = 1000;

/** A row that is there, or one that is to be added. */
type SheetRow = { span: RowSpan; changed: Cells } | { span?: never; changed: Cells };

/** A contact list in which some cells are changed; the file is written anew at the end. */
export class ContactSheet {
  readonly file: CsvFile;
  /** What messages call it. */
  readonly name: string;
  readonly detected: DetectedColumns;
  readonly identity: RowIdentity;
  readonly #edits: Edits = { changed: new Map(), removed: new Set(), added: [], columns: [], width: 0 };
  readonly #rows = new Map<string, SheetRow>();
  readonly #newColumns: string[] = [];

  /** @param wanted the ids of the rows that may be changed */
  constructor(file: CsvFile, options: SheetOptions, wanted: ReadonlySet<string>) {
    this.file = file;
    this.name = options.name;
    this.detected = columnsOf(file, options);
    this.identity = rowIdentity(this.detected);
    this.#edits.width = file.header.length;
    for (const row of dataRows(file)) {
      this.#edits.width = Math.max(this.#edits.width, row.cells.length / 2);
      const id = row.cells.length > 0 ? this.identity((place) => guardedCell(file, row, place)) : undefined;
      // Of rows with the same id the first is the contact; the others were rejected when they were read.
      if (id !== undefined && wanted.has(id) && !this.#rows.has(id))
        this.#rows.set(id, { span: row, changed: new Map() });
    }
  }

  has(id: string): boolean {
    return this.#rows.has(id);
  }

  /** What a cell says now. */
  read(id: string, place: number): string {
    const row = this.#rows.get(id);
    const changed = row?.changed.get(place);
    if (changed !== undefined) return this.file.cells.read(changed);
    return row?.span ? cellOf(this.file, row.span, place) : '';
  }

  /** @throws `invalid` for what the file's encoding can not hold. */
  write(id: string, place: number, text: string): void {
    const row = this.#rows.get(id);
    if (!row) return;
    const old = row.span ? unitsOfCell(this.file, row.span, place) : '';
    row.changed.set(place, this.file.cells.write(text, old.trimStart().startsWith('"')));
    if (row.span) this.#edits.changed.set(row.span.start, row.changed);
  }

  add(id: string): void {
    const row: SheetRow = { changed: new Map() };
    this.#rows.set(id, row);
    this.#edits.added.push(row.changed);
  }

  remove(id: string): void {
    const row = this.#rows.get(id);
    if (row?.span) this.#edits.removed.add(row.span.start);
    else if (row) this.#edits.added.splice(this.#edits.added.indexOf(row.changed), 1);
    this.#rows.delete(id);
  }

  /** The place of a column by its name; one that is not there is appended. */
  place(name: string): number {
    const known = [...this.file.header].indexOf(name);
    if (known >= 0) return known;
    const added = this.#newColumns.indexOf(name);
    if (added >= 0) return this.#edits.width + added;
    this.#newColumns.push(name);
    this.#edits.columns.push(this.file.cells.write(name));
    return this.#edits.width + this.#newColumns.length - 1;
  }

  /** Whether there is a column of this name, an appended one included. */
  hasColumn(name: string): boolean {
    return this.file.header.includes(name) || this.#newColumns.includes(name);
  }

  /** Columns of a kind, with those that were appended for it. */
  columnsOf(kind: Column['kind']): Column[] {
    return this.detected.columns.filter((column) => column.kind === kind);
  }

  get isChanged(): boolean {
    const { changed, removed, added, columns } = this.#edits;
    return changed.size + removed.size + added.length + columns.length > 0;
  }

  bytes(): Buffer {
    return this.file.coding.bytesOf(editedUnits(this.file, this.#edits));
  }
}

function columnsOf(file: CsvFile, { name, id, columns, ignore }: SheetOptions): DetectedColumns {
  const sample: string[][] = [];
  for (const row of dataRows(file)) {
    if (sample.length === sampleRows) break;
    const cells = Array.from({ length: row.cells.length / 2 }, (_, place) => guardedCell(file, row, place));
    if (cells.some((cell) => cell !== '') && wrongWidth(cells, file.header.length) === undefined) sample.push(cells);
  }
  return detectColumns(file.header, sample, {
    name,
    ...(id !== undefined && { id }),
    ...(columns && { columns }),
    ...(ignore && { ignore }),
  });
}

/** A cell as the table's reader gives it. */
function guardedCell(file: CsvFile, row: RowSpan, place: number): string {
  return file.cells.guarded(unitsOfCell(file, row, place)).trim();
}
