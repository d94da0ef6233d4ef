import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ActivityObserved, DeltaOptions, DeltaPage } from '../../../../src/adapters/crm-adapter.js';
import type { InteractionId } from '../../../../src/core/model/id.js';
import { observed } from '../../../../src/core/model/observed.js';
import { walk } from '../../../../src/core/page.js';
import { FakeSalesforce } from '../../../support/salesforce/fake-salesforce.js';
import { activityDraft, adapterOf, refOf, source } from './organization.js';

let fake: FakeSalesforce;
beforeEach(async () => {
  fake = await FakeSalesforce.open();
});
afterEach(() => fake.close());

/** All that a listing gives, and where to begin the next time. */
async function all<Item>(list: (options?: DeltaOptions) => Promise<DeltaPage<Item>>, since?: string) {
  const items: Item[] = [];
  let changed: string | undefined;
  for await (const page of walk((place) => list({ ...place, ...(since !== undefined && { since }) }))) {
    items.push(...page.items);
    changed = (page as DeltaPage<Item>).changed;
  }
  return { items, changed };
}

const saidIn = ({ observed: seen }: ActivityObserved) => (seen.type === 'said' ? seen.interaction : undefined);

describe('what Salesforce holds', () => {
  it('are calls, meetings, mails and notes of contacts, with our own known by their keys', async () => {
    const maya = fake.add('Contact', { LastName: 'Lindqvist' });
    const account = fake.add('Account', { Name: 'Harbor' });
    const at = '2026-11-20T09:00:00.000+0000';
    const call = fake.add('Task', {
      WhoId: maya,
      WhatId: account,
      Subject: 'Call',
      Description: 'The bell is loud.',
      CompletedDateTime: at,
      TaskSubtype: 'Call',
      CallType: 'Inbound',
      CallDurationInSeconds: 90,
      Status: 'Completed',
    });
    fake.add('Task', { WhoId: maya, Subject: 'Call back', Status: 'Not Started', TaskSubtype: 'Call' });
    fake.add('Task', { WhoId: maya, Subject: 'Order bells', Status: 'Completed', TaskSubtype: 'Task' });
    fake.add('Event', {
      WhoId: maya,
      Subject: 'Visit',
      StartDateTime: at,
      EndDateTime: '2026-11-20T10:00:00.000+0000',
    });
    fake.add('EmailMessage', {
      Subject: 'Bells',
      HtmlBody: '<p>Which <b>bell</b>?</p>',
      FromAddress: 'Maya@lindqvist.example',
      ToAddress: 'shop@harborbikes.example; inga@harborbikes.example',
      Incoming: true,
      MessageDate: at,
      MessageIdentifier: '<1@lindqvist.example>',
    });
    fake.add('Note', { ParentId: account, Title: 'Rings', Body: 'They ring.' });
    const crm = adapterOf(fake);
    const ours = await crm.logActivity.send(activityDraft(maya));
    const { items, changed } = await all(crm.activities);
    for (const item of items) expect(observed.parse(item.observed)).toEqual(item.observed);
    expect(items.map((item) => [saidIn(item)?.kind, saidIn(item)?.content, item.key])).toEqual([
      ['call', { title: 'Call', text: 'The bell is loud.' }, undefined],
      ['note', expect.anything(), activityDraft(maya).key],
      ['meeting', { title: 'Visit', text: '' }, undefined],
      ['email', { title: 'Bells', text: 'Which bell?' }, undefined],
      ['note', { title: 'Rings', text: 'They ring.' }, undefined],
    ]);
    expect(items[1]?.of).toEqual(ours);
    expect(saidIn(items[0] as ActivityObserved)).toMatchObject({
      network: 'salesforce',
      realm: 'harborbikes',
      externalId: call,
      at: '2026-11-20T09:00:00.000Z',
      endedAt: '2026-11-20T09:01:30.000Z',
      participants: [
        { role: 'recipient', of: { source, externalId: fake.row(call).OwnerId } },
        { role: 'author', of: refOf(maya) },
        { role: 'recipient', of: refOf(account) },
      ],
    });
    expect(saidIn(items[3] as ActivityObserved)).toMatchObject({
      network: 'email',
      realm: '',
      externalId: '1@lindqvist.example',
      participants: [
        { role: 'author', of: { source: 'email', externalId: 'maya@lindqvist.example' } },
        { role: 'recipient', of: { source: 'email', externalId: 'shop@harborbikes.example' } },
        { role: 'recipient', of: { source: 'email', externalId: 'inga@harborbikes.example' } },
      ],
    });
    fake.now += 3_600_000;
    fake.remove(call);
    expect((await all(crm.activities, changed)).items).toContainEqual(
      expect.objectContaining({ observed: expect.objectContaining({ type: 'removed', by: 'us' }) }),
    );
  });

  it('are deals with stage, amount, currency and contacts', async () => {
    const maya = fake.add('Contact', { LastName: 'Lindqvist' });
    const account = fake.add('Account', { Name: 'Harbor' });
    const base = { AccountId: account, StageName: 'Closed Won', CloseDate: '2026-11-20', IsClosed: true, IsWon: true };
    const won = fake.add('Opportunity', { ...base, Name: 'Ten bikes', Amount: 12_500.5, CurrencyIsoCode: 'EUR' });
    fake.add('OpportunityContactRole', { OpportunityId: won, ContactId: maya });
    fake.add('Opportunity', { ...base, Name: 'Lost', IsWon: false, StageName: 'Closed Lost' });
    const gone = fake.add('Opportunity', { ...base, Name: 'Gone', IsClosed: false, IsWon: false });
    const crm = adapterOf(fake);
    const { items, changed } = await all(crm.deals);
    expect(items[0]).toEqual({
      of: { crm: 'salesforce', externalId: won },
      name: 'Ten bikes',
      contacts: [refOf(maya)],
      organization: refOf(account),
      state: 'won',
      stage: 'Closed Won',
      amount: { value: 12_500.5, currency: 'EUR' },
      owner: 'Inga Olsen',
      openedAt: expect.any(String),
      closedAt: '2026-11-20T12:00:00.000Z',
      changedAt: expect.any(String),
      permalink: expect.stringContaining(won),
    });
    expect(items.map(({ state }) => state)).toEqual(['won', 'lost', 'open']);
    fake.now += 3_600_000;
    fake.remove(gone);
    expect((await all(crm.deals, changed)).items.map(({ name, state }) => [name, state])).toContainEqual([
      'Gone',
      'removed',
    ]);
  });

  it('are cases, opened once and followed', async () => {
    const maya = fake.add('Contact', { LastName: 'Lindqvist' });
    const lead = fake.add('Lead', { LastName: 'L', Company: 'C' });
    const crm = adapterOf(fake);
    const interaction = '0192f6a4-0000-7000-8000-000000000001' as InteractionId;
    const draft = {
      key: "case '1'",
      contact: refOf(maya),
      subject: 'Squeals',
      text: 'Since Monday.',
      interaction,
      priority: 'urgent',
    } as const;
    const of = await crm.openCase?.send(draft);
    fake.change(of?.externalId ?? '', { Subject: 'Changed there', Status: 'On Hold' });
    expect(await crm.openCase?.send(draft)).toEqual(of);
    const { items } = await all((options) => crm.cases(options));
    expect(items).toEqual([
      expect.objectContaining({
        of,
        key: "case '1'",
        state: 'waiting',
        status: 'On Hold',
        subject: 'Changed there',
        priority: 'High',
        contact: refOf(maya),
      }),
    ]);
    await expect(crm.openCase?.send({ ...draft, contact: refOf(lead) })).rejects.toMatchObject({ code: 'unsupported' });
    expect(adapterOf(fake, { keyField: undefined }).openCase).toBeUndefined();
  });
});

describe('a merge', () => {
  it('is one call of SOAP, and none when it is done already', async () => {
    const [into, from] = ['A', 'B'].map((LastName) => fake.add('Contact', { LastName })) as [string, string];
    const crm = adapterOf(fake);
    const draft = { key: 'm', into: refOf(into), from: refOf(from) };
    expect(await crm.merge.send(draft)).toEqual(refOf(into));
    expect(fake.row(from)).toMatchObject({ IsDeleted: true, MasterRecordId: into });
    expect(await crm.merge.send(draft)).toEqual(refOf(into));
    expect(fake.named('POST', '/services/Soap/')).toHaveLength(1);
  });

  it('gets another token once, shows none, and says why it failed', async () => {
    const [into, from] = ['A', 'B'].map((LastName) => fake.add('Contact', { LastName })) as [string, string];
    const lead = fake.add('Lead', { LastName: 'L', Company: 'C' });
    const draft = { key: 'm', into: refOf(into), from: refOf(from) };
    fake.tokens.add('a&b<c>"');
    fake.intercept = ({ path, body }) => {
      const isFirst = path.startsWith('/services/Soap/') && body.includes('<urn:sessionId>token-1<');
      const fault =
        '<Fault><faultcode>sf:INVALID_SESSION_ID</faultcode><faultstring>token-1 is over</faultstring></Fault>';
      return isFirst ? { status: 500, body: fault } : undefined;
    };
    let asked = 0;
    fake.tokens.add('token-2');
    const crm = adapterOf(fake, { accessToken: () => (asked++ < 2 ? 'token-1' : 'token-2') });
    expect(await crm.merge.send(draft)).toEqual(refOf(into));
    const stuck = adapterOf(fake);
    const other = fake.add('Contact', { LastName: 'C' });
    const error = await stuck.merge.send({ ...draft, from: refOf(other) }).catch((one: unknown) => one);
    expect(error).toMatchObject({ code: 'auth', message: expect.not.stringContaining('token-1') });
    await expect(crm.merge.send({ ...draft, from: refOf(lead) })).rejects.toMatchObject({ code: 'unsupported' });
    let fresh = 0;
    const restless = adapterOf(fake, { accessToken: () => `none-${fresh++}` });
    fake.intercept = ({ path, body }) => {
      const isSoap = path.startsWith('/services/Soap/');
      if (!isSoap) fake.tokens.add(`none-${fresh - 1}`);
      return isSoap && body
        ? { status: 500, body: '<Fault><faultcode>sf:INVALID_SESSION_ID</faultcode></Fault>' }
        : undefined;
    };
    await expect(restless.merge.send({ ...draft, from: refOf(other) })).rejects.toMatchObject({ code: 'auth' });
    expect(fresh).toBeLessThan(6);
    fake.intercept = () => undefined;
    const purged = refOf('0035g0000099999AAA');
    fake.rows.delete(other);
    await expect(crm.merge.send({ ...draft, into: purged, from: refOf(into) })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('what the user may do', () => {
  it('is told with the calls that are left', async () => {
    fake.objects.delete('Lead');
    const field = fake.objects.get('Case')?.fields.get('Kenning_Key__c');
    if (field) field.externalId = false;
    const access = await adapterOf(fake).access();
    expect(access).toMatchObject({
      account: 'kenning@harborbikes.example of 00D5g000004abcdEAA',
      missing: [
        { scope: 'read Lead', verbs: ['contacts'] },
        { scope: 'createable Lead', verbs: ['createLead'] },
      ],
      quotas: [{ name: 'daily', limit: 15_000, windowMs: 86_400_000 }],
      notes: [expect.stringContaining('Case has no external-id field Kenning_Key__c')],
    });
  });

  it('is told as far as it may be known', async () => {
    fake.intercept = ({ path }) =>
      path === 'limits' || path.endsWith('userinfo')
        ? { status: 403, body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: '' }] }
        : undefined;
    const { account, quotas, notes } = await adapterOf(fake, { apiVersion: '58.0' }).access();
    expect([account, quotas]).toEqual([source, []]);
    expect(notes).toHaveLength(2);
  });

  it('names fields as they describe themselves', async () => {
    const fields = await adapterOf(fake).fields();
    const of = (name: string, party = 'person') => fields.find((field) => field.name === name && field.of === party);
    expect(of('LastName')).toEqual({
      name: 'LastName',
      label: 'Last Name',
      of: 'person',
      kind: 'text',
      attribute: 'familyName',
      required: true,
      maxLength: 80,
    });
    expect(of('MailingCity')).toMatchObject({ attribute: 'address' });
    expect(of('Kenning_Key__c')).toMatchObject({ unique: true });
    expect(of('CreatedDate')).toMatchObject({ kind: 'time', readOnly: true });
    expect(of('Status', 'lead')).toMatchObject({
      attribute: 'lifecycleStage',
      kind: 'choice',
      choices: expect.arrayContaining(['Closed - Converted']),
    });
  });
});

it('a lead is made of somebody new, with what no field has room for in its description', async () => {
  const crm = adapterOf(fake);
  const draft = {
    key: 'lead 1',
    rule: 'asks-for-price',
    attributes: { name: 'Maya Lindqvist', location: 'Bergen' },
    identifiers: [{ kind: 'handle', scope: 'x', value: 'maya' }],
    origin: 'x',
  };
  const of = await crm.createLead?.send(draft);
  expect(await crm.createLead?.send(draft)).toEqual(of);
  expect(fake.row(of?.externalId ?? '')).toMatchObject({
    FirstName: 'Maya',
    LastName: 'Lindqvist',
    Company: 'Maya Lindqvist',
    LeadSource: 'x',
    Description: 'asks-for-price (x)\nx handle: maya',
  });
  expect(adapterOf(fake, { keyField: undefined }).createLead).toBeUndefined();
});
