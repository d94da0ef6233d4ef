import { dictionary } from '../engine/columns/dictionary.js';
import { words32 } from '../engine/columns/memory.js';
import type { CellColumn } from './cells.js';

/** A column of cells and what each of its values says. */
export interface CellSource {
  column: CellColumn;
  /** What a cell says; nothing where it is of no use. */
  read: (cell: string) => string | undefined;
}

/** One column of several: each row's value is the first that one of its cells says. Each value is read once. */
export function coalesced(size: number, sources: readonly CellSource[]): CellColumn {
  const known = dictionary();
  const codes = words32(size);
  for (const { column, read } of sources) {
    const numbers = Uint32Array.from(column.values, (cell) => known.code(read(cell) ?? ''));
    for (let row = 0; row < size; row += 1)
      if (codes[row] === 0) codes[row] = numbers[column.codes[row] as number] as number;
  }
  return { codes, values: known.values };
}

/** The values of some rows only. */
export function where({ codes, values }: CellColumn, isWanted: (row: number) => boolean): CellColumn {
  const kept = words32(codes.length);
  for (let row = 0; row < codes.length; row += 1) if (isWanted(row)) kept[row] = codes[row] as number;
  return { codes: kept, values };
}
