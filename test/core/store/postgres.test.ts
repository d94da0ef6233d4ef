import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contextOf } from '../../../src/core/context.js';
import { appendChanges } from '../../../src/core/ingest/append-changes.js';
import type { Change } from '../../../src/core/model/change.js';
import type { RecordId } from '../../../src/core/model/id.js';
import { readChanges } from '../../../src/core/read-changes.js';
import { postgres } from '../../../src/core/store/postgres.js';
import type { Store } from '../../../src/core/store/store.js';
import { ask, newSchema, postgresUrl, whyNoPostgres } from '../../support/stores.js';

const context = contextOf();
const said = (record: string) => ({
  type: 'record' as const,
  record: record as RecordId,
  customer: record as RecordId,
});

/** A promise and the function that keeps it. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe.skipIf(whyNoPostgres)(`postgres${whyNoPostgres ? ` (skipped: ${whyNoPostgres})` : ''}`, () => {
  const schemas: string[] = [];
  const stores: Store[] = [];
  let store: Store;
  let tenants = 0;
  const opened = (options: Partial<Parameters<typeof postgres>[0]> = {}) => {
    const schema = options.schema ?? newSchema();
    schemas.push(schema);
    const made = postgres({ ...(!options.pool && { connection: postgresUrl() }), schema, ...options });
    stores.push(made);
    return made;
  };
  const tenant = () => store.forTenant(`t${++tenants}`);
  beforeAll(() => {
    store = opened();
  });
  afterAll(async () => {
    for (const made of stores) await made.close();
    for (const schema of new Set(schemas)) await ask(`drop schema if exists ${schema} cascade`);
  });

  describe('the change feed', () => {
    it('skips no transaction that commits late', async () => {
      const one = tenant();
      const [written, go] = [gate(), gate()];
      const seen: Change[] = [];
      const stop = new AbortController();
      const reader = (async () => {
        for await (const change of readChanges(one, { follow: true, everyMs: 2, signal: stop.signal })) {
          seen.push(change);
          if (seen.length === 6) stop.abort();
        }
      })();
      const late = one.transaction(async (transaction) => {
        await transaction.put('settings', { name: 'late', data: 1 });
        await transaction.count('settings', 'all', {});
        written.open();
        await go.opened;
        await appendChanges(transaction, context, [said('late')]);
      });
      await written.opened;
      for (const name of ['1', '2', '3'])
        await one.transaction((transaction) => appendChanges(transaction, context, [said(name)]));
      expect(await one.count('changes', 'all', {})).toBe(3);
      go.open();
      await late;
      for (const name of ['4', '5'])
        await one.transaction((transaction) => appendChanges(transaction, context, [said(name)]));
      await reader.catch((error: unknown) => expect(error).toBe(stop.signal.reason));
      expect(seen.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(seen.map((change) => 'record' in change && change.record)).toEqual(['1', '2', '3', 'late', '4', '5']);
    });

    it('shows no number before the ones that were taken earlier', async () => {
      const one = tenant();
      const [taken, go] = [gate(), gate()];
      const first = one.transaction(async (transaction) => {
        await appendChanges(transaction, context, [said('first')]);
        taken.open();
        await go.opened;
      });
      await taken.opened;
      let ended = false;
      const second = one
        .transaction((transaction) => appendChanges(transaction, context, [said('second')]))
        .then(() => {
          ended = true;
        });
      const other = tenant();
      await other.transaction((transaction) => appendChanges(transaction, context, [said('of another tenant')]));
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(ended).toBe(false);
      expect(await one.count('changes', 'all', {})).toBe(0);
      go.open();
      await Promise.all([first, second]);
      const rows = await one.list('changes', 'all', { where: {} });
      expect(rows.map(({ data }) => 'record' in data && data.record)).toEqual(['first', 'second']);
    });
  });

  describe('locks', () => {
    it.each([
      ['a key', ['k']],
      ['many keys', Array.from({ length: 500 }, (_, at) => `k${at}`).concat('k')],
      ['everything', 'everything' as const],
    ])('of %s hold others of the tenant, and nobody else', async (_what, keys) => {
      const one = tenant();
      const [held, go] = [gate(), gate()];
      const first = one.transaction(async (transaction) => {
        await transaction.lock(() => keys);
        await transaction.lockLedger();
        held.open();
        await go.opened;
        await transaction.put('settings', { name: 'n', data: 1 });
      });
      await held.opened;
      const add = (to: Store, key: string) =>
        to.transaction(async (transaction) => {
          await transaction.lock(() => [key]);
          const known = (await transaction.get('settings', { name: 'n' }))?.data ?? 0;
          await transaction.put('settings', { name: 'n', data: Number(known) + 1 });
        });
      const second = add(one, 'k');
      const apart = tenant();
      await add(apart, 'k');
      await apart.transaction((transaction) => transaction.lockLedger());
      go.open();
      await Promise.all([first, second]);
      expect((await one.get('settings', { name: 'n' }))?.data).toBe(2);
    });

    it('that are not given in time are storage-busy', async () => {
      const hasty = opened({ busyTimeoutMs: 30 });
      await hasty.transaction(async (transaction) => {
        await transaction.lock(() => ['k']);
        const other = hasty.transaction((second) => second.lock(() => ['k']));
        await expect(other).rejects.toMatchObject({ code: 'storage-busy', retryable: true });
      });
    });

    it('never asked for may cross: the work then runs again', async () => {
      const one = tenant();
      let runs = 0;
      const both = gate();
      let begun = 0;
      const cross = (first: string, second: string) =>
        one.transaction(async (transaction) => {
          runs += 1;
          await transaction.put('settings', { name: first, data: first });
          await transaction.count('settings', 'all', {});
          begun += 1;
          if (begun === 2) both.open();
          await both.opened;
          await transaction.put('settings', { name: second, data: first });
        });
      await Promise.all([cross('a', 'b'), cross('b', 'a')]);
      expect(runs).toBeGreaterThan(2);
      const rows = await one.list('settings', 'all', { where: {} });
      expect(new Set(rows.map(({ data }) => data)).size).toBe(1);
    });
  });

  describe('what was foreseen', () => {
    it('is as the transaction itself has made it', async () => {
      const one = tenant();
      const record = (id: string) => id as RecordId;
      await one.transaction(async (transaction) => {
        for (let at = 0; at < 6; at++) await transaction.put('keys', { key: 'k', record: record(`r${at}`) });
      });
      await one.transaction(async (transaction) => {
        await transaction.foresee('keys', 'byKey', () => [{ key: 'k' }, { key: 'none' }], 4);
        const list = async (key: string, limit: number) =>
          (await transaction.list('keys', 'byKey', { where: { key }, limit })).map((row) => row.record).join();
        expect(await list('none', 4)).toBe('');
        expect(await list('k', 4)).toBe('r0,r1,r2,r3');
        await transaction.remove('keys', { key: 'k', record: record('r1') });
        await transaction.put('keys', { key: 'k', record: record('r0a') });
        await transaction.put('keys', { key: 'k', record: record('r9') });
        await transaction.put('keys', { key: 'none', record: record('r1') });
        expect(await list('k', 3)).toBe('r0,r0a,r2');
        expect(await list('k', 100)).toBe('r0,r0a,r2,r3,r4,r5,r9');
        expect(await list('none', 4)).toBe('r1');
        expect(await transaction.count('keys', 'byKey', { key: 'k' })).toBe(7);
      });
    });
  });

  describe('the schema', () => {
    it('is made once when many open it at the same moment', async () => {
      const schema = newSchema();
      const many = Array.from({ length: 6 }, () => opened({ schema }));
      await Promise.all(many.map((made) => made.count('settings', 'all', {})));
      expect(await ask(`select name from ${schema}.kenning_migrations`)).toEqual(
        await ask(`select distinct name from ${schema}.kenning_migrations order by 1`),
      );
    });

    it('of a newer version is refused and not touched', async () => {
      const schema = newSchema();
      const made = opened({ schema });
      await made.transaction((transaction) => transaction.put('settings', { name: 'a', data: 1 }));
      await made.close();
      await ask(`insert into ${schema}.kenning_migrations (name, timestamp) values ('9999-future', '2030-01-01')`);
      const before = await ask(`select * from ${schema}.kenning_migrations`);
      const newer = opened({ schema });
      await expect(newer.count('settings', 'all', {})).rejects.toMatchObject({ code: 'storage-newer' });
      expect(await ask(`select * from ${schema}.kenning_migrations`)).toEqual(before);
      // Nothing is left open or held.
      await ask(`delete from ${schema}.kenning_migrations where name = '9999-future'`);
      expect(await newer.count('settings', 'all', {})).toBe(1);
    });

    it('holds the longest names that the model lets through', async () => {
      const long = (bytes: number) =>
        Array.from({ length: bytes }, () => String.fromCharCode(33 + Math.floor(Math.random() * 94))).join('');
      const one = store.forTenant(long(100));
      await one.transaction(async (transaction) => {
        await transaction.put('interactions', {
          id: '0'.repeat(36) as never,
          network: long(100),
          realm: long(300),
          externalId: long(2000),
          thread: `${long(401)} ${long(2000)}`,
          at: '2026-01-01T00:00:00.000Z',
          state: 'stub',
          checkedAt: '2026-01-01T00:00:00.000Z',
        });
        await transaction.put('keys', { key: long(2200), record: '0'.repeat(36) as RecordId });
      });
    });
  });

  describe('connections', () => {
    it('that the server ends do not end the process', async () => {
      const made = opened();
      await made.count('settings', 'all', {});
      const end = () =>
        ask(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kenning'
          and query like '%${schemas.at(-1)}%' and pid <> pg_backend_pid()`);
      await end();
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(await made.count('settings', 'all', {})).toBe(0);
      const lost = made.transaction(async (transaction) => {
        await transaction.put('settings', { name: 'a', data: 1 });
        await transaction.count('settings', 'all', {});
        await end();
        await transaction.count('settings', 'all', {});
      });
      await expect(lost).rejects.toMatchObject({ code: 'network', retryable: true });
      expect(await made.count('settings', 'all', {})).toBe(0);
    });

    it('may be a pool of the app, which stays open', async () => {
      const pool = new pg.Pool({ connectionString: postgresUrl(), max: 3 });
      const made = opened({ pool, prepare: false });
      await Promise.all(
        Array.from({ length: 10 }, (_, at) =>
          made.transaction(async (transaction) => {
            await transaction.put('settings', { name: `n${at}`, data: at });
            // A read beside the transaction needs a connection too.
            await made.get('settings', { name: 'n0' });
          }),
        ),
      );
      expect(await made.count('settings', 'all', {})).toBe(10);
      await made.close();
      expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      await pool.end();
    });

    it('are counted on', async () => {
      const pool = new pg.Pool({ connectionString: postgresUrl(), max: 1 });
      await expect(opened({ pool }).count('settings', 'all', {})).rejects.toMatchObject({ code: 'invalid' });
      await pool.end();
    });
  });

  it('says of a purge what stays', async () => {
    const one = tenant();
    await one.transaction((transaction) => transaction.put('settings', { name: 'a', data: 1 }));
    const { remaining } = await one.purge();
    expect(remaining.join()).toMatch(/write-ahead log.*backups/s);
    expect(await one.count('settings', 'all', {})).toBe(1);
  });

  it.each([
    {},
    { connection: 'mysql://user:hunter2@localhost/db' },
    { connection: 'postgres://localhost/a', pool: { connect: () => {} } },
    { connection: 'postgres://localhost/a', schema: 'a"; drop table x' },
    { connection: 'postgres://localhost/a', conection: 1 },
    { connection: { host: 'localhost', password: 'hunter2', pasword: 'hunter2' } },
  ])('refuses options that are wrong: %j', (options) => {
    const thrown = (() => {
      try {
        postgres(options as never);
      } catch (error) {
        return error as Error;
      }
      return undefined;
    })();
    expect(thrown).toMatchObject({ code: 'invalid' });
    expect(thrown?.message).not.toContain('hunter2');
  });
});
