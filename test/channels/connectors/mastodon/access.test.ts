import { afterEach, describe, expect, it } from 'vitest';
import { FakeMastodon, instance } from './fake-mastodon.js';

let fake: FakeMastodon;
afterEach(() => fake.close());

const limits = {
  'x-ratelimit-limit': '300',
  'x-ratelimit-remaining': '290',
  'x-ratelimit-reset': '2026-11-24T10:05:00Z',
};
const application = (body: Record<string, unknown>) => ({
  body: { id: '1', name: 'kenning', ...body },
  headers: limits,
});
const reads = {
  'GET /api/v2/instance': () => ({ body: instance() }),
  'GET /api/v1/notifications': () => ({ body: [], headers: limits }),
  'GET /api/v1/timelines/home': () => ({ body: [], headers: limits }),
};
const outside = { status: 403, body: { error: 'This action is outside the authorized scopes' } };

describe('access', () => {
  it('is all where the app was registered for all', async () => {
    fake = await FakeMastodon.open({
      ...reads,
      'GET /api/v1/apps/verify_credentials': () => application({ scopes: ['read', 'write'] }),
    });
    const found = await fake.connect().access();
    expect(found).toMatchObject({
      account: '@harborbikes@social.example',
      scopes: ['read', 'write'],
      missing: [],
      notes: [],
    });
    expect(found.quotas).toEqual([
      { name: 'requests', limit: 300, remaining: 290, resetsAt: '2026-11-24T10:05:00.000Z' },
    ]);
  });

  it('names what is missing, and for what', async () => {
    fake = await FakeMastodon.open({
      ...reads,
      'GET /api/v1/notifications': () => outside,
      'GET /api/v1/apps/verify_credentials': () => application({ scopes: ['read:statuses', 'write:favourites'] }),
    });
    expect((await fake.connect().access()).missing).toEqual([
      { scope: 'read:notifications', verbs: ['mentions'] },
      { scope: 'write:statuses', verbs: ['reply', 'publish', 'message', 'remove'] },
    ]);
  });

  it('says so where the server does not tell what may be written', async () => {
    fake = await FakeMastodon.open({
      ...reads,
      'GET /api/v1/apps/verify_credentials': () => ({ status: 404, body: { error: 'Record not found' } }),
    });
    const { scopes, missing, notes } = await fake.connect().access();
    expect([scopes, missing, notes.length]).toEqual([undefined, [], 1]);
  });

  it('fails as auth with a token that was revoked', async () => {
    fake = await FakeMastodon.open({
      ...reads,
      'GET /api/v1/accounts/verify_credentials': () => ({
        status: 401,
        body: { error: 'The access token was revoked' },
      }),
    });
    await expect(fake.connect().access()).rejects.toMatchObject({ code: 'auth' });
  });
});
