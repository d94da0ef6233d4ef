// Let an app decide who is who by a model learned from its own contacts: the same that `dedupe` and an index use.
import { kenning } from 'kenning';
import { frozenModel, type IndexedRecord, learnedMatcher } from 'kenning/identity';
import { memory } from 'kenning/memory';
import { FakeCrm, fakeCrmAdapter } from 'kenning/testing';

const given = ['Ann', 'Bill', 'Carla', 'Dmitri', 'Eve', 'Farid', 'Grace', 'Hana'];
const family = ['Okonkwo', 'Lindqvist', 'Marsh', 'Tanaka', 'Quiroga'];

// Last year's contacts; every third is there twice.
const lastYear = Array.from({ length: 160 }, (_, number): IndexedRecord => {
  const person = number % 3 === 2 ? number - 1 : number;
  const [first, last] = [given[person % 8] as string, family[person % 5] as string];
  return {
    id: `c${number}`,
    source: 'crm',
    externalId: `c${number}`,
    kind: 'contact',
    party: 'person',
    origin: 'import',
    observedAt: '2026-01-01T00:00:00.000Z',
    attributes: { givenName: first, familyName: last },
    identifiers: [{ kind: 'email', scope: '', value: `${first}.${last}${person}@mail.example` }],
  };
});
const model = frozenModel(lastYear);

const crm = new FakeCrm();
crm.add({ first_name: 'Teresa', last_name: 'Okafor', email: 't.okafor@porto-couriers.example' });
crm.add({ first_name: 'Teresa', last_name: 'Okafore', email: 't.okafor@porto-couriers.example' });
crm.add({ first_name: 'Tomas', last_name: 'Okafor', email: 'tomas.okafor@example.org' });

const app = kenning({
  store: memory(),
  resolver: learnedMatcher({ model }),
  crms: { sales: fakeCrmAdapter(crm) },
});
await app.sync();
for (const { golden, records } of await app.customers()) console.log(golden.attributes.name, records.length);
await app.close();
