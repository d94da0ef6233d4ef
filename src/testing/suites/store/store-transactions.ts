import assert from 'node:assert/strict';
import { facet } from '../facet.js';
import { everyHistory, type StoreSubject, withStore } from './store-subject.js';

const failing = new Error('the work fails');

/** That reads and writes happen together or not at all. */
export const storeTransactions = facet<StoreSubject>('transactions', {
  'that fail leave nothing': (subject) =>
    withStore(subject, async (store) => {
      await store.transaction((transaction) => transaction.put('settings', { name: 'a', data: 1 }));
      const fails = store.transaction(async (transaction) => {
        await transaction.put('settings', { name: 'a', data: 2 });
        await transaction.put('settings', { name: 'b', data: 2 });
        await transaction.remove('settings', { name: 'a' });
        throw failing;
      });
      await assert.rejects(fails, failing);
      const rows = await store.list('settings', 'all', { where: {} });
      assert.deepEqual(
        rows.map(({ name, data }) => [name, data]),
        [['a', 1]],
      );
    }),

  'see what they have done themselves': (subject) =>
    withStore(subject, async (store) => {
      await store.transaction(async (transaction) => {
        for (const name of ['a', 'c', 'e']) await transaction.put('settings', { name, data: 1 });
      });
      await store.transaction(async (transaction) => {
        await transaction.put('settings', { name: 'b', data: 2 });
        await transaction.remove('settings', { name: 'e' });
        const rows = await transaction.list('settings', 'all', { where: {} });
        assert.equal(rows.map(({ name }) => name).join(''), 'abc');
        assert.equal(await transaction.count('settings', 'all', {}), 3);
        assert.equal((await transaction.get('settings', { name: 'b' }))?.data, 2);
        assert.equal(await transaction.add('settings', { name: 'b', data: 3 }), false);
      });
    }),

  'show others nothing before they are committed': (subject) =>
    withStore(subject, async (store) => {
      await store.transaction((transaction) => transaction.put('settings', { name: 'a', data: 1 }));
      await store.transaction(async (transaction) => {
        await transaction.put('settings', { name: 'a', data: 2 });
        await transaction.put('settings', { name: 'b', data: 2 });
        assert.equal((await store.get('settings', { name: 'a' }))?.data, 1);
        assert.equal((await store.list('settings', 'all', { where: {} })).length, 1);
        assert.equal(await store.count('settings', 'all', {}), 1);
      });
      assert.equal(await store.count('settings', 'all', {}), 2);
    }),

  'give what their work gives': (subject) =>
    withStore(subject, async (store) => {
      assert.equal(await store.transaction(async () => 'done'), 'done');
    }),

  'that have ended take no more': (subject) =>
    withStore(subject, async (store) => {
      const late = await store.transaction(async (transaction) => transaction);
      await assert.rejects(async () => late.get('settings', { name: 'a' }), { code: 'invalid' });
      await assert.rejects(async () => late.put('settings', { name: 'a', data: 1 }), { code: 'invalid' });
    }),

  'that lock the same key wait for each other': (subject) =>
    withStore(subject, async (store) => {
      const raise = () =>
        store.transaction(async (transaction) => {
          await transaction.lock(() => ['counter']);
          const before = Number((await transaction.get('settings', { name: 'counter' }))?.data ?? 0);
          await transaction.put('settings', { name: 'counter', data: before + 1 });
        });
      await Promise.all(Array.from({ length: 20 }, raise));
      assert.equal((await store.get('settings', { name: 'counter' }))?.data, 20);
    }),

  'lock what only reading can tell, everything, and the ledger': (subject) =>
    withStore(subject, async (store) => {
      const raise = (how: number) =>
        store.transaction(async (transaction) => {
          if (how === 0) await transaction.lock(() => 'everything');
          else
            await transaction.lock(
              () => [`k${how}`],
              async () => ['then'],
            );
          await transaction.lockLedger();
          await transaction.lockLedger();
          const before = Number((await transaction.get('settings', { name: 'counter' }))?.data ?? 0);
          await transaction.put('settings', { name: 'counter', data: before + 1 });
        });
      await Promise.all([0, 1, 2, 0, 3].map(raise));
      assert.equal((await store.get('settings', { name: 'counter' }))?.data, 5);
    }),

  'foresee listings without changing them': (subject) =>
    withStore(subject, async (store) => {
      const row = (customer: string, record: string) => ({ customer, record }) as never;
      await store.transaction(async (transaction) => {
        for (const record of ['1', '2']) await transaction.put('members', row('a', record));
      });
      await store.transaction(async (transaction) => {
        await transaction.lock(() => ['a', 'b']);
        const wheres = ['a', 'b'].map((customer) => ({ customer }) as never);
        await transaction.foresee('members', 'byCustomer', () => wheres);
        const count = async (customer: string) =>
          (await transaction.list('members', 'byCustomer', { where: { customer } as never })).length;
        assert.deepEqual([await count('a'), await count('b')], [2, 0]);
        await transaction.put('members', row('b', '2'));
        assert.deepEqual([await count('a'), await count('b')], [1, 1], 'what was foreseen is as it was made since');
      });
    }),

  'leave what a plain map would hold, whatever the history': (subject) =>
    everyHistory(async (choose) =>
      withStore(subject, async (store) => {
        const known = new Map<string, number>();
        for (let step = 0; step < 40; step++) {
          const name = `n${choose([1, 2, 3, 4, 5, 6, 7, 8])}`;
          const what = choose(['put', 'put', 'remove', 'fail']);
          const done = store.transaction(async (transaction) => {
            if (what === 'remove') await transaction.remove('settings', { name });
            else await transaction.put('settings', { name, data: step });
            if (what === 'fail') throw failing;
          });
          if (what === 'fail') await assert.rejects(done, failing);
          else await done;
          if (what === 'put') known.set(name, step);
          if (what === 'remove') known.delete(name);
        }
        const rows = await store.list('settings', 'all', { where: {} });
        assert.deepEqual(
          rows.map(({ name, data }) => [name, data]),
          [...known].sort(([left], [right]) => (left < right ? -1 : 1)),
        );
      }),
    ),
});
