import { type FileHandle, open, stat } from 'node:fs/promises';
import { KenningError } from '../../../core/errors.js';
import { systemCodeOf, withFileErrors } from '../../../core/files/file-error.js';
import { type ActivityRow, activityColumns, type Enrichment, enrichmentKind, enrichmentOf } from './activity-row.js';
import type { RowSpan } from './cell-spans.js';
import { type CsvFile, type CsvFileOptions, cellOf, csvFile, dataRows, readWhole } from './csv-file.js';
import { type Cells, editedUnits } from './edited-file.js';
import { replaceFile } from './replace-file.js';

export interface ActivityFileOptions extends CsvFileOptions {
  maxBytes: number;
  /** The file whose owner, mode and delimiter a new one gets. */
  beside: string;
}

/** What is in the file, as far as writing to it needs. */
interface Contents {
  /** Changes when somebody else writes. */
  signature: string;
  /** The contact of each row of ours, by its key. */
  contacts: Map<string, string>;
  enrichments: Map<string, Enrichment>;
  /** Absent while there is no file. */
  file?: CsvFile;
  /** Where a row begins that was cut off when a process ended. */
  torn: number | undefined;
}

/** What a text editor that knows no encodings recognizes UTF-8 by. */
const mark = '\u00ef\u00bb\u00bf';

/**
 * The activities of a contact list, in a file beside it. Rows are appended; the file is written anew when one changes or
 * goes. A row that was cut off by the end of a process is taken away before the next is appended.
 */
export class ActivityFile {
  readonly #path: string;
  readonly #options: ActivityFileOptions;
  #contents: Contents | undefined;

  constructor(path: string, options: ActivityFileOptions) {
    this.#path = path;
    this.#options = options;
  }

  /** What is in it now. It is read again only when it was changed by others. */
  contents(): Promise<Contents> {
    return withFileErrors(this.#path, () => this.#present());
  }

  async #present(): Promise<Contents> {
    const signature = await signatureOf(this.#path);
    if (this.#contents?.signature !== signature) this.#contents = await this.#read(signature);
    return this.#contents;
  }

  /** Appends rows. A new file gets the delimiter. */
  async append(rows: readonly ActivityRow[], delimiter: () => Promise<string>): Promise<void> {
    if (rows.length > 0) await withFileErrors(this.#path, () => this.#append(rows, delimiter));
  }

  /** Writes the file anew with some rows changed or gone, by their keys. */
  async rewrite(changed: ReadonlyMap<string, ActivityRow>, removed: ReadonlySet<string>): Promise<void> {
    if (changed.size + removed.size > 0) await withFileErrors(this.#path, () => this.#rewrite(changed, removed));
  }

  async #append(rows: readonly ActivityRow[], delimiter: () => Promise<string>): Promise<void> {
    const contents = await this.contents();
    const linesOf = (file: CsvFile) => rows.map((row) => this.#line(file, row)).join('');
    if (!contents.file) {
      const header = `${mark}${activityColumns.join(await delimiter())}\r\n`;
      const file = await csvFile(Buffer.from(header, 'latin1'), { ...this.#options, encoding: 'utf-8' });
      await this.#replace(header + linesOf(file), file);
    } else if (contents.torn !== undefined) {
      const { file, torn } = contents;
      await this.#replace(file.units.slice(0, torn) + linesOf(file), file);
    } else {
      await this.#appendTo(contents.file, linesOf(contents.file));
      for (const row of rows) keep(contents, row);
      contents.signature = await signatureOf(this.#path);
    }
  }

  async #rewrite(changed: ReadonlyMap<string, ActivityRow>, removed: ReadonlySet<string>): Promise<void> {
    const signature = await signatureOf(this.#path);
    const { file } = await this.#read(signature);
    if (!file) return;
    const place = placesIn(file, this.#path);
    const edits = { changed: new Map<number, Cells>(), removed: new Set<number>(), added: [], columns: [], width: 0 };
    for (const row of dataRows(file)) {
      const key = cellOf(file, row, place('key'));
      if (removed.has(key)) edits.removed.add(row.start);
      const next = changed.get(key);
      if (!next || removed.has(key)) continue;
      const cells: Cells = new Map(activityColumns.map((name) => [place(name), file.cells.write(next[name], true)]));
      edits.changed.set(row.start, cells);
    }
    if (edits.changed.size + edits.removed.size === 0) return;
    await this.#replace(editedUnits(file, edits), file, signature);
  }

  async #read(signature: string): Promise<Contents> {
    const contents: Contents = { signature, contacts: new Map(), enrichments: new Map(), torn: undefined };
    if (signature === '') return contents;
    const file = await csvFile(await readWhole(this.#path, this.#options.maxBytes), this.#options);
    contents.file = file;
    const place = placesIn(file, this.#path);
    let incomplete: number | undefined;
    for (const row of dataRows(file)) {
      if (isCut(file, row) && row.start < row.end) {
        incomplete ??= row.start;
        continue;
      }
      incomplete = undefined;
      const said = Object.fromEntries(activityColumns.map((name) => [name, cellOf(file, row, place(name))]));
      keep(contents, said as ActivityRow);
    }
    const isOpen = incomplete !== undefined && file.units.slice(incomplete).split('"').length % 2 === 0;
    if (incomplete !== undefined && (isOpen || !file.units.endsWith(file.lineEnd))) contents.torn = incomplete;
    return contents;
  }

  async #appendTo(file: CsvFile, lines: string): Promise<void> {
    let handle: FileHandle | undefined;
    try {
      handle = await open(this.#path, 'a+');
      await handle.writeFile(file.coding.bytesOf((await missingEnd(handle, file)) + lines));
      await handle.sync();
    } finally {
      await handle?.close();
    }
  }

  #line(file: CsvFile, row: ActivityRow): string {
    const place = placesIn(file, this.#path);
    const cells = file.header.map(() => '""');
    for (const name of activityColumns) cells[place(name)] = file.cells.write(row[name], true);
    return cells.join(file.layout.delimiter) + file.lineEnd;
  }

  async #replace(units: string, file: CsvFile, expected?: string): Promise<void> {
    const like = (await signatureOf(this.#path)) === '' ? this.#options.beside : this.#path;
    await replaceFile(this.#path, file.coding.bytesOf(units), {
      like,
      lastLook: async () => {
        if (expected !== undefined && (await signatureOf(this.#path)) !== expected) throw changedMeanwhile(this.#path);
      },
    });
    this.#contents = undefined;
  }
}

export function changedMeanwhile(path: string): KenningError {
  return new KenningError(
    'conflict',
    `${path} has changed since it was read, so nothing was written. Read its contacts again (sync), then repeat.`,
    { retryable: true },
  );
}

/** Whether a row lacks cells, or stops before the quotes of its last one, which we always write. */
function isCut({ units, header }: CsvFile, { start, end, next, cells }: RowSpan): boolean {
  const stops = next === end && units.startsWith('"', start) && cells.at(-2) === end;
  return cells.length / 2 < header.length || stops;
}

function keep({ contacts, enrichments }: Contents, row: ActivityRow): void {
  if (row.key === '') return;
  contacts.set(row.key, row.contact_id);
  const enrichment = row.kind === enrichmentKind ? enrichmentOf(row) : undefined;
  if (enrichment) enrichments.set(row.key, enrichment);
}

function placesIn(file: CsvFile, path: string): (name: string) => number {
  for (const name of activityColumns)
    if (!file.header.includes(name))
      throw new KenningError(
        'invalid',
        `${path} has no column "${name}", so it is no file of activities. Move it away, or name another with the option activities.`,
      );
  return (name) => file.header.indexOf(name);
}

/** Size, time and number of a file; empty when there is none. */
async function signatureOf(path: string): Promise<string> {
  try {
    const { size, mtimeNs, ino } = await stat(path, { bigint: true });
    return `${size} ${mtimeNs} ${ino}`;
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return '';
    throw error;
  }
}

/** What the last line of a file lacks of its end, where that was cut off. */
async function missingEnd(handle: FileHandle, file: CsvFile): Promise<string> {
  const { lineEnd, coding } = file;
  const { size } = await handle.stat();
  const length = coding.bytesOf(lineEnd).length;
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, Math.max(0, size - length));
  const last = coding.unitsOf(buffer.subarray(0, bytesRead));
  if (last.endsWith(lineEnd)) return '';
  return last.endsWith('\r') ? lineEnd.slice(1) : lineEnd;
}
