import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetWriteFile } from 'hyparquet-writer';
import { afterAll, describe, expect, it } from 'vitest';
import { cellOfValue } from '../../../../src/core/table/parquet/cell-of-value.js';
import { isParquet } from '../../../../src/core/table/parquet/parquet-file.js';
import { parquetTable } from '../../../../src/core/table/parquet/parquet-table.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

describe('a file of Parquet', () => {
  it('is read as a table, group by group, with what its values say', async () => {
    const count = 2500;
    const numbers = [...new Array(count).keys()];
    parquetWriteFile({
      filename: at('people.parquet'),
      rowGroupSize: 1000,
      columnData: [
        { name: 'id', data: numbers, type: 'INT32' },
        {
          name: 'name',
          data: numbers.map((number) => (number % 3 === 0 ? null : ` Åse ${number % 7} `)),
          type: 'STRING',
        },
        { name: 'big', data: numbers.map((number) => BigInt(number) * 10n ** 12n), type: 'INT64' },
        { name: 'said', data: numbers.map((number) => number % 2 === 0), type: 'BOOLEAN' },
        { name: 'at', data: numbers.map((number) => new Date(Date.UTC(1970, 0, 1 + number))), type: 'TIMESTAMP' },
      ],
    });
    expect(await isParquet(at('people.parquet'))).toBe(true);
    const table = await parquetTable(at('people.parquet'));
    expect(table.header).toEqual(['id', 'name', 'big', 'said', 'at']);
    const rows = await Array.fromAsync(table.rows());
    expect(rows).toHaveLength(count);
    expect(rows[0]).toEqual({ line: 2, number: 1, cells: ['0', '', '0', 'true', '1970-01-01'] });
    expect(rows[2499]).toEqual({
      line: 2501,
      number: 2500,
      cells: ['2499', '', '2499000000000000', 'false', '1976-11-04'],
    });
    expect(rows.map(({ cells }) => cells[1])).toEqual(
      numbers.map((number) => (number % 3 === 0 ? '' : `Åse ${number % 7}`)),
    );
    const [entry] = await Array.fromAsync((await parquetTable(at('people.parquet'))).entries());
    expect(entry?.text).toBe('0,,0,true,1970-01-01\n');
  });

  it('passes over rows of empty cells, as a table does', async () => {
    parquetWriteFile({
      filename: at('gaps.parquet'),
      columnData: [{ name: 'a', data: [null, 'x', ' '], type: 'STRING' }],
    });
    const rows = await Array.fromAsync((await parquetTable(at('gaps.parquet'))).rows());
    expect(rows).toEqual([{ line: 3, number: 1, cells: ['x'] }]);
  });

  it('that is damaged, cut off or none is refused', async () => {
    writeFileSync(at('damaged.parquet'), `PAR1${'x'.repeat(100)}PAR1`);
    await expect(parquetTable(at('damaged.parquet'))).rejects.toMatchObject({ code: 'invalid' });
    writeFileSync(at('short.parquet'), 'PAR1');
    await expect(parquetTable(at('short.parquet'))).rejects.toMatchObject({ code: 'invalid' });
    await expect(parquetTable(at('nobody.parquet'))).rejects.toMatchObject({ code: 'not-found' });
    writeFileSync(at('people.csv'), 'name\nMaya\n');
    expect(await isParquet(at('people.csv'))).toBe(false);
    expect(await isParquet(folder)).toBe(false);
  });

  it('stops when it is asked to', async () => {
    const table = await parquetTable(at('people.parquet'), { signal: AbortSignal.abort(new Error('enough')) }).catch(
      (error: unknown) => error,
    );
    expect(table).toEqual(new Error('enough'));
  });

  it('tells values of every type', () => {
    expect(cellOfValue(undefined)).toBe('');
    expect(cellOfValue(['a@x.example', null, 'b@x.example'])).toBe('a@x.example; b@x.example');
    expect(cellOfValue({ city: 'Juneau', big: 1n })).toBe('{"city":"Juneau","big":"1"}');
    expect(cellOfValue(new Uint8Array([104, 105]))).toBe('hi');
    expect(cellOfValue(new Date('2026-01-01T10:00:00Z'))).toBe('2026-01-01T10:00:00.000Z');
    expect(cellOfValue(new Date(Number.NaN))).toBe('');
  });
});
