import { afterEach, describe, expect, it } from 'vitest';
import type { KenningError } from '../../../../src/core/errors.js';
import { httpClient } from '../../../../src/core/http/http-client.js';
import { accessTokens } from '../../../../src/core/http/oauth/access-tokens.js';
import { type OAuthOptions, oauth } from '../../../../src/core/http/oauth/oauth.js';
import { challengeOf } from '../../../../src/core/http/oauth/pkce.js';
import { memoryTokens } from '../../../../src/core/http/oauth/token-store.js';
import type { LocalServer } from '../local-server.js';
import { localServer, sendJson } from '../local-server.js';
import { type AuthorizationServer, authorizationServer } from './authorization-server.js';

const begin = Date.parse('2026-11-24T10:00:00.000Z');
const redirectUri = 'https://app.example/back';
const servers: LocalServer[] = [];
afterEach(async () => {
  for (const one of servers.splice(0)) await one.close();
});

async function example(options: Partial<OAuthOptions> = {}, answers?: Parameters<typeof authorizationServer>[0]) {
  const server: AuthorizationServer = await authorizationServer(answers);
  servers.push(server);
  const clock = { time: begin, now: () => clock.time };
  const auth = oauth({
    name: 'Example',
    authorizeUrl: 'https://example.example/authorize?brand=1',
    tokenUrl: `${server.url}/token`,
    revokeUrl: `${server.url}/revoke`,
    credentials: async () => ({ id: 'made-up-app', secret: 'canary-secret' }),
    scopes: ['read', 'write'],
    keep: ['instance_url'],
    clock,
    ...options,
  });
  return { server, auth, clock };
}

const failure = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: KenningError) => error,
  );

describe('a sign-in', () => {
  it('shows a challenge, and its verifier gets tokens', async () => {
    const { auth, server } = await example({ parameters: { access_type: 'offline' } });
    const { url, pending } = await auth.signIn({ redirectUri });
    const { searchParams } = new URL(url);
    expect(Object.fromEntries(searchParams)).toEqual({
      brand: '1',
      response_type: 'code',
      client_id: 'made-up-app',
      redirect_uri: redirectUri,
      scope: 'read write',
      state: pending.state,
      code_challenge: await challengeOf(pending.verifier),
      code_challenge_method: 'S256',
      access_type: 'offline',
    });
    const back = `${redirectUri}?code=${server.begin(url)}&state=${pending.state}`;
    expect(await auth.exchange(pending, back)).toEqual({
      accessToken: 'canary-access-1',
      refreshToken: 'canary-refresh-1',
      obtainedAt: '2026-11-24T10:00:00.000Z',
      expiresAt: '2026-11-24T11:00:00.000Z',
      fields: { instance_url: 'https://made-up.example' },
    });
  });

  it('makes challenges as the standard does in its example', async () => {
    // RFC 7636, appendix B
    expect(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  it('is refused with another state or verifier, too late, or when the person refused', async () => {
    const { auth, server, clock } = await example();
    const { url, pending } = await auth.signIn({ redirectUri });
    const code = server.begin(url);
    const back = (query: string) => `${redirectUri}?${query}`;
    expect(await failure(auth.exchange(pending, back(`code=${code}&state=x`)))).toMatchObject({ code: 'forbidden' });
    expect(await failure(auth.exchange(pending, back(`error=access_denied&state=${pending.state}`)))).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('access_denied'),
    });
    expect(await failure(auth.exchange(pending, back(`state=${pending.state}`)))).toMatchObject({ code: 'unexpected' });
    const stolen = { ...pending, verifier: 'another' };
    const refused = await failure(auth.exchange(stolen, back(`code=${code}&state=${pending.state}`)));
    expect(refused).toMatchObject({ code: 'auth', message: expect.stringContaining('invalid_grant') });
    // The server tells the whole form again.
    for (const canary of ['canary', 'another', code]) expect(refused?.message).not.toContain(canary);
    clock.time += 15 * 60_000 + 1;
    const late = auth.exchange(pending, back(`code=${code}&state=${pending.state}`));
    expect(await failure(late)).toMatchObject({ code: 'forbidden', message: expect.stringContaining('too long') });
  });
});

describe('tokens', () => {
  it.each(['form', 'basic'] as const)('of the app, with its secret in a %s', async (sendSecret) => {
    const { auth, server } = await example({ sendSecret });
    expect(await auth.ofApp()).toMatchObject({ accessToken: 'canary-access-1' });
    expect(server.requests[0]?.body.includes('client_secret')).toBe(sendSecret === 'form');
  });

  it('are refreshed, and keep what the server does not name again', async () => {
    const { auth } = await example();
    const old = { accessToken: 'a', refreshToken: 'r', obtainedAt: '2026-01-01T00:00:00.000Z', scopes: ['read'] };
    expect(await auth.refresh(old)).toMatchObject({ refreshToken: 'canary-refresh-1', scopes: ['read'] });
    expect(await failure(auth.refresh(undefined))).toMatchObject({ code: 'auth' });
  });

  it('are revoked', async () => {
    const { auth } = await example();
    const old = { accessToken: 'a', refreshToken: 'r', obtainedAt: '2026-01-01T00:00:00.000Z' };
    await auth.revoke(old);
    expect(await failure(auth.refresh(old))).toMatchObject({ code: 'auth' });
  });

  it.each([
    [200, { error: 'invalid_code' }, 'invalid'],
    [401, { error: 'invalid_client' }, 'auth'],
    [400, { error: 'invalid_scope' }, 'forbidden'],
    [400, { error: 'temporarily_unavailable' }, 'network'],
    [400, { error: 'constructor' }, 'invalid'],
    [200, {}, 'unexpected'],
    [500, 'oops', 'network'],
  ])('%i %o is %s', async (status, body, code) => {
    const server = await localServer((response) => sendJson(response, status, body));
    servers.push(server);
    const { auth } = await example({ tokenUrl: `${server.url}/token` });
    expect(await failure(auth.ofApp())).toMatchObject({ code });
    expect(server.requests).toHaveLength(1);
  });
});

describe('access tokens', () => {
  const expired = {
    accessToken: 'canary-old',
    refreshToken: 'canary-refresh-0',
    obtainedAt: '2026-11-24T08:00:00.000Z',
    expiresAt: '2026-11-24T10:00:30.000Z',
  };

  it('are renewed before they end, once for all that need them', async () => {
    const { auth, server, clock } = await example();
    const tokens = memoryTokens({ brand: expired });
    const [one, other] = [1, 2].map(() => accessTokens({ tokens, key: 'brand', renew: auth.refresh, clock }));
    const all = await Promise.all(Array.from({ length: 10 }, (_, index) => (index % 2 ? one : other)?.authorize()));
    expect(new Set(all.map((headers) => headers?.authorization))).toEqual(new Set(['Bearer canary-access-1']));
    expect(server.granted).toEqual({ refresh_token: 1 });
    clock.time += 3_541_000;
    expect(await one?.authorize()).toEqual({ authorization: 'Bearer canary-access-2' });
  });

  it('are renewed once when a request is refused, and not when fresh ones are refused as well', async () => {
    const { auth, server, clock } = await example();
    const api = await localServer((response) => sendJson(response, 401, {}));
    servers.push(api);
    const tokens = memoryTokens({ brand: { ...expired, expiresAt: '2026-11-24T12:00:00.000Z' } });
    const { authorize } = accessTokens({ tokens, key: 'brand', renew: auth.refresh, clock });
    const client = httpClient({ name: 'Example', baseUrl: api.url, authorize, clock });
    for (let time = 0; time < 3; time++)
      expect(await failure(client.request({ path: 'x' }))).toMatchObject({ code: 'auth' });
    expect(server.granted).toEqual({ refresh_token: 1 });
    expect(api.requests).toHaveLength(4);
  });

  it('that are refused soon after they were given are renewed, and those that took their place are not', async () => {
    const clock = { now: () => Date.parse('2026-11-24T10:00:00.000Z') };
    let given = 0;
    const renew = async () => ({ accessToken: `canary-${++given}`, obtainedAt: '2026-11-24T10:00:00.000Z' });
    const { authorize } = accessTokens({ tokens: memoryTokens(), key: 'session', renew, clock });
    const [first, second] = [{ authorization: 'Bearer canary-1' }, { authorization: 'Bearer canary-2' }];
    expect(await authorize()).toEqual(first);
    expect(await authorize(first)).toEqual(second);
    expect(await authorize(second)).toBeUndefined();
    expect(await authorize()).toEqual(second);
    expect(given).toBe(2);
  });

  it('that are slow to come keep nobody who gives up, and come for the others', async () => {
    const renewed = Promise.withResolvers<{ accessToken: string; obtainedAt: string }>();
    const { authorize } = accessTokens({ tokens: memoryTokens(), key: 'slow', renew: () => renewed.promise });
    const api = await localServer((response) => sendJson(response, 200, {}));
    servers.push(api);
    const client = httpClient({ name: 'Example', baseUrl: api.url, authorize });
    const stop = new AbortController();
    const [given, kept] = [client.request({ path: 'x', signal: stop.signal }), client.request({ path: 'x' })];
    const reason = new Error('given up');
    stop.abort(reason);
    await expect(given).rejects.toBe(reason);
    renewed.resolve({ accessToken: 'canary-1', obtainedAt: '2026-11-24T10:00:00.000Z' });
    expect((await kept).status).toBe(200);
    expect(api.requests).toHaveLength(1);
  });

  it('that were revoked are not asked for again and again', async () => {
    const { auth, server, clock } = await example();
    await auth.revoke(expired);
    const tokens = memoryTokens({ brand: expired });
    const account = accessTokens({ tokens, key: 'brand', renew: auth.refresh, clock });
    for (let time = 0; time < 3; time++)
      expect(await failure(account.authorize())).toMatchObject({
        code: 'auth',
        message: expect.stringContaining('sign in again'),
      });
    expect(server.requests.filter(({ url }) => url === '/token')).toHaveLength(1);
    // Somebody signs in again.
    await tokens.update('brand', async () => ({ ...expired, refreshToken: 'canary-refresh-9' }));
    expect(await account.authorize()).toEqual({ authorization: 'Bearer canary-access-1' });
  });

  it('are the app’s own where nobody signs in', async () => {
    const { auth, clock } = await example();
    const headers = ({ accessToken }: { accessToken: string }) => ({ authorization: `Zoho-oauthtoken ${accessToken}` });
    const { authorize } = accessTokens({ tokens: memoryTokens(), key: 'app', renew: auth.ofApp, headers, clock });
    expect(await authorize()).toEqual({ authorization: 'Zoho-oauthtoken canary-access-1' });
  });
});
