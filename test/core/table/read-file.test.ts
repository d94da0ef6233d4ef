import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileBytes } from '../../../src/core/table/read-file.js';
import { readTable } from '../../../src/core/table/read-table.js';
import { all } from './bytes.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-table-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'contacts.csv'), 'name,city\nAnn,Juneau\n');

describe('a file', () => {
  it('is read', async () => {
    const table = await readTable(await fileBytes(join(folder, 'contacts.csv')));
    expect(await all(table.rows())).toEqual([{ line: 2, number: 1, cells: ['Ann', 'Juneau'] }]);
  });

  it('that is not there or is a folder is a typed error that says what to do', async () => {
    await expect(fileBytes(join(folder, 'contact.csv'))).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('Did you mean contacts.csv?'),
    });
    await expect(fileBytes(folder)).rejects.toMatchObject({
      code: 'invalid',
      message: `${folder} is a folder. Name a file in it.`,
    });
  });
});
