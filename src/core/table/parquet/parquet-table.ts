import { KenningError } from '../../errors.js';
import { csvLine } from '../csv-line.js';
import { columnNames, type Table, type TableRow } from '../read-table.js';
import { cellOfValue } from './cell-of-value.js';
import { type ParquetFile, parquetFile } from './parquet-file.js';

/**
 * Reads a file of Parquet as a table, a group of its rows at a time. Dates are written as ISO has them, and lists parted by
 * semicolons; what is made of it is CSV. Needs the packages `hyparquet` and `hyparquet-compressors`.
 *
 * @throws KenningError `invalid` for a file that is damaged or has no columns, `unsupported` where the packages are missing.
 * @example
 * const table = await parquetTable('people.parquet');
 */
export async function parquetTable(path: string, options: { signal?: AbortSignal } = {}): Promise<Table> {
  const file = await parquetFile(path, options);
  if (file.header.length === 0) throw new KenningError('invalid', `${path} has no columns.`);
  const header = columnNames(file.header, path, undefined);
  return {
    name: path,
    header,
    head: `${csvLine(header)}\n`,
    encoding: () => 'utf-8',
    mark: false,
    delimiter: ',',
    lineEnding: '\n',
    rows: () => rowsOf(file),
    async *entries() {
      for await (const { line, cells } of rowsOf(file)) yield { line, cells, text: `${csvLine(cells)}\n` };
    },
  };
}

/** As the rows of a table: those of empty cells are none. */
async function* rowsOf({ header, pieces }: ParquetFile): AsyncGenerator<TableRow, void, void> {
  let number = 0;
  for await (const { from, size, columns } of pieces([...header.keys()]))
    for (let row = 0; row < size; row += 1) {
      const cells = columns.map((values) => cellOfValue(values[row]));
      if (cells.every((cell) => cell === '')) continue;
      number += 1;
      // As if its header were its first line.
      yield { line: from + row + 2, number, cells };
    }
}
