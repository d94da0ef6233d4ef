import { describe, expect, it } from 'vitest';
import { hubspot } from '../../../../src/adapters/crms/hubspot/index.js';
import { encoded } from '../../../../src/core/bytes.js';
import { hmac } from '../../../../src/core/webhooks/prove.js';
import { openPortal } from '../../../support/fake-hubspot/made-up-portal.js';

const source = 'hubspot/62515';
const now = Date.UTC(2026, 10, 24, 10);
const secret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const url = 'https://app.made-up.example/hooks/hubspot';
const clock = { now: () => now };
const crm = hubspot({ portal: 62515, accessToken: 't', clientSecret: ['newer', secret], publicUrl: url, clock });

async function requestOf(body: string, { time = now, signedBy = secret, sent = body } = {}) {
  const signature = encoded(await hmac('SHA-256', signedBy, `POST${url}${body}${time}`), 'base64');
  return new Request('http://127.0.0.1:3000/hooks/hubspot', {
    method: 'POST',
    body: sent,
    headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': String(time) },
  });
}

const event = (subscriptionType: string, more: Record<string, unknown> = {}) => ({
  eventId: 1,
  subscriptionId: 12345,
  portalId: 62515,
  appId: 54321,
  occurredAt: now,
  subscriptionType,
  attemptNumber: 0,
  objectId: 123,
  changeSource: 'CRM',
  ...more,
});

describe('the webhook of HubSpot', () => {
  it('takes what HubSpot signed, and nothing else', async () => {
    const body = JSON.stringify([event('contact.creation')]);
    const accepted = await crm.webhook?.receive(await requestOf(body));
    expect(accepted).toMatchObject({ body });
    for (const forged of [
      requestOf(body, { signedBy: 'another' }),
      requestOf(body, { sent: body.replace('123', '124') }),
      requestOf(body, { time: now - 600_000 }),
    ])
      await expect(crm.webhook?.receive(await forged)).rejects.toMatchObject({ code: 'auth' });
  });

  it('tells what happened to whom', () => {
    const { items, rejected } = crm.webhook?.read(
      JSON.stringify([
        event('contact.creation'),
        event('contact.propertyChange', { propertyName: 'jobtitle', propertyValue: 'Rider' }),
        event('company.propertyChange', { objectId: 55 }),
        event('object.propertyChange', { objectId: 7, objectTypeId: '0-136' }),
        event('contact.deletion', { objectId: 5 }),
        event('contact.privacyDeletion', { objectId: 6 }),
        event('contact.merge', { objectId: 9, primaryObjectId: 1, mergedObjectIds: [1, 2], newObjectId: 9 }),
        event('deal.creation'),
        event('conversation.newMessage'),
      ]),
      {},
    ) ?? { items: [], rejected: [] };
    const at = '2026-11-24T10:00:00.000Z';
    const ref = (externalId: string) => ({ source, externalId });
    expect(rejected).toEqual([]);
    expect(items).toEqual([
      { type: 'changed', of: ref('123') },
      { type: 'changed', of: ref('123') },
      { type: 'changed', of: ref('company/55') },
      { type: 'changed', of: ref('lead/7') },
      { type: 'removed', of: ref('5'), at },
      { type: 'removed', of: ref('6'), at },
      { type: 'merged', into: ref('9'), from: ref('1'), at },
      { type: 'merged', into: ref('9'), from: ref('2'), at },
    ]);
  });

  it('rejects events that it can not read, and those of another portal, and reads the rest', () => {
    const body = JSON.stringify([
      null,
      { portalId: 62515 },
      event('contact.creation', { portalId: 1 }),
      event('contact.creation'),
    ]);
    const { items, rejected } = crm.webhook?.read(body, {}) ?? { items: [], rejected: [] };
    expect(items).toHaveLength(1);
    expect(rejected.map(({ at }) => at)).toEqual(['event 0', 'event 1', 'event 2']);
    expect(() => crm.webhook?.read('not JSON', {})).toThrow(/not JSON/);
  });

  it('is absent without a secret', () => {
    expect(hubspot({ portal: 1, accessToken: 't' }).webhook).toBeUndefined();
  });
});

describe('what the token of HubSpot may do', () => {
  it('names the missing scopes with the verbs that need them, and what is left of the day', async () => {
    const portal = await openPortal({ leads: true });
    portal.fake.scopes = ['crm.objects.contacts.read', 'crm.objects.companies.read', 'crm.objects.leads.read'];
    const access = await portal.crm.access();
    expect(access).toMatchObject({ account: '62515', scopes: portal.fake.scopes, notes: [] });
    expect(access.missing.map(({ scope }) => scope)).toEqual([
      'crm.objects.contacts.write',
      'crm.objects.companies.write',
      'tickets',
      'crm.objects.deals.read',
      'sales-email-read',
      'crm.objects.leads.write',
    ]);
    expect(access.quotas[0]).toEqual({
      name: 'private-apps-api-calls-daily',
      limit: 650_000,
      remaining: 600_000,
      windowMs: 86_400_000,
      resetsAt: '2026-11-25T00:00:00.000Z',
    });
  });

  it('says so when the token is another portal’s, and when the version ends', async () => {
    const portal = await openPortal({ portal: 4711, version: 'v3' });
    const { notes } = await portal.crm.access();
    expect(notes).toEqual([
      'The token is of portal 62515, and the option portal says 4711: correct it.',
      'HubSpot ends version v3 in September 2027: move to a version by date.',
    ]);
  });

  it('says that it does not know, when HubSpot tells nothing of the token, and `auth` when it is wrong', async () => {
    const portal = await openPortal();
    portal.fake.fault = ({ path }) => (path.startsWith('/oauth/') ? { status: 404, body: 'none' } : undefined);
    const access = await portal.crm.access();
    expect(access).toMatchObject({ account: '62515', missing: [], notes: [expect.stringContaining('does not say')] });
    portal.fake.tokens.clear();
    await expect(portal.crm.access()).rejects.toMatchObject({ code: 'auth' });
  });

  it('reads the scopes of a token that people signed in for, and when it ends', async () => {
    const portal = await openPortal();
    const { fake, baseUrl, clock: turned } = portal;
    fake.fault = ({ path }) =>
      path.startsWith('/oauth/v1/access-tokens/')
        ? { body: { hub_id: 62515, scopes: ['oauth'], expires_in: 1800, token: 'x' } }
        : path.startsWith('/oauth/v2/')
          ? { status: 400, body: { status: 'error', message: 'no token of an app', category: 'VALIDATION_ERROR' } }
          : undefined;
    const authorize = async () => ({ authorization: 'Bearer pat-na1-made-up' });
    const signedIn = hubspot({ portal: 62515, authorize, baseUrl, clock: turned });
    expect(await signedIn.access()).toMatchObject({ scopes: ['oauth'], until: '2026-11-24T10:30:00.000Z' });
  });
});
