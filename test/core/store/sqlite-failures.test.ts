import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sqlite } from '../../../src/core/store/sqlite.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
const isRoot = process.getuid?.() === 0;

describe('a file of SQLite', () => {
  it.skipIf(!isRoot)('on a full disk keeps what it had, and goes on when there is room (needs root)', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'kenning-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk]);
    try {
      const ballast = join(disk, 'ballast');
      execFileSync('dd', ['if=/dev/zero', `of=${ballast}`, 'bs=1M', 'count=1'], { stdio: 'ignore' });
      const store = sqlite({ file: join(disk, 'crm.sqlite') });
      await store.transaction((transaction) => transaction.put('settings', { name: 'first', data: 1 }));
      const put = (name: string) =>
        store.transaction((transaction) => transaction.put('settings', { name, data: 'x'.repeat(300_000) }));
      const fill = async () => {
        for (let at = 0; at < 20; at++) await put(`n${at}`);
      };
      await expect(fill()).rejects.toMatchObject({ code: 'storage-full', retryable: false });
      expect(await store.get('settings', { name: 'first' })).toEqual({ name: 'first', data: 1 });
      const kept = await store.count('settings', 'all', {});
      rmSync(ballast);
      await put('later');
      expect(await store.count('settings', 'all', {})).toBe(kept + 1);
      await store.close();
    } finally {
      execFileSync('umount', ['-l', disk]);
      rmSync(disk, { recursive: true });
    }
  });

  it('that is damaged within says so, and is not written', async () => {
    const file = join(folder, 'damaged.sqlite');
    const store = sqlite({ file });
    await store.transaction(async (transaction) => {
      for (let at = 0; at < 3000; at++) await transaction.put('settings', { name: `n${at}`, data: `value ${at}` });
    });
    await store.close();
    const size = readFileSync(file).length;
    const descriptor = openSync(file, 'r+');
    // The first page names the tables; all behind it is broken.
    for (let at = 4096; at < size; at += 4096) writeSync(descriptor, Buffer.alloc(256, 0xa5), 0, 256, at);
    closeSync(descriptor);
    const before = readFileSync(file);
    const damaged = sqlite({ file });
    const all = damaged.list('settings', 'all', { where: {}, limit: 5000 });
    await expect(all).rejects.toMatchObject({ code: 'storage-damaged', retryable: false });
    await damaged.close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});
