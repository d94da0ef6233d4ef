import assert from 'node:assert/strict';
import type { Store } from '../../../core/store/store.js';
import { facet } from '../facet.js';
import { type StoreSubject, withStore } from './store-subject.js';

const take = (store: Store, name: 'ledger' | 'changes', count: number) =>
  store.transaction((transaction) => transaction.sequence(name, count));

/** The numbers by which the ledger and the change feed are ordered. */
export const storeSequences = facet<StoreSubject>('sequences', {
  'begin at one and count each by itself': (subject) =>
    withStore(subject, async (store) => {
      assert.deepEqual(
        [await take(store, 'changes', 3), await take(store, 'changes', 1), await take(store, 'ledger', 1)],
        [1, 4, 1],
      );
    }),

  'have no gap, whoever asks': (subject) =>
    withStore(subject, async (store) => {
      const firsts = await Promise.all(Array.from({ length: 20 }, (_, at) => take(store, 'changes', (at % 3) + 1)));
      const taken = firsts.flatMap((first, at) => Array.from({ length: (at % 3) + 1 }, (_, step) => first + step));
      assert.deepEqual(
        taken.sort((left, right) => left - right),
        taken.map((_, at) => at + 1),
      );
    }),

  'give back what a failing transaction took': (subject) =>
    withStore(subject, async (store) => {
      const failing = new Error('the work fails');
      const fails = store.transaction(async (transaction) => {
        await transaction.sequence('changes', 5);
        throw failing;
      });
      await assert.rejects(fails, failing);
      assert.equal(await take(store, 'changes', 1), 1);
    }),

  'go in the order of commits': (subject) =>
    withStore(subject, async (store) => {
      const append = (data: number) =>
        store.transaction(async (transaction) => {
          const sequence = await transaction.sequence('changes', 1);
          await transaction.put('changes', { sequence, type: 'record', at: '', data } as never);
        });
      let writing = true;
      const written = Promise.all(Array.from({ length: 30 }, (_, at) => append(at))).finally(() => {
        writing = false;
      });
      // Whoever reads on from the last number that was seen misses none.
      const seen: number[] = [];
      const readOn = async () => {
        const rows = await store.list('changes', 'all', { where: {}, after: { sequence: seen.at(-1) ?? 0 } });
        seen.push(...rows.map(({ sequence }) => sequence));
      };
      while (writing) {
        await readOn();
        await new Promise((resolve) => setTimeout(resolve));
      }
      await written;
      await readOn();
      assert.deepEqual(
        seen,
        Array.from({ length: 30 }, (_, at) => at + 1),
      );
    }),
});
