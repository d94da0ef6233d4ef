import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sqlite } from '../../../src/core/store/sqlite.js';
import { storeSuite } from '../../../src/testing/suites/store/index.js';
import { describeStores } from '../../support/stores.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const file = () => join(folder, `${++files}.sqlite`);

describeStores('the store', (open) => storeSuite({ describe, it }, { open }));

describe('sqlite files', () => {
  it('leave nothing of what was removed once purged', async () => {
    const path = file();
    const store = sqlite({ file: path });
    const secret = 'maya@lindqvist.example';
    await store.transaction(async (transaction) => {
      for (let at = 0; at < 500; at++)
        await transaction.put('keys', { key: `email:${secret}`, record: `r${at}` as never });
      await transaction.put('settings', { name: secret, data: { secret: secret.repeat(2000) } });
    });
    await store.transaction(async (transaction) => {
      await transaction.put('settings', { name: secret, data: {} });
      await transaction.remove('settings', { name: secret });
      for (let at = 0; at < 500; at++)
        await transaction.remove('keys', { key: `email:${secret}`, record: `r${at}` as never });
    });
    expect(await store.purge()).toEqual({ remaining: [] });
    for (const suffix of ['', '-wal', '-shm']) expect(readFileSync(path + suffix).includes(secret)).toBe(false);
    await store.close();
  });

  it('that are none, damaged, newer, held or missing say so', async () => {
    const none = file();
    writeFileSync(none, 'this is a letter, not a database. '.repeat(100));
    await expect(sqlite({ file: none }).count('settings', 'all', {})).rejects.toMatchObject({
      code: 'storage-damaged',
    });
    await expect(sqlite({ file: join(folder, 'no', 'such') }).count('settings', 'all', {})).rejects.toMatchObject({
      code: 'not-found',
    });

    const held = file();
    const first = sqlite({ file: held });
    const second = sqlite({ file: held, busyTimeoutMs: 20 });
    await second.count('settings', 'all', {});
    await first.transaction(async (transaction) => {
      await transaction.put('settings', { name: 'a', data: 1 });
      await expect(second.transaction(async () => {})).rejects.toMatchObject({ code: 'storage-busy', retryable: true });
    });
    await first.close();
    await second.close();

    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(held);
    database.exec(`insert into kenning_migrations (name, timestamp) values ('9999-future', '2030-01-01')`);
    database.close();
    await expect(sqlite({ file: held }).count('settings', 'all', {})).rejects.toMatchObject({ code: 'storage-newer' });
  });
});
