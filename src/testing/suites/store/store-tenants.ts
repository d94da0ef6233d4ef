import assert from 'node:assert/strict';
import { facet } from '../facet.js';
import { everyHistory, recordId, type StoreSubject, withStore } from './store-subject.js';

/** Names that a careless comparison takes for one another. */
const alike = ['a', 'A', 'a ', 'a\nb', 'ä', 'a%', '_', "a'", 'default'];
/** Stores may share a database, so tenants have names that nobody used before. */
const unused = () => crypto.randomUUID().slice(0, 13);

/** That nothing crosses from one tenant to another. */
export const storeTenants = facet<StoreSubject>('tenants', {
  'are the ones they were opened for': (subject) =>
    withStore(subject, async (store) => {
      assert.equal(store.forTenant('acme').tenant, 'acme');
    }),

  'need a name of 1 to 100 bytes': (subject) =>
    withStore(subject, async (store) => {
      for (const name of ['', 'x'.repeat(101), 'ä'.repeat(51), 'a\u0000'])
        assert.throws(() => store.forTenant(name), { code: 'invalid' }, JSON.stringify(name));
    }),

  'keep 1,000 apart': (subject) =>
    withStore(subject, async (store) => {
      const run = unused();
      const tenants = Array.from({ length: 1000 }, (_, at) => store.forTenant(`${run} ${at}`));
      for (const tenant of tenants)
        await tenant.transaction(async (transaction) => {
          await transaction.put('settings', { name: 'who', data: tenant.tenant });
          assert.equal(await transaction.sequence('ledger', 1), 1);
        });
      for (const tenant of tenants) {
        const rows = await tenant.list('settings', 'all', { where: {} });
        assert.deepEqual(
          rows.map(({ data }) => data),
          [tenant.tenant],
        );
      }
      assert.deepEqual(await store.list('settings', 'all', { where: {} }), []);
    }),

  'know nothing of each other, whatever the history': (subject) =>
    everyHistory(async (choose) =>
      withStore(subject, async (store) => {
        const run = unused();
        const known = new Map(alike.map((name) => [name, { keys: new Set<string>(), numbers: 0 }]));
        for (let step = 0; step < 40; step++) {
          const name = choose(alike);
          const own = known.get(name) as { keys: Set<string>; numbers: number };
          const [verb, key, id] = [
            choose(['put', 'add', 'remove', 'number']),
            choose(['k', 'K', 'k ']),
            choose(['1', '2']),
          ];
          const row = { key, record: recordId(id) };
          const place = `${key}/${id}`;
          await store.forTenant(`${run} ${name}`).transaction(async (transaction) => {
            if (verb === 'put') await transaction.put('keys', row);
            else if (verb === 'remove') await transaction.remove('keys', row);
            else if (verb === 'add') assert.equal(await transaction.add('keys', row), !own.keys.has(place));
            else assert.equal(await transaction.sequence('changes', 1), own.numbers + 1);
          });
          if (verb === 'put' || verb === 'add') own.keys.add(place);
          if (verb === 'remove') own.keys.delete(place);
          if (verb === 'number') own.numbers += 1;
        }
        for (const [name, { keys }] of known) {
          const tenant = store.forTenant(`${run} ${name}`);
          for (const key of ['k', 'K', 'k ']) {
            const rows = await tenant.list('keys', 'byKey', { where: { key } });
            const expected = ['1', '2'].filter((id) => keys.has(`${key}/${id}`));
            assert.deepEqual(
              rows.map(({ record }) => record),
              expected,
              `${name}: ${key}`,
            );
            assert.equal(await tenant.count('keys', 'byKey', { key }), expected.length);
            for (const id of ['1', '2'])
              assert.equal(
                (await tenant.get('keys', { key, record: recordId(id) })) !== undefined,
                keys.has(`${key}/${id}`),
              );
          }
        }
      }),
    ),
});
