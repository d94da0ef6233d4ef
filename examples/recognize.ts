// Recognize one record at a time, as all records at once would be: under one frozen model.
import { compareModels, dedupe, frozenModel, type IndexedRecord, recordIndex } from 'kenning/identity';

const person = (
  id: string,
  givenName: string,
  familyName: string,
  birthDate: string,
  email?: string,
): IndexedRecord => ({
  id,
  source: 'crm',
  externalId: id,
  kind: 'contact',
  party: 'person',
  origin: 'import',
  observedAt: '2026-01-01T00:00:00.000Z',
  attributes: { givenName, familyName, birthDate },
  identifiers: email ? [{ kind: 'email', scope: '', value: email }] : [],
});

const contacts = [
  person('c1', 'Teresa', 'Okafor', '1981-05-17', 't.okafor@porto-couriers.example'),
  person('c2', 'Tomas', 'Okafor', '1979-11-02', 'tomas.okafor@example.org'),
  person('c3', 'Maya', 'Lindqvist', '1990-01-23', 'maya@lindqvist.example'),
  person('c4', 'Maya', 'Lindquist', '1990-01-23'),
];

// Learned from the contacts themselves; kept as JSON.
const model = frozenModel(contacts);
const index = recordIndex({ model, records: contacts });

const newcomer = person('s1', 'Teresa', 'Okafor', '1981-05-17');
const [likeliest] = index.find(newcomer);
console.log('Likeliest:', likeliest?.id, likeliest?.probability.toFixed(3));
for (const { field, level, bits } of likeliest?.fields ?? [])
  console.log(`  ${field}: ${level}, ${bits.toFixed(1)} bits`);

index.add(newcomer);
console.log('Together:', index.clusterOf('s1').ids.join(', '));
console.log(
  'All at once says the same:',
  dedupe([...contacts, newcomer], { model })
    .map(({ cluster }) => cluster)
    .join(' '),
);

const { fields, weight } = index.explain('c1', 'c2');
const against = fields.filter(({ bits }) => bits < 0).map(({ field }) => field);
console.log(`Two people, at ${weight.toFixed(1)} bits, because of: ${against.join(', ')}`);

index.remove('s1');
console.log('Forgotten:', !index.has('s1'));

// A new model is looked at before it decides anything.
const { joins, parts, stay } = compareModels([...contacts, newcomer], {
  before: model,
  after: frozenModel([...contacts, newcomer]),
});
console.log(`A new model would join ${joins.length}, part ${parts.length} and leave ${stay}`);
