import assert from 'node:assert/strict';
import { type CollectionName, collectionNames, definitionOf } from '../../../core/store/collections.js';
import type { Store } from '../../../core/store/store.js';
import { facet } from '../facet.js';
import { pick, type Row, rowOf, type StoreSubject, sorted, untyped, withStore } from './store-subject.js';

const howMany = 30;

/** Tries something with every index of every collection, each filled with rows. */
async function everyIndex(
  subject: StoreSubject,
  check: (list: (options: Row) => Promise<Row[]>, expected: Row[], order: readonly string[]) => Promise<void>,
): Promise<void> {
  await withStore(subject, async (store) => {
    for (const collection of collectionNames) {
      const rows = await fill(store, collection);
      for (const [index, { by, order }] of Object.entries(definitionOf(collection).indexes)) {
        const where = pick(rows[4] as Row, by);
        const expected = sorted(
          rows.filter((row) => by.every((name) => row[name] === where[name])),
          order,
        );
        await check((options) => untyped(store).list(collection, index, { where, ...options }), expected, order);
        assert.equal(await untyped(store).count(collection, index, where), expected.length, `${collection} ${index}`);
      }
    }
  });
}

async function fill(store: Store, collection: CollectionName): Promise<Row[]> {
  const rows = Array.from({ length: howMany }, (_, at) => rowOf(collection, at));
  await store.transaction(async (transaction) => {
    for (const row of rows) await untyped(transaction).put(collection, row);
  });
  return rows;
}

/** What a store keeps, and how it lists it. */
export const storeRows = facet<StoreSubject>('rows', {
  'are given as they were put': (subject) =>
    withStore(subject, async (store) => {
      for (const collection of collectionNames) {
        const rows = await fill(store, collection);
        for (const row of [rows[0], rows[5], rows[29]] as Row[]) {
          const found = await untyped(store).get(collection, pick(row, definitionOf(collection).key));
          assert.deepEqual({ ...found }, row, collection);
        }
      }
    }),

  'hold any text and any plain JSON': (subject) =>
    withStore(subject, async (store) => {
      const text = 'Zoë 👩‍👩‍👧 \u202eשלום مرحبا\u202c \'"\\;--\n';
      const data = { text, long: 'ä'.repeat(300_000), deep: [[[[{ a: [] }]]]], numbers: [0, -1.5, 2 ** 53], no: null };
      await store.transaction((transaction) => transaction.put('settings', { name: text, data }));
      assert.deepEqual((await store.get('settings', { name: text }))?.data, data);
    }),

  'are added once': (subject) =>
    withStore(subject, async (store) => {
      for (const collection of collectionNames) {
        const row = rowOf(collection, 3);
        const add = () => store.transaction((transaction) => untyped(transaction).add(collection, row));
        assert.equal(await add(), true, `${collection}: the first is added`);
        assert.equal(await add(), false, `${collection}: the second is there already`);
      }
      const first = await store.transaction((transaction) => transaction.add('settings', { name: 'a', data: 1 }));
      const second = await store.transaction((transaction) => transaction.add('settings', { name: 'a', data: 2 }));
      assert.deepEqual([first, second], [true, false]);
      assert.equal((await store.get('settings', { name: 'a' }))?.data, 1, 'what was there is unchanged');
    }),

  'that are put take the place of the one with their key': (subject) =>
    withStore(subject, async (store) => {
      const member = (customer: string) => ({ record: 'r', customer }) as never;
      for (const customer of ['a', 'b'])
        await store.transaction((transaction) => transaction.put('members', member(customer)));
      assert.deepEqual(await store.list('members', 'byCustomer', { where: { customer: 'a' as never } }), []);
      assert.equal(await store.count('members', 'byCustomer', { customer: 'b' as never }), 1);
    }),

  'are gone once removed, and removing what is not there is no error': (subject) =>
    withStore(subject, async (store) => {
      await store.transaction(async (transaction) => {
        await transaction.put('settings', { name: 'a', data: 1 });
        await transaction.remove('settings', { name: 'b' });
      });
      await store.transaction((transaction) => transaction.remove('settings', { name: 'a' }));
      assert.equal(await store.get('settings', { name: 'a' }), undefined);
      assert.deepEqual(await store.list('settings', 'all', { where: {} }), []);
    }),

  'are listed in the order of each index': (subject) =>
    everyIndex(subject, async (list, expected) => {
      assert.deepEqual(plain(await list({})), expected);
    }),

  'are listed downwards': (subject) =>
    everyIndex(subject, async (list, expected) => {
      assert.deepEqual(plain(await list({ direction: 'descending' })), expected.toReversed());
    }),

  'are listed after a place, and from one': (subject) =>
    everyIndex(subject, async (list, expected, order) => {
      const at = expected.length >> 1;
      const place = pick(expected[at] as Row, order);
      assert.deepEqual(plain(await list({ after: place })), expected.slice(at + 1));
      assert.deepEqual(plain(await list({ from: place })), expected.slice(at));
      const down = { direction: 'descending' };
      assert.deepEqual(plain(await list({ after: place, ...down })), expected.slice(0, at).toReversed());
      assert.deepEqual(plain(await list({ from: place, ...down })), expected.slice(0, at + 1).toReversed());
    }),

  'are listed by the code points of their texts': (subject) =>
    withStore(subject, async (store) => {
      const names = ['A', 'Z', 'a', 'é', '～', '\uFFFD', '😀', '😀a', '𝒜'];
      const byCodePoints = ['A', 'Z', 'a', 'é', '～', '\uFFFD', '𝒜', '😀', '😀a'];
      await store.transaction(async (transaction) => {
        for (const name of names) await transaction.put('settings', { name, data: 1 });
      });
      const listed = await store.list('settings', 'all', { where: {} });
      assert.deepEqual(
        listed.map(({ name }) => name),
        byCodePoints,
      );
      const after = await store.list('settings', 'all', { where: {}, after: { name: '\uFFFD' } });
      assert.deepEqual(
        after.map(({ name }) => name),
        ['𝒜', '😀', '😀a'],
      );
    }),

  'are listed no more than wanted, and at most 100 by default': (subject) =>
    withStore(subject, async (store) => {
      await store.transaction(async (transaction) => {
        for (let at = 0; at < 120; at++) await transaction.put('settings', { name: `n${1000 + at}`, data: at });
      });
      const list = (limit?: number) =>
        store.list('settings', 'all', { where: {}, ...(limit !== undefined && { limit }) });
      assert.equal((await list()).length, 100);
      assert.deepEqual(
        (await list(3)).map(({ data }) => data),
        [0, 1, 2],
      );
      assert.equal((await list(1000)).length, 120);
      for (const limit of [-1, 1.5, Number.NaN, 1e9])
        await assert.rejects(async () => list(limit), { code: 'invalid' }, `limit ${limit}`);
    }),
});

/** Rows of databases have no prototype. */
function plain(rows: readonly Row[]): Row[] {
  return rows.map((row) => ({ ...row }));
}
