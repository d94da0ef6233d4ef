import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contextOf } from '../../../src/core/context.js';
import { appendChanges } from '../../../src/core/ingest/append-changes.js';
import type { RecordId } from '../../../src/core/model/id.js';
import { readChanges } from '../../../src/core/read-changes.js';
import { describeStores } from '../../support/stores.js';

/** Names that a careless comparison takes for one another. */
const names = ['a', 'A', 'a ', 'a\nb', 'ä', 'a%', '_', "a'", 'default'];
const histories = Number(process.env.KENNING_HISTORIES ?? 40);
let runs = 0;

const step = fc.record({
  tenant: fc.constantFrom(...names),
  verb: fc.constantFrom('put', 'add', 'remove', 'change', 'fail'),
  key: fc.constantFrom('k', 'K', 'k ', 'l'),
  record: fc.constantFrom('r1', 'r2').map((id) => id as RecordId),
});

describeStores('tenants of', (open) => {
  it('know nothing of each other, whatever the history', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const store = open();
        // Stores may share a database, so each run has tenants of its own.
        const run = ++runs;
        const tenantOf = (name: string) => store.forTenant(`${run} ${name}`);
        const known = new Map(names.map((name) => [name, { keys: new Set<string>(), changes: 0 }]));
        for (const { tenant, verb, key, record } of steps) {
          const own = known.get(tenant) as { keys: Set<string>; changes: number };
          const place = `${key}/${record}`;
          const done = tenantOf(tenant).transaction(async (transaction) => {
            if (verb === 'add') expect(await transaction.add('keys', { key, record })).toBe(!own.keys.has(place));
            else if (verb === 'put' || verb === 'fail') await transaction.put('keys', { key, record });
            else if (verb === 'remove') await transaction.remove('keys', { key, record });
            else {
              const said = { type: 'record' as const, record, customer: record };
              const [change] = await appendChanges(transaction, contextOf(), [said]);
              expect(change?.sequence).toBe(own.changes + 1);
            }
            if (verb === 'fail') throw new Error('fail');
          });
          if (verb === 'fail') await expect(done).rejects.toThrow('fail');
          else await done;
          if (verb === 'put' || verb === 'add') own.keys.add(place);
          if (verb === 'remove') own.keys.delete(place);
          if (verb === 'change') own.changes += 1;
        }
        for (const [name, { keys, changes }] of known) {
          const tenant = tenantOf(name);
          for (const key of ['k', 'K', 'k ', 'l']) {
            const expected = ['r1', 'r2'].filter((record) => keys.has(`${key}/${record}`));
            const rows = await tenant.list('keys', 'byKey', { where: { key } });
            expect(rows.map(({ record }) => record)).toEqual(expected);
            expect(await tenant.count('keys', 'byKey', { key })).toBe(expected.length);
            for (const record of ['r1', 'r2'] as RecordId[])
              expect((await tenant.get('keys', { key, record })) !== undefined).toBe(keys.has(`${key}/${record}`));
          }
          const fed = await Array.fromAsync(readChanges(tenant));
          expect(fed.map(({ sequence }) => sequence)).toEqual(Array.from({ length: changes }, (_, at) => at + 1));
        }
        await store.close();
      }),
      { numRuns: histories },
    );
  });

  it('need a name', () => {
    const store = open();
    for (const name of ['', 'x'.repeat(101), 'ä'.repeat(51), 'a\u0000'])
      expect(() => store.forTenant(name)).toThrow('A tenant needs a name');
  });
});
