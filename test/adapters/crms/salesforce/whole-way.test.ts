import { afterEach, beforeEach, expect, it } from 'vitest';
import { memory } from '../../../../src/core/store/memory.js';
import { FakeSalesforce } from '../../../support/salesforce/fake-salesforce.js';
import { office, person, said } from '../../office.js';
import { adapterOf } from './organization.js';

const us = person('bikes', 'Bikes');
const maya = person('maya', 'Maya Lindqvist', {
  address: 'maya@lindqvist.example',
  attributes: { name: 'Maya Lindqvist', title: 'Fleet manager' },
});

let fake: FakeSalesforce;
beforeEach(async () => {
  fake = await FakeSalesforce.open();
  fake.now = Date.parse('2026-01-01T00:00:00.000Z');
});
afterEach(() => fake.close());

const profiles = { testnet: 'Mastodon__c' };
const texts = () => fake.standing('Task').map(({ Description }) => String(Description));

it('brings what is said onto the contact, comes to rest, changes it and takes it away again', async () => {
  const contact = fake.add('Contact', { Email: 'maya@lindqvist.example', FirstName: 'Maya', LastName: 'Lindqvist' });
  const room = office(memory(), { salesforce: adapterOf(fake, { profiles }) });
  await room.own(us);
  await room.readContacts();
  await room.hear(said('p1', 'My brakes squeal.', [maya, us]), said('p2', 'Bring it in!', [us, maya]));
  expect(await room.settle()).toMatchObject({ activities: 2, enrichments: 1, delivered: { failed: 0, later: 0 } });
  expect(fake.row(contact)).toMatchObject({ Title: 'Fleet manager', Mastodon__c: expect.stringContaining('maya') });
  expect(texts()).toHaveLength(2);

  // Reading it again, with what was filled in, changes nothing.
  for (let time = 0; time < 2; time++) {
    await room.readContacts();
    expect(await room.settle()).toMatchObject({ activities: 0, enrichments: 0, erasures: 0, delivered: { done: 0 } });
  }

  await room.hear(said('p1', 'My brakes squeal loudly.', [maya, us], { revisedAt: '2026-02-01T00:00:00.000Z' }));
  await room.settle();
  expect(texts().filter((text) => text.includes('squeal loudly.'))).toHaveLength(1);
  expect(texts()).toHaveLength(2);

  await room.hear({
    type: 'removed',
    of: { network: 'testnet', realm: '', externalId: 'p1' },
    at: '2026-02-02T00:00:00.000Z',
    by: 'author',
  });
  await room.settle();
  expect(texts().some((text) => text.includes('squeal'))).toBe(false);
  expect(texts()).toHaveLength(1);
});

it.each([
  ['with a field for keys', 'Kenning_Key__c'],
  ['without one', undefined],
])('writes each thing once when answers are lost, %s', async (_how, keyField) => {
  const contact = fake.add('Contact', { Email: 'maya@lindqvist.example', LastName: 'Lindqvist' });
  const room = office(memory(), { salesforce: adapterOf(fake, { profiles, keyField }) });
  await room.own(us);
  await room.readContacts();
  await room.hear(said('p1', 'My brakes squeal.', [maya, us]));
  let lost = 0;
  fake.loses = ({ path }) => path.startsWith('composite') && lost++ < 3;
  for (let time = 0; time < 8; time++) {
    await room.settle();
    room.clock.turn(3_600_000);
  }
  expect(lost).toBeGreaterThanOrEqual(3);
  expect(texts().filter((text) => text.includes('squeal'))).toHaveLength(1);
  expect(fake.row(contact).Title).toBe('Fleet manager');
});
