import { type RowSpan, rowSpans } from './cell-spans.js';
import type { CsvFile } from './csv-file.js';

/** The units of cells by their places in a row. */
export type Cells = Map<number, string>;

/** What is to be changed in a file. Rows are named by where they start. */
export interface Edits {
  changed: Map<number, Cells>;
  removed: Set<number>;
  /** Cells of new rows, behind all others. */
  added: Cells[];
  /** The units of the names of new columns, behind the widest row. */
  columns: string[];
  /** How many cells the widest row has. */
  width: number;
}

/** The units of a file with some cells changed and all else as it was. */
export function editedUnits(file: CsvFile, edits: Edits): string {
  const { units, layout, headerLine } = file;
  const { delimiter } = layout;
  const pieces: string[] = [];
  let copied = 0;
  const copyTo = (place: number) => {
    pieces.push(units.slice(copied, place));
    copied = place;
  };
  const width = edits.width + edits.columns.length;
  const write = (row: RowSpan, cells: Cells | undefined) => {
    const count = row.cells.length / 2;
    for (const [place, text] of [...(cells ?? [])]
      .filter(([at]) => at < count)
      .sort(([left], [right]) => left - right)) {
      copyTo(row.cells[place * 2] as number);
      pieces.push(text);
      copied = row.cells[place * 2 + 1] as number;
    }
    const wanted = edits.columns.length > 0 ? width : Math.max(0, ...(cells?.keys() ?? [])) + 1;
    copyTo(row.end);
    for (let place = count; place < wanted; place += 1) pieces.push(delimiter, cells?.get(place) ?? '');
  };
  const header = headerOf(file);
  const names: Cells = new Map(edits.columns.map((name, place) => [edits.width + place, name]));
  for (const row of rowSpans(units, layout)) {
    const isHeader = row.start === header?.start;
    if (edits.removed.has(row.start)) {
      copyTo(row.start);
      copied = row.next;
    } else if (isHeader && names.size > 0) write(row, names);
    else if (row.line <= headerLine || row.cells.length === 0) continue;
    else if (edits.changed.has(row.start)) write(row, edits.changed.get(row.start));
    else if (names.size > 0 && row.start < row.end) write(row, undefined);
  }
  copyTo(units.length);
  let whole = pieces.join('');
  for (const cells of edits.added) {
    const line = Array.from({ length: Math.max(width, 1) }, (_, place) => cells.get(place) ?? '').join(delimiter);
    // A file whose last row has no line end goes on without one.
    whole = endsWithLine(whole, file) ? `${whole}${line}${file.lineEnd}` : `${whole}${file.lineEnd}${line}`;
  }
  return whole;
}

function headerOf({ units, layout, headerLine }: CsvFile): RowSpan | undefined {
  let header: RowSpan | undefined;
  for (const row of rowSpans(units, layout)) {
    if (row.line > headerLine) break;
    header = row;
  }
  return header;
}

function endsWithLine(units: string, { lineEnd }: CsvFile): boolean {
  return units.endsWith(lineEnd.at(-1) as string);
}
