import { expect, it } from 'vitest';
import type {
  ActivityObserved,
  CaseObserved,
  ContactNotice,
  CrmAdapter,
  DealObserved,
} from '../../../src/adapters/crm-adapter.js';
import type { Connector } from '../../../src/channels/connector.js';
import { KenningError } from '../../../src/core/errors.js';
import type { ActivityDraft } from '../../../src/core/model/activity.js';
import type { Network } from '../../../src/core/model/network.js';
import { memory } from '../../../src/core/store/memory.js';
import { kenning, wonDeals } from '../../../src/index.js';
import { acknowledge } from '../../support/acknowledge.js';
import { person, said } from '../office.js';
import { JournalCrm } from './journal-crm.js';

const open = {
  source: 'https://testnet.example/terms',
  checkedOn: '2026-11-24',
  rules: [{ name: 'open', allow: ['keep' as const, 'enrich' as const, 'pass-on' as const] }],
};
const phone: Network = { id: 'phone', name: 'Phone', controlledBy: 'company', terms: open };
const at = '2026-01-05T10:00:00.000Z';

/** A CRM with calls, cases and deals, and a webhook that anybody may call who says `signed`. */
function busyCrm() {
  const crm = new JournalCrm('sales');
  const activities: ActivityObserved[] = [];
  const cases: CaseObserved[] = [];
  const deals: DealObserved[] = [];
  const logged = new Map<string, ActivityDraft>();
  const fail = { activities: undefined as KenningError | undefined };
  const page = <Item>(items: Item[], since = '0') => ({
    items: items.slice(Number(since)),
    rejected: [],
    changed: String(items.length),
  });
  const adapter: CrmAdapter = Object.assign(crm, {
    crm: { id: 'journal', name: 'Sales', networks: [phone] },
    activities: async ({ since }: { since?: string } = {}) => {
      if (fail.activities) throw fail.activities;
      return page(activities, since);
    },
    cases: async ({ since }: { since?: string } = {}) => page(cases, since),
    deals: async ({ since }: { since?: string } = {}) => page(deals, since),
    logActivity: {
      repeat: 'keyed' as const,
      send: async (draft: ActivityDraft) => {
        logged.set(draft.key, draft);
        return { crm: 'journal', externalId: `a-${logged.size}` };
      },
    },
    webhook: {
      receive: async (request: Request) => {
        if (request.headers.get('x-signature') !== 'signed') throw new KenningError('auth', 'journal: not signed.');
        return { accepted: new Response('ok'), body: await request.text() };
      },
      read: (body: string) => ({ items: JSON.parse(body) as ContactNotice[], rejected: [] }),
    },
  });
  return { crm, adapter, activities, cases, deals, logged, fail };
}

function call(of: string, who: string, text: string, key?: string): ActivityObserved {
  return {
    of: { crm: 'journal', externalId: of },
    ...(key !== undefined && { key }),
    observed: {
      type: 'said',
      interaction: {
        network: 'phone',
        realm: 'sales',
        externalId: of,
        kind: 'call',
        at,
        content: { text },
        origin: 'api',
        participants: [{ role: 'author', of: { source: 'journal/sales', externalId: who } }],
      },
      profiles: [],
    },
  };
}

const testnet: Connector = {
  contract: 1,
  network: { id: 'testnet', name: 'Testnet', controlledBy: 'customer', order: 'oldest-first', terms: open },
  own: async () => [person('bikes', 'Bikes')],
  async mentions({ cursor } = {}) {
    if (cursor) return { items: [], rejected: [] };
    const us = person('bikes', 'Bikes');
    const maya = person('maya', 'Maya', { address: 'maya@lindqvist.example' });
    return {
      items: [said('p1', 'My brakes squeal.', [maya, us]), said('p2', 'Bring it in!', [us, maya])],
      rejected: [],
    };
  },
};

async function start() {
  const busy = busyCrm();
  busy.crm.edit('c1', { name: 'Maya Lindqvist' }, ['maya@lindqvist.example']);
  const store = memory();
  await acknowledge(store, 'sales');
  const app = kenning({ store, crms: { sales: busy.adapter }, channels: { brand: testnet } });
  const texts = async () =>
    (await app.timeline('maya@lindqvist.example')).entries.map((entry) => entry.interaction.content.text);
  return { ...busy, app, store, texts };
}

it('puts what a CRM holds on timelines, and knows its own writes among it', async () => {
  const { app, activities, logged, texts } = await start();
  activities.push(call('call-1', 'c1', 'Asked for a price.'));
  await app.sync();
  expect((await texts()).sort()).toEqual(['Asked for a price.', 'Bring it in!', 'My brakes squeal.']);
  await app.writeBack();
  // What the CRM wrote down itself does not come back to it.
  expect([...logged.values()].map(({ text }) => text).sort()).toEqual(['Bring it in!', 'My brakes squeal.']);
  const [first, second] = [...logged.keys()];
  activities.push(call('a-1', 'c1', 'anything', first), call('a-2', 'c1', 'kept without a key'));
  expect(second).toBeDefined();
  await app.sync();
  expect(await texts()).toHaveLength(3);
});

it('knows its own write by its words while the answer is on its way', async () => {
  const { app, adapter, activities, texts } = await start();
  await app.sync();
  const hung = adapter.logActivity as NonNullable<CrmAdapter['logActivity']>;
  Object.assign(hung, {
    send: async () => {
      throw new KenningError('timeout', 'journal: no answer.');
    },
  });
  await app.writeBack();
  activities.push(call('x-1', 'c1', 'Post on testnet: My brakes squeal.'), call('x-2', 'c1', 'Something else.'));
  await app.sync();
  expect((await texts()).sort()).toEqual(['Bring it in!', 'My brakes squeal.', 'Something else.']);
});

it('follows cases and deals, which outcomes are measured by', async () => {
  const { app, crm, cases, deals, store } = await start();
  const contact = crm.refOf('c1');
  const common = { openedAt: at, changedAt: at };
  cases.push({
    ...common,
    of: { crm: 'journal', externalId: 't1' },
    state: 'open',
    status: 'New',
    subject: 'Brakes',
    contact,
  });
  const deal = { ...common, name: 'Fleet', contacts: [contact], amount: { value: 900, currency: 'EUR' } };
  deals.push(
    {
      ...deal,
      of: { crm: 'journal', externalId: 'd1' },
      state: 'won',
      stage: 'Closed won',
      closedAt: '2026-11-20T10:00:00.000Z',
    },
    {
      ...deal,
      of: { crm: 'journal', externalId: 'd2' },
      state: 'won',
      stage: 'Closed won',
      closedAt: '2026-11-20T10:00:00.000Z',
      contacts: [],
    },
    { ...deal, of: { crm: 'journal', externalId: 'd3' }, state: 'open', stage: 'x'.repeat(5000) },
  );
  expect(await app.sync()).toMatchObject({ cases: 1, deals: 2, rejected: 1 });
  expect(await app.cases('maya@lindqvist.example')).toMatchObject([{ title: 'Brakes', state: 'open', status: 'New' }]);
  expect(await app.deals('maya@lindqvist.example')).toMatchObject([{ externalId: 'd1', state: 'won' }]);
  const now = '2026-11-24T10:00:00.000Z';
  expect(await wonDeals()(store, now)).toBe(1);
  expect(await wonDeals({ answered: false })(store, now)).toBe(2);
  expect(await wonDeals({ currency: 'EUR' })(store, now)).toBe(900);
  expect(await wonDeals({ days: 1 })(store, now)).toBe(0);
  cases.push({
    ...common,
    of: { crm: 'journal', externalId: 't1' },
    state: 'closed',
    status: 'Done',
    subject: 'Brakes',
    changedAt: '2026-02-01T00:00:00.000Z',
  });
  await app.sync();
  expect(await app.cases('maya@lindqvist.example')).toEqual([]);
});

it('goes on when one listing may not be read', async () => {
  const { app, fail, deals } = await start();
  fail.activities = new KenningError('forbidden', 'journal: the scope activities.read is missing. Grant it.');
  deals.push({
    of: { crm: 'journal', externalId: 'd1' },
    name: 'Fleet',
    contacts: [],
    state: 'won',
    stage: 'Won',
    openedAt: at,
    changedAt: at,
  });
  const { failed, contacts, deals: read } = await app.sync();
  expect(failed).toMatchObject([{ from: 'sales activities', error: { code: 'forbidden' } }]);
  expect([contacts, read]).toEqual([1, 1]);
});

it('keeps what a webhook tells and reads it with the contacts', async () => {
  const { app, crm } = await start();
  await app.sync();
  const post = (notices: unknown, signature = 'signed') =>
    app.webhook(
      'sales',
      new Request('https://app.example/hook', {
        method: 'POST',
        headers: { 'x-signature': signature },
        body: JSON.stringify(notices),
      }),
    );
  crm.edit('c2', { name: 'Tomás Okafor' }, ['tomas@okafor.example']);
  expect((await post([{ type: 'changed', of: crm.refOf('c2') }], 'forged')).status).toBe(401);
  expect((await post([{ type: 'changed', of: crm.refOf('c2') }])).status).toBe(200);
  expect((await post('nonsense')).status).toBe(200);
  expect(await app.customer('tomas@okafor.example')).toBeUndefined();
  await app.tick({ budgetMs: 5000 });
  expect(await app.customer('tomas@okafor.example')).toMatchObject({
    golden: { attributes: { name: 'Tomás Okafor' } },
  });
  expect(await app.failedRequests()).toMatchObject([{ channel: 'crm:sales' }]);
  expect((await app.webhook('nobody', new Request('https://app.example/hook'))).status).toBe(404);
  await app.close();
});

it('recognizes those whom a long first reading has kept in bulk, and those who came meanwhile', async () => {
  const { app, crm, store } = await start();
  for (let number = 0; number < 60; number++)
    crm.edit(`n${number}`, { name: `Person ${number}` }, [`person.${number % 30}@people.example`]);
  await app.sync();
  expect(await store.list('unresolved', 'all', { where: {} })).toEqual([]);
  for (let number = 0; number < 30; number++) {
    const customer = await app.customer(`person.${number}@people.example`);
    expect(customer).toMatchObject({ records: [{ externalId: `n${number}` }, { externalId: `n${number + 30}` }] });
  }
});
