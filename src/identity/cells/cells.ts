import type { Words } from '../engine/columns/memory.js';

/** A column of cells as they stand in a file, each value once. */
export interface CellColumn {
  /** The number of each row's value; 0 where the cell is empty. */
  codes: Words;
  /** The values by number; the first is the empty one. */
  values: readonly string[];
}

/** The cells of a file by column. No row is an object. */
export interface Cells {
  size: number;
  /** The columns that were asked for, by their places. */
  columns: ReadonlyMap<number, CellColumn>;
  /** The line on which each row begins, from 1. */
  lines: Words;
  /** Rows that have more or fewer cells than the header, which are left out. */
  rejected: readonly { line: number; cells: number }[];
}
