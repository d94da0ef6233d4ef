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
  // Rows of empty cells are no rows, as in a table.
  const filled = [...new Array(file.size).keys()].filter((row) => columns.some(({ codes }) => codes[row] !== 0));
  const kept = (codes: Uint32Array) =>
    filled.length === file.size ? codes : words32(filled.length).map((_, at) => codes[filled[at] as number] as number);
  return {
    size: filled.length,
    columns: new Map(columns.map(({ place, codes, values }) => [place, { codes: kept(codes), values }])),
    lines: words32(filled.length).map((_, at) => (filled[at] as number) + 2),
    rejected: [],
  };
}
