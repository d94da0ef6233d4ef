import { cellOfValue } from '../../core/table/parquet/cell-of-value.js';
import type { ParquetFile } from '../../core/table/parquet/parquet-file.js';
import { dictionary } from '../engine/columns/dictionary.js';
import { words32 } from '../engine/columns/memory.js';
import type { Cells } from './cells.js';

/** Reads columns of a file of Parquet, a group of rows at a time, so that no row becomes an object. */
export async function parquetCells(file: ParquetFile, wanted: readonly number[]): Promise<Cells> {
  const columns = wanted.map((place) => ({ place, codes: words32(file.size), ...dictionary() }));
  for await (const { from, columns: read } of file.pieces(wanted))
    for (const [index, { codes, code }] of columns.entries())
      for (const [row, value] of (read[index] as unknown[]).entries()) codes[from + row] = code(cellOfValue(value));
  const empty = new Set<number>();
  for (let row = 0; row < file.size; row += 1) if (columns.every(({ codes }) => codes[row] === 0)) empty.add(row);
  await keepEmpty(empty, file, wanted);
  const rows = Uint32Array.from(new Array(file.size).keys()).filter((row) => !empty.has(row));
  const of = (codes: Uint32Array): Uint32Array =>
    empty.size === 0 ? codes : words32(rows.length).map((_, at) => codes[rows[at] as number] as number);
  return {
    size: rows.length,
    columns: new Map(columns.map(({ place, codes, values }) => [place, { codes: of(codes), values }])),
    // As if the names of the columns were the first line.
    lines: rows.map((row) => row + 2),
    rejected: [],
  };
}

/** Of rows whose cells that are wanted are empty, only those are none that have no other cell, as in a table. */
async function keepEmpty(empty: Set<number>, file: ParquetFile, wanted: readonly number[]): Promise<void> {
  const others = [...file.header.keys()].filter((place) => !wanted.includes(place));
  if (empty.size === 0 || others.length === 0) return;
  for await (const { from, size, columns } of file.pieces(others))
    for (let row = 0; row < size; row += 1)
      if (empty.has(from + row) && columns.some((values) => cellOfValue(values[row]) !== '')) empty.delete(from + row);
}
