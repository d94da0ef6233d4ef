import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type CollectionName, collectionNames, definitionOf } from '../../../src/core/store/collections.js';
import { sqlite } from '../../../src/core/store/sqlite.js';
import { describeStores } from '../../support/stores.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const file = () => join(folder, `${++files}.sqlite`);

type Row = Record<string, unknown>;

/** The store without its types, to go through every collection by its definition. */
interface Untyped {
  get(collection: string, key: Row): Promise<Row | undefined>;
  list(collection: string, index: string, options: Row): Promise<Row[]>;
  count(collection: string, index: string, where: Row): Promise<number>;
  add(collection: string, row: Row): Promise<boolean>;
  put(collection: string, row: Row): Promise<void>;
  remove(collection: string, key: Row): Promise<void>;
}
const untyped = (store: unknown) => store as Untyped;

const value = (type: string, at: number, column: number): unknown =>
  type === 'json'
    ? { at, 'Zoë "x"': [null, 1.5] }
    : type === 'integer'
      ? at * 7
      : `v${(at * 31 + column * 17) % 5}-${at}`;

function rowOf(collection: CollectionName, at: number): Row {
  const { columns, key } = definitionOf(collection);
  return Object.fromEntries(
    Object.entries(columns).map(([name, type], index) => [
      name,
      type === 'text' && !key.includes(name) ? `c${at % 3}` : value(type, at, index),
    ]),
  );
}
const pick = (row: Row, names: readonly string[]): Row => Object.fromEntries(names.map((name) => [name, row[name]]));
const place = (row: Row, names: readonly string[]) => names.map((name) => row[name] as string | number);
function compare(left: (string | number)[], right: (string | number)[]): number {
  for (const [index, a] of left.entries()) {
    const b = right[index] as string | number;
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

describeStores('the store', (open) => {
  it.each(collectionNames)('keeps and lists rows of %s', async (collection) => {
    const store = open();
    const definition = definitionOf(collection);
    const rows = Array.from({ length: 30 }, (_, at) => rowOf(collection, at));
    await store.transaction(async (transaction) => {
      for (const row of rows) await untyped(transaction).put(collection, row);
      expect(await untyped(transaction).add(collection, rows[3] as Row)).toBe(false);
    });
    expect(await untyped(store).get(collection, pick(rows[5] as Row, definition.key))).toEqual(rows[5]);
    for (const [index, { by, order }] of Object.entries(definition.indexes)) {
      const where = pick(rows[4] as Row, by);
      const sorted = rows
        .filter((row) => by.every((name) => row[name] === where[name]))
        .sort((left, right) => compare(place(left, order), place(right, order)));
      const list = (options: Row) => untyped(store).list(collection, index, { where, ...options });
      expect(await list({})).toEqual(sorted);
      expect(await list({ direction: 'descending' })).toEqual(sorted.toReversed());
      expect(await untyped(store).count(collection, index, where)).toBe(sorted.length);
      const middle = pick(sorted[sorted.length >> 1] as Row, order);
      const at = sorted.length >> 1;
      expect(await list({ after: middle })).toEqual(sorted.slice(at + 1));
      expect(await list({ from: middle, limit: 2 })).toEqual(sorted.slice(at, at + 2));
      expect(await list({ after: middle, direction: 'descending' })).toEqual(sorted.slice(0, at).toReversed());
      expect(await list({ from: middle, direction: 'descending' })).toEqual(sorted.slice(0, at + 1).toReversed());
    }
    await store.close();
  });

  it('keeps nothing of a transaction that fails', async () => {
    const store = open();
    await store.transaction((transaction) => transaction.put('settings', { name: 'a', data: 1 }));
    const failing = store.transaction(async (transaction) => {
      await transaction.put('settings', { name: 'a', data: 2 });
      await transaction.put('settings', { name: 'b', data: 2 });
      await transaction.sequence('changes', 5);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await store.list('settings', 'all', { where: {} })).toEqual([{ name: 'a', data: 1 }]);
    expect(await store.transaction((transaction) => transaction.sequence('changes', 1))).toBe(1);
    await store.close();
  });

  it('shows others only what was committed, and its own to itself', async () => {
    const store = open();
    await store.transaction(async (transaction) => {
      for (const name of ['a', 'c', 'e']) await transaction.put('settings', { name, data: 1 });
    });
    await store.transaction(async (transaction) => {
      await transaction.put('settings', { name: 'b', data: 2 });
      await transaction.put('settings', { name: 'c', data: 2 });
      await transaction.remove('settings', { name: 'e' });
      const names = (rows: { name: string }[]) => rows.map(({ name }) => name).join('');
      expect(names(await transaction.list('settings', 'all', { where: {} }))).toBe('abc');
      expect(names(await store.list('settings', 'all', { where: {} }))).toBe('ace');
      expect(names(await store.list('settings', 'all', { where: {}, after: { name: 'a' }, limit: 1 }))).toBe('c');
      expect(await store.get('settings', { name: 'c' })).toEqual({ name: 'c', data: 1 });
      expect(await store.count('settings', 'all', {})).toBe(3);
    });
    expect(await store.count('settings', 'all', {})).toBe(3);
    await store.close();
  });

  it('numbers without gaps, whoever asks', async () => {
    const store = open();
    const firsts = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        store.transaction((transaction) => transaction.sequence('changes', (at % 3) + 1)),
      ),
    );
    const taken = firsts.flatMap((first, at) => Array.from({ length: (at % 3) + 1 }, (_, step) => first + step));
    expect(taken.sort((left, right) => left - right)).toEqual(taken.map((_, at) => at + 1));
    await store.close();
  });

  it('keeps 1,000 tenants apart', async () => {
    const store = open();
    const tenants = Array.from({ length: 1000 }, (_, at) => store.forTenant(`t${at}`));
    for (const tenant of tenants)
      await tenant.transaction(async (transaction) => {
        await transaction.put('settings', { name: 'who', data: tenant.tenant });
        expect(await transaction.sequence('ledger', 1)).toBe(1);
      });
    for (const tenant of tenants)
      expect(await tenant.list('settings', 'all', { where: {} })).toEqual([{ name: 'who', data: tenant.tenant }]);
    expect(await store.list('settings', 'all', { where: {} })).toEqual([]);
    await store.close();
  });

  it('refuses verbs of a transaction that has ended', async () => {
    const store = open();
    const late = await store.transaction(async (transaction) => transaction);
    await expect(async () => late.get('settings', { name: 'a' })).rejects.toMatchObject({ code: 'invalid' });
    await store.close();
  });

  it('agrees with a plain map under any history', async () => {
    const step = fc.tuple(fc.constantFrom('put', 'remove', 'fail'), fc.nat(12), fc.nat(100));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const store = open();
        const known = new Map<string, number>();
        for (const [what, key, data] of steps) {
          const name = `n${String(key).padStart(2, '0')}`;
          const done = store.transaction(async (transaction) => {
            if (what === 'remove') await transaction.remove('settings', { name });
            else await transaction.put('settings', { name, data });
            if (what === 'fail') throw new Error('fail');
          });
          if (what === 'fail') await expect(done).rejects.toThrow();
          else await done;
          if (what === 'put') known.set(name, data);
          if (what === 'remove') known.delete(name);
        }
        const expected = [...known].sort(([left], [right]) => (left < right ? -1 : 1));
        const rows = await store.list('settings', 'all', { where: {} });
        expect(rows.map(({ name, data }) => [name, data])).toEqual(expected);
        await store.close();
      }),
      { numRuns: 25 },
    );
  });
});

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
