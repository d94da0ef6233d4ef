import { expect, it } from 'vitest';
import type { CaseDraft, CrmAdapter, LeadDraft } from '../../../src/adapters/crm-adapter.js';
import type { Connector } from '../../../src/channels/connector.js';
import type { Observed } from '../../../src/core/model/observed.js';
import type { Terms } from '../../../src/core/model/terms.js';
import { memory } from '../../../src/core/store/memory.js';
import type { Store } from '../../../src/core/store/store.js';
import { type CreateRule, kenning } from '../../../src/index.js';
import { turnedClock } from '../../core/outbox/clerk.js';
import { acknowledge } from '../../support/acknowledge.js';
import { person, said } from '../office.js';
import { JournalCrm } from './journal-crm.js';

const openTerms: Terms = {
  source: 'https://testnet.example/terms',
  checkedOn: '2026-11-24',
  rules: [{ name: 'open', allow: ['keep', 'enrich', 'pass-on'] }],
};
const us = person('bikes', 'Bikes');

/** An app with one CRM and one channel, on which a test says what is heard. */
function start(create: CreateRule[], terms: Terms = openTerms, store: Store = memory()) {
  const clock = turnedClock();
  const crm = new JournalCrm('sales', clock.now);
  const leads: LeadDraft[] = [];
  const cases: CaseDraft[] = [];
  const adapter: CrmAdapter = Object.assign(crm, {
    createLead: {
      repeat: 'keyed' as const,
      send: async (draft: LeadDraft) => {
        leads.push(draft);
        const id = `lead-${leads.length}`;
        crm.edit(id, draft.attributes);
        return crm.refOf(id);
      },
    },
    openCase: {
      repeat: 'keyed' as const,
      send: async (draft: CaseDraft) => {
        cases.push(draft);
        return { crm: 'journal', externalId: `case-${cases.length}` };
      },
    },
  });
  const heard: Observed[] = [];
  const testnet: Connector = {
    contract: 1,
    network: { id: 'testnet', name: 'Testnet', controlledBy: 'customer', order: 'oldest-first', terms },
    own: async () => [us],
    mentions: async ({ cursor = '0' } = {}) => ({
      items: heard.slice(Number(cursor)),
      rejected: [],
      next: String(heard.length),
    }),
  };
  const open = () =>
    kenning({ store, crms: { sales: adapter }, channels: { brand: testnet }, sync: { create }, clock });
  const app = open();
  return {
    app,
    open,
    crm,
    leads,
    cases,
    heard,
    clock,
    async settle() {
      await acknowledge(store, 'sales');
      const { inStep } = await app.sync();
      clock.turn(60_000);
      await app.deliver({ limit: 1000 });
      clock.turn(60_000);
      return inStep;
    },
  };
}

const privately = { visibility: 'direct' as const };

it('makes nobody a contact without a rule', async () => {
  const { heard, settle, crm } = start([]);
  heard.push(said('p1', 'Hello', [person('maya', 'Maya'), us]));
  await settle();
  expect(crm.people.size).toBe(0);
});

it('makes a contact of who wrote to us privately often enough, once, and knows that they are one', async () => {
  const rule: CreateRule = {
    name: 'asks privately',
    create: 'contact',
    in: 'sales',
    when: { privately: 2 },
    perDay: 5,
  };
  const { heard, settle, crm, app } = start([rule]);
  const maya = person('maya', 'Maya Lindqvist', { attributes: { name: 'Maya Lindqvist', title: 'Buyer' } });
  heard.push(said('p1', 'Hello', [maya, us], privately), said('p2', 'Public', [maya, us]));
  expect(await settle()).toMatchObject({ created: {} });
  heard.push(said('p3', 'A question', [maya, us], privately));
  expect(await settle()).toMatchObject({ created: { 'asks privately': 1 } });
  heard.push(said('p4', 'Another', [maya, us], privately));
  expect(await settle()).toMatchObject({ created: {} });
  await settle();
  expect([...crm.people.values()]).toMatchObject([{ attributes: { name: 'Maya Lindqvist', title: 'Buyer' } }]);
  expect(crm.writes[0]?.identifiers).toMatchObject([{ kind: 'handle', value: '@maya' }, { kind: 'url' }]);
  const customer = await app.customer({ source: 'testnet', externalId: 'maya' });
  expect(customer).toMatchObject({ records: [{ kind: 'profile' }, { kind: 'contact', source: 'journal/sales' }] });
});

it('keeps to the cap of the day across processes, and goes on the next day', async () => {
  const rule: CreateRule = {
    name: 'everybody',
    create: 'lead',
    in: 'sales',
    when: ({ interaction }) => interaction.network === 'testnet',
    perDay: 2,
  };
  const { heard, settle, leads, clock, open } = start([rule]);
  const hear = (number: number) => heard.push(said(`p${number}`, 'Hello', [person(`m${number}`, `M ${number}`), us]));
  for (let number = 1; number <= 5; number++) hear(number);
  const other = open();
  const [mine, theirs] = await Promise.all([settle(), other.sync()]);
  const made = (mine?.created.everybody ?? 0) + (theirs.inStep?.created.everybody ?? 0);
  expect(made).toBe(2);
  await settle();
  expect(leads.map(({ rule: name, origin }) => [name, origin])).toEqual([
    ['everybody', 'testnet'],
    ['everybody', 'testnet'],
  ]);
  clock.turn(86_400_000);
  hear(6);
  expect(await settle()).toMatchObject({ created: { everybody: 1 } });
});

it('writes nobody down whose network forbids it, and says by which term; nor by a rule that throws', async () => {
  const strict: Terms = {
    ...openTerms,
    rules: [
      { name: 'keep-it', allow: ['keep'] },
      { name: 'no-contacts', forbid: ['enrich'] },
    ],
  };
  const when = { said: 1 };
  const rules: CreateRule[] = [
    { name: 'everybody', create: 'lead', in: 'sales', when, perDay: 5 },
    { name: 'broken', create: 'contact', in: 'sales', when: () => JSON.parse('{'), perDay: 5 },
  ];
  const { heard, settle, leads } = start(rules, strict);
  heard.push(said('p1', 'Hello', [person('maya', 'Maya'), us]));
  expect(await settle()).toMatchObject({ created: {}, refused: { 'no-contacts': 1 }, broken: { broken: 1 } });
  expect(leads).toEqual([]);
});

it('opens one case a conversation, by rule or by call', async () => {
  const rule: CreateRule = {
    name: 'complaints',
    create: 'case',
    in: 'sales',
    when: ({ interaction }) => interaction.content.text.includes('squeal'),
    perDay: 10,
    priority: 'high',
  };
  const { heard, settle, crm, cases, app } = start([rule]);
  crm.edit('c1', { name: 'Maya Lindqvist' }, ['maya@lindqvist.example']);
  const maya = person('maya', 'Maya', { address: 'maya@lindqvist.example' });
  const root = { network: 'testnet', realm: '', externalId: 'p1' };
  heard.push(
    said('p1', 'My brakes squeal.', [maya, us]),
    said('p2', 'They still squeal.', [maya, us], { root, inReplyTo: root }),
    said('p3', 'Where are you?', [maya, us]),
    said('p4', 'I am nobody.', [person('nobody', 'Nobody'), us]),
  );
  await settle();
  await settle();
  expect(cases).toMatchObject([
    { contact: { externalId: 'c1' }, text: 'My brakes squeal.', priority: 'high', subject: 'Post on testnet by Maya' },
  ]);
  const { entries } = await app.timeline('maya@lindqvist.example');
  const idOf = (text: string) => entries.find(({ interaction }) => interaction.content.text === text)?.interaction.id;
  const again = await app.openCase(idOf('They still squeal.') as never, { by: 'Ann' });
  expect(again).toMatchObject({ state: 'done' });
  expect(await app.openCase(idOf('Where are you?') as never, { by: 'Ann' })).toMatchObject({ verb: 'open-case' });
  const stranger = (await app.timeline({ source: 'testnet', externalId: 'nobody' })).entries[0]?.interaction.id;
  await expect(app.openCase(stranger as never, { by: 'Ann' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(app.openCase(stranger as never, { by: 'Ann', in: 'nowhere' })).rejects.toMatchObject({
    code: 'unsupported',
  });
});
