import { meaning } from '../../core/table/columns/cell-values.js';
import type { ColumnKind } from '../../core/table/columns/column-kind.js';
import type { Column } from '../../core/table/columns/detect-columns.js';
import { fieldText } from './cell-readers.js';
import type { CellColumn, Cells } from './cells.js';
import { type CellSource, coalesced } from './coalesced.js';

/** The cells of a file by what its columns hold. */
export interface FileCells {
  size: number;
  /** The columns of some kinds, those of the first one first. */
  of(...kinds: ColumnKind[]): Column[];
  cellsOf(column: Column): CellColumn;
  /** The cells of some kinds, to be read as fields. */
  fields(...kinds: ColumnKind[]): CellSource[];
  /** The first field of some kinds that a row has. */
  field(...kinds: ColumnKind[]): CellColumn;
  /** What a sample of rows says in a column. */
  valuesIn(column: Column): string[];
}

export function fileCells(
  { size, columns: cells }: Cells,
  columns: readonly Column[],
  sample: readonly (readonly string[])[],
): FileCells {
  const of = (...kinds: ColumnKind[]): Column[] =>
    kinds.flatMap((kind) => columns.filter((column) => column.kind === kind));
  const cellsOf = ({ place }: Column): CellColumn => cells.get(place) as CellColumn;
  const fields = (...kinds: ColumnKind[]): CellSource[] =>
    of(...kinds).map((column) => ({ column: cellsOf(column), read: fieldText }));
  return {
    size,
    of,
    cellsOf,
    fields,
    field: (...kinds) => coalesced(size, fields(...kinds)),
    valuesIn: ({ place }) => sample.map((row) => meaning(row[place])).filter((value) => value !== undefined),
  };
}
