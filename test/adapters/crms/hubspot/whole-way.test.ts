import { expect, it } from 'vitest';
import { memory } from '../../../../src/core/store/memory.js';
import { openPortal } from '../../../support/fake-hubspot/made-up-portal.js';
import { office, person, said } from '../../office.js';

const us = person('bikes', 'Bikes');
const maya = person('maya', 'Maya Lindqvist', {
  address: 'maya@lindqvist.example',
  attributes: { name: 'Maya Lindqvist', title: 'Fleet manager' },
});

it('brings what is said onto the contact, comes to rest, changes it and takes it away again', async () => {
  const portal = await openPortal({ profiles: { testnet: { handle: 'bluesky_handle', url: 'bluesky_url' } } });
  const { records, crm } = portal;
  const contact = records.add('contacts', { email: 'maya@lindqvist.example', firstname: 'Maya' });
  const room = office(memory(), { hubspot: crm });
  await room.own(us);
  await room.readContacts();
  await room.hear(said('p1', 'My brakes squeal.', [maya, us]), said('p2', 'Bring it in!', [us, maya]));
  expect(await room.settle()).toMatchObject({ activities: 2, enrichments: 1, delivered: { failed: 0, later: 0 } });
  expect(contact.properties).toMatchObject({
    jobtitle: 'Fleet manager',
    bluesky_handle: '@maya',
    bluesky_url: 'https://testnet.example/maya',
  });
  const bodies = () =>
    records.linked('contacts', contact.id, 'notes').map((id) => records.find('notes', id)?.properties.hs_note_body);
  expect(bodies().filter((body) => body?.includes('My brakes squeal.'))).toHaveLength(1);
  expect(bodies()).toHaveLength(3);

  // Reading it again, with what was filled in, changes nothing.
  for (let time = 0; time < 2; time++) {
    await room.readContacts();
    expect(await room.settle()).toMatchObject({ activities: 0, enrichments: 0, erasures: 0, delivered: { done: 0 } });
  }

  await room.hear(said('p1', 'My brakes squeal loudly.', [maya, us], { revisedAt: '2026-02-01T00:00:00.000Z' }));
  await room.settle();
  expect(bodies().filter((body) => body?.includes('squeal loudly.'))).toHaveLength(1);
  expect(bodies()).toHaveLength(3);

  await room.hear({
    type: 'removed',
    of: { network: 'testnet', realm: '', externalId: 'p1' },
    at: '2026-02-02T00:00:00.000Z',
    by: 'author',
  });
  await room.settle();
  expect(bodies().some((body) => body?.includes('squeal'))).toBe(false);
  expect(bodies()).toHaveLength(2);
});

it('writes each thing once when an answer is lost and the process begins anew', async () => {
  const portal = await openPortal({ profiles: { testnet: { handle: 'bluesky_handle' } } });
  const { fake, records, crm } = portal;
  records.add('contacts', { email: 'maya@lindqvist.example' });
  const room = office(memory(), { hubspot: crm });
  await room.own(us);
  await room.readContacts();
  await room.hear(said('p1', 'My brakes squeal.', [maya, us]));
  let lost = 0;
  fake.loseAnswer = ({ path }) => /batch\/(create|update)$/.test(path) && lost++ < 3;
  for (let time = 0; time < 8; time++) {
    await room.settle();
    room.clock.turn(3_600_000);
  }
  const notes = records.all('notes').filter(({ archivedAt }) => !archivedAt);
  expect(lost).toBeGreaterThanOrEqual(3);
  expect(notes.filter(({ properties }) => properties.hs_note_body?.includes('squeal'))).toHaveLength(1);
  expect(notes.filter(({ properties }) => properties.hs_note_body?.includes('Filled in'))).toHaveLength(1);
});
