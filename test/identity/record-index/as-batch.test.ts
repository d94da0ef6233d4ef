import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dedupe } from '../../../src/identity/dedupe.js';
import type { FrozenModel } from '../../../src/identity/engine/train/model-document.js';
import type { IndexedRecord } from '../../../src/identity/record-index/named-rows.js';
import { recordIndex } from '../../../src/identity/record-index/record-index.js';
import { anyRecord, modelOfRecords } from './any-people.js';

const runs = { numRuns: Number(process.env.KENNING_HISTORIES ?? 60) };

/** What happens to an index: a record is there from then on, as it is given, or is not. */
type Step = { id: string; record: IndexedRecord | undefined };

const ids = Array.from({ length: 14 }, (_, number) => `id ${String((number * 5) % 14).padStart(2, '0')}`);
const step: fc.Arbitrary<Step> = fc.constantFrom(...ids).chain((id) =>
  fc.record({
    id: fc.constant(id),
    record: fc.oneof({ weight: 4, arbitrary: anyRecord(id) }, { weight: 1, arbitrary: fc.constant(undefined) }),
  }),
);

/** The customers that all records at once are recognized as, each by the smallest id. */
function batch(records: readonly IndexedRecord[], model: FrozenModel): string[][] {
  const found = dedupe(records, { model });
  const groups = Map.groupBy(found, ({ cluster }) => cluster);
  return [...groups.values()].map((group) => group.map(({ id }) => id).sort()).sort(byFirst);
}

const byFirst = ([one = '']: readonly string[], [other = '']: readonly string[]): number =>
  one < other ? -1 : one > other ? 1 : 0;

describe.each([
  ['as many records as usual under a key', undefined],
  ['few records under a key', 3],
])('one record at a time, %s', (_, block) => {
  const model = modelOfRecords(400, block);

  it('ends as all at once, in whatever order', () => {
    let together = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
        const index = recordIndex({ model });
        const there = new Map<string, IndexedRecord>();
        for (const { id, record } of steps) {
          if (!record) expect(index.remove(id)).toBe(there.delete(id));
          else {
            if (index.has(id)) index.change(record);
            else index.add(record);
            there.set(id, record);
          }
        }
        const records = [...there.values()];
        const expected = batch(records, model);
        for (const group of expected) if (group.length > 1) together += 1;
        const found = [...index.clusters()].sort((one, other) => byFirst(one.ids, other.ids));
        expect(found.map((one) => one.ids)).toEqual(expected);
        expect(found.map(({ cluster }) => cluster)).toEqual(expected.map(([first]) => first));
        expect(index.size).toBe(records.length);
      }),
      runs,
    );
    expect(together).toBeGreaterThan(runs.numRuns / 4);
  });

  it('recognizes who is not there as if it were added, and leaves no trace of having looked', () => {
    fc.assert(
      fc.property(fc.array(anyRecord('x'), { minLength: 2, maxLength: 14 }), (drawn) => {
        const records = drawn.map((record, place) => ({ ...record, id: ids[place] as string }));
        const [asked, ...others] = records as [IndexedRecord, ...IndexedRecord[]];
        const index = recordIndex({ model, records: others });
        const before = [...index.clusters()];
        const { ids: found } = index.recognize(asked);
        expect([found]).toEqual(batch(records, model).filter((group) => group.includes(asked.id as string)));
        expect([...index.clusters()]).toEqual(before);
        index.add(asked);
        expect(index.recognize(asked).ids).toEqual(found);
        expect(index.clusterOf(asked.id as string).ids).toEqual(found);
      }),
      runs,
    );
  });
});
