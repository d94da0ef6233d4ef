import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isKenningError } from '../../../src/core/errors.js';
import { postgres } from '../../../src/core/store/postgres.js';
import { startPostgres } from '../../support/postgres.js';
import { whyNoPostgres } from '../../support/stores.js';

const secret = 'hunter2 "of" the Baltic';
const isRoot = process.getuid?.() === 0;

/** What the server is asked to break is its own, so it is one that nobody else uses. */
describe.skipIf(whyNoPostgres)(`a PostgreSQL that fails${whyNoPostgres ? ` (skipped: ${whyNoPostgres})` : ''}`, () => {
  let server: { url: string; stop: () => void };
  const ask = async (text: string, values: unknown[] = [], url = server.url) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(text, values)).rows as Record<string, string>[];
    } finally {
      await client.end();
    }
  };
  const failureOf = async (connection: string) => {
    const store = postgres({ connection });
    try {
      await store.count('settings', 'all', {});
    } catch (error) {
      if (!isKenningError(error)) throw error;
      const shown = [error.message, error.stack, JSON.stringify(error.cause), String(error.cause)].join();
      expect(shown).not.toContain('hunter2');
      return error.code;
    } finally {
      await store.close();
    }
    return undefined;
  };
  const as = (user: string, password = secret, database = 'postgres') => {
    const url = new URL(server.url);
    url.username = user;
    url.password = encodeURIComponent(password);
    url.pathname = database;
    return url.href;
  };

  beforeAll(async () => {
    const started = await startPostgres();
    if (!started) throw new Error('There is no PostgreSQL.');
    server = started;
    await ask(`create role guarded login password '${secret}'`);
    await ask('create role stranger login');
    const [{ hba_file: file = '' } = {}] = await ask('show hba_file');
    await ask(
      `copy (values ('host all guarded 127.0.0.1/32 scram-sha-256'), ('host all all 127.0.0.1/32 trust')) to '${file}'`,
    );
    await ask('select pg_reload_conf()');
  });
  afterAll(() => server?.stop());

  it('tells why it lets nobody in', async () => {
    expect(await failureOf(as('guarded', `${secret}!`))).toBe('auth');
    expect(await failureOf(as('guarded', secret, 'nowhere'))).toBe('not-found');
    expect(await failureOf(as('stranger'))).toBe('forbidden');
    expect(await failureOf('postgres://guarded:hunter2@127.0.0.1:1/postgres')).toBe('network');
    expect(await failureOf('postgres://guarded:hunter2@no-such-host.invalid/postgres')).toBe('network');
    expect(await failureOf('postgres://guarded:hunter2@[/postgres')).toBe('invalid');
  });

  it('that has no connection left is busy', async () => {
    await ask('create schema kenning authorization guarded');
    await ask('alter role guarded connection limit 1');
    const holder = new pg.Client({ connectionString: as('guarded') });
    await holder.connect();
    expect(await failureOf(as('guarded'))).toBe('storage-busy');
    await holder.end();
    await ask('alter role guarded connection limit -1');
    expect(await failureOf(as('guarded'))).toBeUndefined();
  });

  it.skipIf(!isRoot)('whose disk is full keeps what it had (needs root)', async () => {
    const disk = mkdtempSync(join(tmpdir(), 'kenning-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk]);
    try {
      const { uid, gid } = statSync((await ask('show data_directory'))[0]?.data_directory ?? '');
      const folder = join(disk, 'space');
      mkdirSync(folder);
      chownSync(folder, uid, gid);
      chownSync(disk, uid, gid);
      await ask(`create tablespace small location '${folder}'`);
      await ask('create database small_one');
      await ask(`alter database small_one set default_tablespace = 'small'`);
      const store = postgres({ connection: as('kenning', '', 'small_one') });
      await store.transaction((transaction) => transaction.put('settings', { name: 'first', data: 1 }));
      const fill = async () => {
        for (let at = 0; at < 50; at++)
          await store.transaction((transaction) =>
            transaction.put('settings', { name: `n${at}`, data: Array.from({ length: 60_000 }, () => Math.random()) }),
          );
      };
      await expect(fill()).rejects.toMatchObject({ code: 'storage-full', retryable: false });
      expect(await store.get('settings', { name: 'first' })).toEqual({ name: 'first', data: 1 });
      await store.close();
      await ask('drop database small_one');
      await ask('drop tablespace small');
    } finally {
      execFileSync('umount', ['-l', disk]);
      rmSync(disk, { recursive: true });
    }
  });

  it.skipIf(!isRoot)('whose files are damaged says so (needs root)', async () => {
    await ask('create database whole');
    const store = postgres({ connection: as('kenning', '', 'whole') });
    await store.transaction(async (transaction) => {
      for (let at = 0; at < 500; at++) await transaction.put('settings', { name: `n${at}`, data: at });
    });
    await store.close();
    const whole = as('kenning', '', 'whole');
    await ask('checkpoint', [], whole);
    const [row] = await ask(
      `select current_setting('data_directory') as root, pg_relation_filepath('kenning.settings') as path`,
      [],
      whole,
    );
    const file = openSync(join(row?.root ?? '', row?.path ?? ''), 'r+');
    for (let page = 0; page < 2; page++) writeSync(file, Buffer.alloc(64, 0xa5), 0, 64, page * 8192);
    // A copy is read from the files, not from what the server remembers of them.
    await ask('create database damaged template whole strategy file_copy');
    const damaged = postgres({ connection: as('kenning', '', 'damaged') });
    await expect(damaged.get('settings', { name: 'n1' })).rejects.toMatchObject({ code: 'storage-damaged' });
    await damaged.close();
  });
});
