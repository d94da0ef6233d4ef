import { describe, expect, it } from 'vitest';
import { describeHubspotError } from '../../../../src/adapters/crms/hubspot/hubspot-error.js';
import { isKenningError } from '../../../../src/core/errors.js';
import { accessTokens } from '../../../../src/core/http/oauth/access-tokens.js';
import { oauth } from '../../../../src/core/http/oauth/oauth.js';
import { memoryTokens } from '../../../../src/core/http/oauth/token-store.js';
import { type Answer, type Call, refused } from '../../../support/fake-hubspot/hubspot-answers.js';
import { openPortal, readAll } from '../../../support/fake-hubspot/made-up-portal.js';

const ref = (externalId: string) => ({ source: 'hubspot/62515', externalId });

async function errorOf(work: Promise<unknown>) {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isKenningError(error)) throw new Error(`no error of kenning: ${String(error)}`);
  return error;
}

/** Answers so once, to what is asked at this address. */
function once(part: string, answer: Answer) {
  let done = false;
  return ({ path }: Call) => {
    if (done || !path.includes(part)) return undefined;
    done = true;
    return answer;
  };
}

describe('what HubSpot refuses', () => {
  it('a token that is wrong, has expired or was revoked is `auth`, and is not sent again', async () => {
    const { crm, fake } = await openPortal({ accessToken: 'pat-na1-secret-of-ours' });
    const error = await errorOf(crm.contacts());
    expect(error).toMatchObject({ code: 'auth', retryable: false });
    expect(error.message).toMatch(/give a new one, or install the app again/);
    expect(error.message).not.toContain('secret-of-ours');
    expect(fake.calls).toHaveLength(1);
  });

  it('a token that is asked for again when the last was refused goes on', async () => {
    const given = ['pat-na1-old', 'pat-na1-made-up'];
    const { crm, records } = await openPortal({ accessToken: async () => given.shift() ?? 'pat-na1-made-up' });
    records.add('contacts', { email: 'ann@made-up.example' });
    expect((await readAll(crm.contacts)).items).toHaveLength(1);
  });

  it('an app that people sign in to renews its token once for all calls, and says when it was uninstalled', async () => {
    const portal = await openPortal();
    const { fake, baseUrl, clock } = portal;
    let refreshes = 0;
    const signIn = oauth({
      name: 'HubSpot',
      tokenUrl: `${baseUrl}/oauth/2026-09/token`,
      credentials: async () => ({ id: 'app', secret: 'client-secret' }),
      clock,
    });
    let isInstalled = true;
    fake.fault = ({ path }) => {
      if (!path.endsWith('/token')) return undefined;
      refreshes += 1;
      return isInstalled
        ? { body: { access_token: 'pat-na1-made-up', refresh_token: 'r2', expires_in: 1800, token_type: 'bearer' } }
        : { status: 400, body: { error: 'invalid_grant', error_description: 'refresh token is invalid' } };
    };
    const obtainedAt = '2026-11-24T08:00:00.000Z';
    const tokens = memoryTokens({ sales: { accessToken: 'gone', refreshToken: 'r1', obtainedAt } });
    const { authorize } = accessTokens({ tokens, key: 'sales', renew: signIn.refresh, clock });
    const { hubspot } = await import('../../../../src/adapters/crms/hubspot/index.js');
    const crm = hubspot({ portal: 62515, authorize, baseUrl, clock });
    await Promise.all([crm.contacts(), crm.fields(), crm.deals()]);
    expect(refreshes).toBe(1);

    isInstalled = false;
    fake.tokens.clear();
    clock.turn(3_600_000);
    expect(await errorOf(crm.contacts())).toMatchObject({ code: 'auth' });
  });

  it('a missing scope is named', async () => {
    const { crm, fake } = await openPortal();
    fake.scopes = ['crm.objects.companies.read'];
    const error = await errorOf(crm.contacts());
    expect(error.code).toBe('forbidden');
    expect(error.message).toContain('the scope crm.objects.contacts.read is missing: add it to the app in HubSpot');
  });

  it.each([
    [402, { status: 'error', message: 'pay' }, /the plan of this portal does not have this API/],
    [403, { status: 'error', category: 'BANNED', message: 'no' }, /the plan of this portal lacks the feature/],
  ])('a plan without the API is `forbidden`: %s', async (status, body, said) => {
    const { crm, fake } = await openPortal();
    fake.fault = once('/deals', { status, body });
    const error = await errorOf(crm.deals());
    expect(error.code).toBe('forbidden');
    expect(error.message).toMatch(said);
  });

  it('a version that is switched off is `unsupported` and says where to set another; that one works', async () => {
    const { crm, fake, baseUrl, clock } = await openPortal();
    fake.versions.delete('2026-09');
    const error = await errorOf(crm.contacts());
    expect(error.code).toBe('unsupported');
    expect(error.message).toContain('set the option version');
    const { hubspot } = await import('../../../../src/adapters/crms/hubspot/index.js');
    for (const version of ['2026-03', 'v3']) {
      const other = hubspot({ portal: 62515, accessToken: 'pat-na1-made-up', baseUrl, clock, version });
      expect((await readAll(other.contacts)).items).toEqual([]);
      expect((await readAll(other.contacts, { since: '{"since":1795000000000}' })).items).toEqual([]);
    }
    expect(fake.callsTo('/crm/v3/objects/contacts/search')).toHaveLength(1);
  });

  it.each([
    ['no_such_property', 'x', 'does not exist in this portal'],
    ['hs_object_id', '5', 'is read-only'],
    ['favorite_bike', 'x'.repeat(500), 'takes no text of this length'],
    ['member_no', 'not a number', 'is refused by a rule of this portal'],
  ])('a property that can not be written is named, and its value is not: %s', async (name, value, said) => {
    const { crm, records } = await openPortal();
    records.define('contacts', ['favorite_bike'], { maxLength: 100 });
    records.define('contacts', ['member_no'], { pattern: /^M-\d+$/ });
    const [ann, bob] = [records.add('contacts', { firstname: 'Ann' }), records.add('contacts', { firstname: 'Bob' })];
    const [bad, good] = await Promise.allSettled([
      crm.upsert.send({ key: 'a', of: ref(ann.id), attributes: { custom: { [name]: value } } }),
      crm.upsert.send({ key: 'b', of: ref(bob.id), attributes: { title: 'Rider' } }),
    ]);
    expect(good.status).toBe('fulfilled');
    const { reason } = bad as PromiseRejectedResult;
    expect(reason).toMatchObject({ code: 'invalid', retryable: false });
    expect(reason.message).toContain(`the property ${name} ${said}`);
    if (value.length > 3) expect(reason.message).not.toContain(value);
  });

  it('reads which property is wrong from the message of older versions', async () => {
    const { crm, fake, records } = await openPortal();
    const ann = records.add('contacts', { firstname: 'Ann' });
    const message =
      'Property values were not valid: [{"isValid":false,"message":"Property \\"shoe\\" does not exist","error":"PROPERTY_DOESNT_EXIST","name":"shoe"}]';
    fake.fault = once('/contacts/batch/update', refused({ status: 400, category: 'VALIDATION_ERROR', message }));
    const error = await errorOf(crm.upsert.send({ key: 'a', of: ref(ann.id), attributes: { title: 'Rider' } }));
    expect(error.message).toContain('the property shoe does not exist');
  });

  it('an address that another contact has is a `conflict` that names it, and the others are written', async () => {
    const { crm, records } = await openPortal();
    const [ann, bob] = [
      records.add('contacts', { email: 'ann@made-up.example' }),
      records.add('contacts', { firstname: 'Bob' }),
    ];
    const error = await errorOf(
      crm.upsert.send({
        key: 'a',
        of: ref(bob.id),
        identifiers: [{ kind: 'email', scope: '', value: 'ann@made-up.example' }],
      }),
    );
    expect(error.code).toBe('conflict');
    expect(error.message).toContain(ann.id);
    expect(error.message).not.toContain('ann@');
  });

  it('a contact that is deleted between reading and writing is `not-found`, and the others are written', async () => {
    const { crm, fake, records } = await openPortal();
    const [ann, bob] = [records.add('contacts', { firstname: 'Ann' }), records.add('contacts', { firstname: 'Bob' })];
    fake.fault = ({ path }) => {
      if (path.endsWith('/contacts/batch/update')) records.archive('contacts', ann.id);
      return undefined;
    };
    const results = await Promise.allSettled(
      [ann, bob].map(({ id }) => crm.upsert.send({ key: id, of: ref(id), attributes: { title: 'Rider' } })),
    );
    expect(results).toMatchObject([{ reason: { code: 'not-found' } }, { status: 'fulfilled' }]);
  });

  it('a contact that HubSpot holds for now is waited for, and written', async () => {
    const { crm, fake, records } = await openPortal();
    const { id } = records.add('contacts', { firstname: 'Ann' });
    fake.fault = once('/contacts/batch/update', { status: 423, body: { status: 'error', message: 'Locked' } });
    await crm.upsert.send({ key: 'a', of: ref(id), attributes: { title: 'Rider' } });
    expect(records.all('contacts')[0]?.properties).toMatchObject({ jobtitle: 'Rider' });
  });

  it('waits as long as a limit says, and tells when it is the day’s', async () => {
    const { crm, fake } = await openPortal();
    const limited = (policyName: string) =>
      once('/contacts', {
        status: 429,
        body: { status: 'error', message: 'You have reached your limit.', category: 'RATE_LIMITS', policyName },
      });
    fake.fault = limited('DAILY');
    const error = await errorOf(crm.contacts());
    expect(error).toMatchObject({ code: 'rate-limited', retryable: true, retryAfterMs: 3_600_000 });
    expect(error.message).toContain('the limit DAILY is used up');
  });

  it('goes on by itself after a short limit and a server that fails', async () => {
    const { crm, fake, records } = await openPortal();
    records.add('contacts', { email: 'ann@made-up.example' });
    const answers: Answer[] = [
      { status: 429, headers: { 'retry-after': '0' }, body: { category: 'RATE_LIMITS', policyName: 'SECONDLY' } },
      { status: 502, body: '<html>Bad Gateway</html>' },
    ];
    fake.fault = ({ path }) => (path.endsWith('/objects/2026-09/contacts') ? answers.shift() : undefined);
    expect((await readAll(crm.contacts)).items).toHaveLength(1);
  });

  it('what is created is not sent again when its answer is lost, and is found', async () => {
    const { crm, fake, records } = await openPortal();
    const { id } = records.add('contacts', { email: 'ann@made-up.example' });
    const draft = {
      key: 'k',
      interaction: '01990000-0000-7000-8000-000000000001' as never,
      contact: ref(id),
      kind: 'post',
      network: 'bluesky',
      direction: 'inbound' as const,
      at: '2026-11-24T09:00:00.000Z',
      subject: 's',
      text: 't',
    };
    fake.loseAnswer = ({ path }) => path.endsWith('/notes/batch/create');
    expect(await errorOf(crm.logActivity.send(draft))).toMatchObject({ code: 'network' });
    fake.loseAnswer = () => false;
    expect(records.all('notes')).toHaveLength(1);
    expect(await crm.logActivity.find?.(draft)).toEqual({
      crm: 'hubspot',
      externalId: `note/${records.all('notes')[0]?.id}`,
    });
  });

  it('half an answer and one that is no JSON are errors of their own, and are read again', async () => {
    const { crm, fake, records } = await openPortal();
    records.add('contacts', { email: 'ann@made-up.example' });
    fake.fault = once('/objects/2026-09/contacts', { half: true, body: '{"results":[' });
    expect((await readAll(crm.contacts)).items).toHaveLength(1);
    fake.fault = once('/objects/2026-09/contacts', { body: '{"results":' });
    expect(await errorOf(crm.contacts())).toMatchObject({ code: 'unexpected' });
  });

  it('pages that repeat and a cursor that leads to itself come to an end', async () => {
    const { crm, fake } = await openPortal();
    const ann = {
      id: '5',
      properties: { firstname: 'Ann' },
      createdAt: '2026-11-24T09:00:00Z',
      updatedAt: '2026-11-24T09:00:00Z',
      archived: false,
    };
    fake.fault = ({ path }) =>
      path.endsWith('/objects/2026-09/contacts')
        ? { body: { results: [ann], paging: { next: { after: '5' } } } }
        : undefined;
    const { items } = await readAll(crm.contacts);
    expect(items).toHaveLength(2);
  });

  it('is not begun after it was aborted, and passes an abort through', async () => {
    const { crm, fake } = await openPortal();
    await expect(crm.contacts({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: 'AbortError' });
    const before = fake.calls.length;
    const late = new AbortController();
    fake.fault = () => {
      late.abort();
      return undefined;
    };
    await expect(crm.contacts({ signal: late.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(before).toBeLessThanOrEqual(1);
  });

  it('options are read strictly', async () => {
    const { hubspot } = await import('../../../../src/adapters/crms/hubspot/index.js');
    expect(() => hubspot({ portal: 1 })).toThrow(/accessToken or authorize/);
    expect(() => hubspot({ portal: 'x', accessToken: 't' })).toThrow(/portal/);
    expect(() => hubspot({ portal: 1, accessToken: 't', version: '2026' })).toThrow(/version/);
    expect(() => hubspot({ portal: 1, accessToken: 't', properties: { contacts: ['a,b'] } })).toThrow(/properties/);
    expect(() => hubspot({ portal: 1, accessToken: 't', color: 'red' } as never)).toThrow(/color/);
  });
});

describe('what an answer says', () => {
  it('a record that is locked for now is waited for', () => {
    expect(describeHubspotError({}, 423)).toMatchObject({ code: 'rate-limited', retryAfterMs: 2000 });
  });

  it('nothing of people or of a stranger’s making is quoted', () => {
    const body = {
      category: 'VALIDATION_ERROR',
      subCategory: '<script>',
      message: 'ann@made-up.example is wrong. Existing ID: 12 or "name":"x"',
      errors: [
        { code: 'a b', context: { propertyName: ['jobtitle', 5] } },
        { code: 'RULE', context: { propertyName: ['<b>'] } },
      ],
      context: { missingScopes: ['crm.x', 'no scope at all!'] },
    };
    expect(describeHubspotError(body, 400)?.message).toBe('the scope crm.x is missing: add it to the app in HubSpot');
    expect(describeHubspotError({ ...body, context: {} }, 400)?.message).not.toMatch(/ann@|<|jobtitle/);
  });
});
