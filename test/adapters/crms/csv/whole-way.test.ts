import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { csv } from '../../../../src/adapters/crms/csv/index.js';
import { memory } from '../../../../src/core/store/memory.js';
import { office, person, said } from '../../office.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));

const us = person('bikes', 'Bikes');
const maya = person('maya', 'Maya Lindqvist', {
  address: 'maya@lindqvist.example',
  attributes: { name: 'Maya Lindqvist', title: '=Fleet manager' },
});

it('brings what is said into the list and beside it, comes to rest, and takes it away again', async () => {
  const file = join(folder, 'contacts.csv');
  const beside = join(folder, 'contacts.activities.csv');
  const before = 'Id;E-Mail;Name\r\n1;maya@lindqvist.example;"Maya"\r\n2;tomas@okafor.example;Tomás\r\n';
  writeFileSync(file, before);
  const room = office(memory(), { contacts: csv({ file }) });
  await room.own(us);
  await room.readContacts();
  await room.hear(said('p1', 'My brakes squeal.', [maya, us]), said('p2', 'Bring it in!', [us, maya]));
  expect(await room.settle()).toMatchObject({ activities: 2, enrichments: 1, delivered: { failed: 0, later: 0 } });
  const after = readFileSync(file, 'utf8');
  expect(after).toBe(
    'Id;E-Mail;Name;title;testnet;testnet_url\r\n' +
      `1;maya@lindqvist.example;"Maya";'=Fleet manager;'@maya;https://testnet.example/maya\r\n` +
      '2;tomas@okafor.example;Tomás;;;\r\n',
  );
  expect(readFileSync(beside, 'utf8')).toContain(
    '"inbound";"1";"Post on testnet by Maya Lindqvist";"My brakes squeal."',
  );

  // Reading it again, with what was filled in, changes nothing.
  for (let time = 0; time < 2; time++) {
    await room.readContacts();
    expect(await room.settle()).toMatchObject({ activities: 0, enrichments: 0, erasures: 0, delivered: { done: 0 } });
  }
  expect(readFileSync(file, 'utf8')).toBe(after);

  // Somebody works in the list meanwhile: what is due waits until it was read again.
  writeFileSync(file, after.replace('Tomás', 'Tom'));
  await room.hear(said('p3', 'Thanks!', [maya, us]));
  await room.hear({
    type: 'profile',
    profile: { ...maya, observedAt: '2026-02-01T00:00:00.000Z', attributes: { location: 'Oslo' } },
  });
  expect(await room.settle()).toMatchObject({ delivered: { later: 1, failed: 0 } });
  expect(readFileSync(file, 'utf8')).toBe(after.replace('Tomás', 'Tom'));
  await room.readContacts();
  room.clock.turn(3_600_000);
  expect((await room.settle()).delivered).toMatchObject({ done: 1 });
  expect(readFileSync(file, 'utf8')).toContain('Oslo');
  expect(readFileSync(file, 'utf8')).toContain('Tom;');

  await room.hear({
    type: 'removed',
    of: { network: 'testnet', realm: '', externalId: 'p1' },
    at: '2026-02-02T00:00:00.000Z',
    by: 'author',
  });
  await room.settle();
  expect(readFileSync(beside, 'utf8')).not.toContain('squeal');
  expect(readFileSync(beside, 'utf8')).toContain('Thanks!');
});
