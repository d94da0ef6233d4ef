import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, FakeSalesforce } from '../../../support/salesforce/fake-salesforce.js';
import { activityDraft, adapterOf, contactsOf, listed, refOf } from './organization.js';

interface Refusal {
  errorCode: string;
  status: number;
  message: string;
  code: string;
  says: string;
}
const file = new URL('../../../fixtures/salesforce/refusals.json', import.meta.url);
const { calls, records } = JSON.parse(readFileSync(file, 'utf8')) as {
  calls: Refusal[];
  records: Omit<Refusal, 'status'>[];
};

let fake: FakeSalesforce;
beforeEach(async () => {
  fake = await FakeSalesforce.open();
});
afterEach(() => fake.close());

const refusedWith = (status: number, body: unknown): Answer => ({ status, body });

describe('a call that is refused', () => {
  it.each(calls)('$status $errorCode is $code', async ({ errorCode, status, message, code, says }) => {
    fake.intercept = ({ path }) => (path.startsWith('/') ? undefined : refusedWith(status, [{ errorCode, message }]));
    const error = await listed(adapterOf(fake)).catch((one: unknown) => one);
    expect(error).toMatchObject({ code, message: expect.stringContaining(says) });
    expect(fake.calls.length).toBeLessThan(10);
  });

  it('since the calls of the day are used up waits for as long as we say', async () => {
    fake.intercept = () =>
      refusedWith(403, [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }]);
    const error = { code: 'rate-limited', retryable: true, retryAfterMs: 60_000 };
    await expect(listed(adapterOf(fake, { limitWaitMs: 60_000 }))).rejects.toMatchObject(error);
  });

  it('by a version that is switched off says which there is', async () => {
    fake.versions.splice(0, 4, '65.0', '68.0');
    await expect(listed(adapterOf(fake))).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining("give apiVersion: '68.0'"),
    });
  });
});

describe('a record that is refused', () => {
  it.each(records)('$errorCode is $code, and the rest goes on', async ({ errorCode, message, code, says }) => {
    const [good, bad] = ['A', 'B'].map((LastName) => fake.add('Contact', { LastName })) as [string, string];
    fake.rule = (_object, _fields, id) =>
      id === bad ? { statusCode: errorCode, message, fields: ['Title'] } : undefined;
    const crm = adapterOf(fake);
    const send = (id: string) => crm.upsert.send({ key: id, of: refOf(id), attributes: { title: 'secret words' } });
    const [one, other] = await Promise.allSettled([send(good), send(bad)]);
    expect(one.status).toBe('fulfilled');
    const { reason } = other as PromiseRejectedResult;
    expect(reason).toMatchObject({ code, retryable: errorCode === 'UNABLE_TO_LOCK_ROW' });
    expect(reason.message).toContain(says);
    expect(reason.message).not.toContain('secret words');
  });

  it('since its contact was deleted meanwhile is not-found', async () => {
    const [good, gone] = ['A', 'B'].map((LastName) => fake.add('Contact', { LastName })) as [string, string];
    fake.remove(gone);
    const crm = adapterOf(fake);
    const results = await Promise.allSettled([good, gone].map((id) => crm.logActivity.send(activityDraft(id))));
    expect(results.map((result) => (result.status === 'rejected' ? result.reason.code : 'done'))).toEqual([
      'done',
      'not-found',
    ]);
  });
});

describe('signing in', () => {
  const tokens = async (refreshToken = 'refresh-1') => {
    const { memoryTokens } = await import('../../../../src/core/http/index.js');
    return memoryTokens({ sales: { accessToken: 'old', refreshToken, obtainedAt: '2026-11-24T09:00:00.000Z' } });
  };
  const credentials = async () => ({ id: 'app', secret: 'secret-1' });
  const tried = () => fake.named('POST', '/services/oauth2/token').length;

  it('is renewed once by a refresh token, and goes where the answer says', async () => {
    fake.add('Contact', { LastName: 'A' });
    const crm = adapterOf(fake, {
      accessToken: undefined,
      oauth: { credentials, tokens: await tokens(), key: 'sales' },
    });
    expect(await Promise.all([contactsOf(crm), contactsOf(crm)])).toMatchObject([[{}], [{}]]);
    expect(tried()).toBe(1);
    expect(await crm.access()).toMatchObject({ scopes: ['api', 'refresh_token'] });
  });

  it('as the app itself needs no tokens', async () => {
    fake.add('Contact', { LastName: 'A' });
    const crm = adapterOf(fake, { accessToken: undefined, oauth: { credentials, grant: 'app' } });
    expect(await contactsOf(crm)).toHaveLength(1);
    expect(tried()).toBe(1);
  });

  it('that was revoked is auth, and is not tried again and again', async () => {
    const oauth = { credentials, tokens: await tokens('revoked'), key: 'sales' };
    const crm = adapterOf(fake, { accessToken: undefined, oauth });
    for (let time = 0; time < 3; time++) await expect(contactsOf(crm)).rejects.toMatchObject({ code: 'auth' });
    expect(tried()).toBe(1);
  });

  it('never helps a session that may not use the API, and is not tried for it', async () => {
    const message = 'This session is not valid for use with the REST API';
    fake.intercept = ({ path }) =>
      path.startsWith('/') ? undefined : refusedWith(401, [{ errorCode: 'INVALID_SESSION_ID', message }]);
    const crm = adapterOf(fake, {
      accessToken: undefined,
      oauth: { credentials, tokens: await tokens(), key: 'sales' },
    });
    await expect(contactsOf(crm)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('scope api'),
    });
    expect(tried()).toBe(0);
  });

  it('never goes on for ever where every token is refused', async () => {
    fake.tokens.clear();
    const crm = adapterOf(fake, { accessToken: () => 'token-x' });
    await expect(contactsOf(crm)).rejects.toMatchObject({ code: 'auth' });
    expect(fake.calls.length).toBeLessThan(5);
  });
});

describe('options', () => {
  it.each([
    [{ domain: 'https://user@x.example' }, 'domain'],
    [{ domain: 'x.example/path' }, 'domain'],
    [{ colour: 'red' }, 'check the spelling'],
    [{ keyField: 'a b' }, 'keyField'],
    [{ apiVersion: 'v67' }, 'apiVersion'],
    [{ accessToken: undefined }, 'accessToken or oauth'],
    [{ oauth: { credentials: async () => ({ id: '' }) } }, 'oauth'],
    [{ custom: ['Id FROM User--'] }, 'custom'],
    [{ profiles: { bluesky: 'Bluesky__c, (SELECT Id FROM Cases)' } }, 'profiles'],
  ])('%o are refused', (wrong, says) => {
    expect(() => adapterOf(fake, wrong as object)).toThrow(says);
  });
});

it('a certificate that is not trusted is the network, and nobody waits for it', async () => {
  const cause = Object.assign(new Error('self signed'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  const fetch = async () => {
    throw new TypeError('fetch failed', { cause });
  };
  await expect(listed(adapterOf(fake, { fetch }))).rejects.toMatchObject({ code: 'network', retryable: false });
});
