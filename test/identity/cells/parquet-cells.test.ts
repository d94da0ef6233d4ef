import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer';
import { expect, it } from 'vitest';
import { parquetFile } from '../../../src/core/table/parquet/parquet-file.js';
import { parquetCells } from '../../../src/identity/cells/parquet-cells.js';

it('reads columns of Parquet into dictionaries, without rows that have no cell at all', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
  const filename = join(folder, 'people.parquet');
  parquetWriteFile({
    filename,
    rowGroupSize: 2,
    columnData: [
      { name: 'id', data: [1, 2, null, null, 5], type: 'INT32' },
      { name: 'name', data: ['Åse', ' Åse ', null, ' ', 'Maya'], type: 'STRING' },
      { name: 'note', data: [null, null, null, 'here', null], type: 'STRING' },
    ],
  });
  const { size, columns, lines } = await parquetCells(await parquetFile(filename), [1]);
  expect(size).toBe(4);
  expect(columns.get(1)).toMatchObject({ values: ['', 'Åse', 'Maya'] });
  expect([...(columns.get(1)?.codes ?? [])]).toEqual([1, 1, 0, 2]);
  expect([...lines]).toEqual([2, 3, 5, 6]);
  rmSync(folder, { recursive: true });
});
