import { describe, expect, it } from 'vitest';
import { fakeBluesky, refusal } from './fake-bluesky.js';

const limits = { 'ratelimit-limit': '3000', 'ratelimit-remaining': '2999', 'ratelimit-reset': '1795514700' };

describe('access', () => {
  it('names the account and what is left of its limits', async () => {
    const { brand } = fakeBluesky({
      'com.atproto.server.getSession': () =>
        Response.json({ handle: 'harborbikes.test', did: 'did:plc:harborbikes', active: true }, { headers: limits }),
    });
    expect(await brand.access()).toMatchObject({
      account: 'harborbikes.test',
      missing: [],
      quotas: [{ limit: 3000, remaining: 2999 }],
    });
  });

  it('tells of an account that is taken down: it can write nothing', async () => {
    const { brand } = fakeBluesky({
      'com.atproto.server.getSession': () => ({ handle: 'harborbikes.test', active: false, status: 'takendown' }),
    });
    const { missing } = await brand.access();
    expect(missing[0]?.scope).toContain('takendown');
    expect(missing[0]?.verbs).toContain('reply');
  });

  it('fails as auth with a wrong password, and tells none', async () => {
    const { brand } = fakeBluesky({
      'com.atproto.server.createSession': () =>
        refusal('AuthenticationRequired', 'Invalid identifier or password', 401),
    });
    const error = await brand.access().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'auth' });
    expect(String(error)).not.toContain('pass-word');
  });
});
