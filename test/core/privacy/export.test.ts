import { expect, it } from 'vitest';
import type { Terms } from '../../../src/core/model/terms.js';
import { exportParts } from '../../../src/core/privacy/export-parts.js';
import { exportOf } from '../../../src/core/privacy/export-person.js';
import { termsBook } from '../../../src/core/privacy/terms-book.js';
import { memory } from '../../../src/core/store/memory.js';
import { linkedinTerms } from '../../fixtures/terms/linkedin.js';
import { contact, desk, instantAt, profile, said } from './desk.js';

async function office() {
  const one = desk(memory());
  const consents = [
    { purpose: 'newsletter', channel: 'email', state: 'granted' as const, at: instantAt(0), source: 'form' },
  ];
  await one.know(contact('crm-ann', ['ann@mail.example'], { consents }), { ...profile('us'), own: true });
  await one.say(
    said({ id: 'a1', author: 'ann', text: 'hello', to: ['us'], minute: 1 }),
    said({ id: 'a1', author: 'ann', text: 'hello again', to: ['us'], minute: 1, version: '3' }),
    said({ id: 'u1', author: 'us', text: 'hello ann', to: ['ann'], minute: 2, root: 'a1', inReplyTo: 'a1' }),
    said({ id: 'b1', author: 'bob', text: 'ann and eve should talk', to: ['ann', 'eve'], minute: 3 }),
    said({ id: 'b2', author: 'bob', text: 'a secret of bob and eve', to: ['eve'], minute: 4 }),
  );
  await one.steward.merge(await one.idOf('crm/contacts', 'crm-ann'), await one.idOf('net', 'ann'), {
    by: 'Dana Doe',
    reason: 'met her',
  });
  return one;
}

it('gives all of a person and of others their names alone, as plain JSON', async () => {
  const one = await office();
  const entries = await one.export('ann@mail.example');
  expect(entries[0]).toMatchObject({ part: 'about', data: { parts: exportParts } });
  const parts = entries.map(({ part }) => part);
  expect([...new Set(parts)]).toEqual([
    'about',
    'record',
    'identifier',
    'consent',
    'golden-record',
    'decision',
    'interaction',
  ]);
  const interactions = entries.filter(({ part }) => part === 'interaction').map(({ data }) => data);
  expect(interactions).toMatchObject([
    {
      externalId: 'a1',
      roles: ['author'],
      content: { text: 'hello again' },
      revisions: [{ content: { text: 'hello' } }],
      others: [{ role: 'recipient', name: 'us' }],
      raw: { id: 'a1' },
    },
    {
      externalId: 'u1',
      roles: ['recipient'],
      content: { text: 'hello ann' },
      others: [{ role: 'author', name: 'us' }],
    },
    {
      externalId: 'b1',
      roles: ['recipient'],
      others: [
        { role: 'author', name: 'Name of bob' },
        { role: 'recipient', name: 'somebody else' },
      ],
    },
  ]);
  const text = JSON.stringify(entries);
  expect(JSON.parse(text)).toEqual(entries);
  expect(text).toContain('met her');
  for (const foreign of ['secret', 'handle-bob', 'Dana Doe', 'bio of bob']) expect(text).not.toContain(foreign);
});

it('gives somebody in no CRM, by an account, and nothing of a stranger', async () => {
  const one = await office();
  const entries = await one.export({ source: 'net', externalId: 'bob' });
  expect(entries.filter(({ part }) => part === 'interaction')).toHaveLength(2);
  expect(await one.export('nobody@mail.example')).toEqual([
    { part: 'about', data: expect.objectContaining({ customer: null }) },
  ]);
  await expect(one.export({ source: 'net', externalId: 'us' })).rejects.toMatchObject({ code: 'not-permitted' });
});

it('withholds what terms forbid to hand out, counts it and says where to ask; a contract of the app replaces them', async () => {
  const one = await office();
  const { store, context, registry } = one;
  const network = { id: 'net', name: 'Net', controlledBy: 'customer', terms: linkedinTerms } as const;
  const by = (contracts?: Record<string, Terms>) =>
    Array.fromAsync(
      exportOf({ store, context, registrar: registry, terms: termsBook([network], contracts) }, 'ann@mail.example'),
    );
  const entries = await by();
  expect(entries.filter(({ part }) => part === 'withheld').map(({ data }) => data)).toEqual([
    { what: 'profiles', network: 'net', term: 'no-transfer', reason: expect.any(String), count: 1 },
    { what: 'interactions', network: 'net', term: 'no-transfer', reason: expect.any(String), count: 2 },
  ]);
  // What we said ourselves is our own data.
  expect(entries.filter(({ part }) => part === 'interaction')).toMatchObject([{ data: { externalId: 'u1' } }]);
  const contract: Terms = {
    source: 'our contract',
    checkedOn: '2026-11-24',
    rules: [{ name: 'ours', allow: ['export'] }],
  };
  expect((await by({ net: contract })).filter(({ part }) => part === 'withheld')).toEqual([]);
});

it('streams: nobody waits for the end to see the beginning', async () => {
  const one = await office();
  const posts = Array.from({ length: 1500 }, (_one, at) =>
    said({ id: `many-${at}`, author: 'ann', text: `${at}`, minute: at }),
  );
  await one.say(...posts);
  const { store, context, registry } = one;
  let reads = 0;
  const counting = {
    ...store,
    get: (...input: Parameters<typeof store.get>) => {
      reads += 1;
      return store.get(...input);
    },
  } as typeof store;
  const entries = exportOf({ store: counting, context, registrar: registry }, { source: 'net', externalId: 'ann' });
  for await (const { part } of entries) if (part === 'interaction') break;
  expect(reads).toBeLessThan(100);
});
