import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Store } from '../../../src/core/store/store.js';
import type { IndexedRecord } from '../../../src/identity/record-index/named-rows.js';
import { recordIndex } from '../../../src/identity/record-index/record-index.js';
import { type StoredRecordIndex, storedRecordIndex } from '../../../src/identity/record-index/stored-record-index.js';
import { describeStores } from '../../support/stores.js';
import { anyRecord, modelOfRecords } from './any-people.js';

const model = modelOfRecords(300, 4);
const ids = Array.from({ length: 12 }, (_, number) => `id ${String((number * 5) % 12).padStart(2, '0')}`);
const step = fc.constantFrom(...ids).chain((id) =>
  fc.record({
    id: fc.constant(id),
    record: fc.oneof({ weight: 4, arbitrary: anyRecord(id) }, { weight: 1, arbitrary: fc.constant(undefined) }),
  }),
);

const all = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
};
const byCluster = (one: { cluster: string }, other: { cluster: string }) => (one.cluster < other.cluster ? -1 : 1);

describeStores('an index of records in', (open) => {
  let store: Store;
  beforeAll(() => {
    store = open();
  });
  afterAll(() => store.close());
  const empty = async (): Promise<StoredRecordIndex> => {
    const index = storedRecordIndex({ store, model });
    await index.clear();
    return index;
  };

  it('answers what the index in memory answers, whatever came, changed and went', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), anyRecord('asked'), async (steps, asked) => {
        const stored = await empty();
        const index = recordIndex({ model });
        for (const { id, record } of steps) {
          if (!record) expect(await stored.remove(id)).toBe(index.remove(id));
          else if (index.has(id)) {
            index.change(record);
            await stored.change(record);
          } else {
            index.add(record);
            await stored.add(record);
          }
        }
        expect(await stored.find(asked, { from: 0.1 })).toEqual(index.find(asked, { from: 0.1 }));
        expect(await stored.recognize(asked)).toEqual(index.recognize(asked));
        expect((await all(stored.clusters())).sort(byCluster)).toEqual([...index.clusters()].sort(byCluster));
        expect(await stored.size()).toBe(index.size);
        for (const { id, record } of steps)
          if (record && index.has(id)) expect(await stored.recognize(record)).toEqual(index.recognize(record));
      }),
      { numRuns: Number(process.env.KENNING_HISTORIES ?? 8) },
    );
  });

  it('keeps an index for each model, and refuses what it can not take', async () => {
    const index = await empty();
    const [one, other] = fc.sample(anyRecord('x'), { numRuns: 2, seed: 3 }) as [IndexedRecord, IndexedRecord];
    const [first, second] = [
      { ...one, id: 'first', own: false },
      { ...other, id: 'second', own: false },
    ];
    await index.addAll([first, second]);
    await expect(index.add(second)).rejects.toMatchObject({ code: 'conflict' });
    await expect(index.change({ ...second, id: 'third' })).rejects.toMatchObject({ code: 'not-found' });
    await expect(index.clusterOf('third')).rejects.toMatchObject({ code: 'not-found' });
    expect(await index.size()).toBe(2);
    expect(await index.explain('first', 'second')).toEqual(
      recordIndex({ model, records: [first, second] }).explain('first', 'second'),
    );
    const later = storedRecordIndex({ store, model: modelOfRecords(200) });
    expect(await later.size()).toBe(0);
    expect(await storedRecordIndex({ store: store.forTenant('other'), model }).has('first')).toBe(false);
    expect(await index.remove('first')).toBe(true);
    expect(await index.has('first')).toBe(false);
  });

  it('takes many at once as it takes each by itself', async () => {
    const drawn = fc.sample(anyRecord('x'), { numRuns: 60, seed: 11 });
    const records = drawn.map((record, place) => ({ ...record, id: `id ${place}` }));
    const rows = async () => [
      await store.list('indexedRecords', 'all', { where: {}, limit: 1000 }),
      await store.list('indexedKeys', 'all', { where: {}, limit: 5000 }),
    ];
    const one = await empty();
    for (const record of records) await one.add(record);
    const expected = await rows();
    const together = await empty();
    await together.addAll(records);
    expect(await rows()).toEqual(expected);
    const twice = { ...(records[3] as IndexedRecord), id: 'twice' };
    for (const refused of [
      [twice, twice],
      [twice, records[7] as IndexedRecord],
    ])
      await expect(together.addAll(refused)).rejects.toMatchObject({ code: 'conflict' });
    expect(await rows()).toEqual(expected);
  });

  it('leaves out who was removed while it looked', async () => {
    const [one] = fc.sample(anyRecord('x'), { numRuns: 20, seed: 5 }).filter(({ attributes }) => attributes.birthDate);
    const record = { ...(one as IndexedRecord), own: false, party: 'person' as const };
    const index = await empty();
    await index.addAll([
      { ...record, id: 'gone' },
      { ...record, id: 'stays' },
    ]);
    const asked = { ...record, id: 'asked' };
    const ids = async () => (await index.find(asked, { from: 0 })).map(({ id }) => id);
    expect(await ids()).toEqual(['gone', 'stays']);
    const [row] = await store.list('indexedRecords', 'all', { where: {} });
    expect(row?.id).toBe('gone');
    // Its keys were read before it went, and it after.
    await store.transaction((transaction) =>
      transaction.remove('indexedRecords', row as { model: string; id: string }),
    );
    expect(await ids()).toEqual(['stays']);
  });

  it('leaves no row of what was removed', async () => {
    const index = await empty();
    const [one] = fc.sample(anyRecord('x'), { numRuns: 1, seed: 5 }) as [IndexedRecord];
    await index.add({ ...one, id: 'gone', own: false });
    expect((await store.list('indexedKeys', 'all', { where: {} })).length).toBeGreaterThan(1);
    await index.remove('gone');
    expect(await store.list('indexedKeys', 'all', { where: {} })).toEqual([]);
    expect(await store.list('indexedRecords', 'all', { where: {} })).toEqual([]);
  });
});
