import { carddav } from '../../src/adapters/crms/carddav/index.js';
import { csv } from '../../src/adapters/crms/csv/index.js';
import { hubspot } from '../../src/adapters/crms/hubspot/index.js';
import { salesforce } from '../../src/adapters/crms/salesforce/index.js';
import { bluesky } from '../../src/channels/connectors/bluesky/index.js';
import { feed } from '../../src/channels/connectors/feed/index.js';
import { mastodon } from '../../src/channels/connectors/mastodon/index.js';
import type { Fetch } from '../../src/core/http/bounded-fetch.js';
import { httpClient } from '../../src/core/http/http-client.js';
import { accessTokens } from '../../src/core/http/oauth/access-tokens.js';
import { oauth } from '../../src/core/http/oauth/oauth.js';
import { memoryTokens } from '../../src/core/http/oauth/token-store.js';
import { outsideFetch } from '../../src/core/http/outside/outside-fetch.js';
import type { Place, Subject } from './provoke.js';

const timeoutMs = 200;
const obtainedAt = '2026-01-01T00:00:00.000Z';

/**
 * Whatever takes secrets and speaks HTTP. A new connector or adapter is one line: made with every secret that its options
 * can hold, each from `canaries.plant`.
 */
export const subjects: readonly Subject[] = [
  {
    name: 'bluesky',
    connector: ({ url, fetch, webSocket, canaries }) =>
      bluesky({
        service: url,
        identifier: 'us.example',
        password: canaries.plantOdd('password'),
        jetstream: `ws://us:${canaries.plant('socket password')}@x.example/subscribe?key=${canaries.plant('socket key')}`,
        timeoutMs,
        fetch,
        webSocket,
      }),
  },
  {
    name: 'bluesky, signed in',
    connector: ({ url, fetch, webSocket, canaries }) =>
      bluesky({
        service: url,
        identifier: 'us.example',
        password: canaries.plantOdd('password'),
        jetstream: 'wss://x.example/subscribe',
        timeoutMs,
        fetch,
        webSocket,
      }),
    answers: {
      '/xrpc/com.atproto.server.createSession': (canaries) => ({
        did: 'did:plc:us',
        handle: 'us.example',
        accessJwt: canaries.plant('access token'),
        refreshJwt: canaries.plant('refresh token'),
      }),
    },
  },
  {
    name: 'mastodon',
    connector: ({ url, fetch, webSocket, canaries }) =>
      mastodon({ instance: url, accessToken: canaries.plant('token'), timeoutMs, fetch, webSocket }),
  },
  {
    name: 'mastodon, with an odd token that is asked for',
    connector: ({ url, fetch, webSocket, canaries }) =>
      mastodon({
        instance: url,
        accessToken: async () => canaries.plantOdd('token'),
        streaming: `ws://x.example?key=${canaries.plant('key')}`,
        timeoutMs,
        fetch,
        webSocket,
      }),
    answers: {
      '/api/v1/accounts/verify_credentials': () => ({
        id: '1',
        username: 'us',
        acct: 'us',
        url: 'https://x.example/@us',
      }),
      '/api/v2/instance': () => ({ domain: 'x.example' }),
    },
  },
  {
    name: 'feed',
    connector: ({ url, fetch, canaries }) =>
      feed({
        url: `${url}/feed?key=${canaries.plant('key')}`,
        comments: `${url}/comments?token=${canaries.plant('comments key')}`,
        timeoutMs,
        fetch,
      }),
  },
  {
    name: 'feed, as it goes by itself',
    connector: ({ url, canaries }) =>
      feed({ url: `${url}/feed?key=${canaries.plant('key')}`, comments: true, timeoutMs }),
  },
  {
    name: 'csv',
    adapter: ({ canaries }) => csv({ file: `/nowhere/${canaries.plant('no secret').length}.csv`, id: 'id' }),
  },
  {
    name: 'hubspot',
    adapter: ({ url, fetch, canaries }) =>
      hubspot({
        portal: 1,
        baseUrl: url,
        accessToken: canaries.plant('token'),
        clientSecret: canaries.plantOdd('client secret'),
        timeoutMs,
        fetch,
      }),
  },
  {
    name: 'carddav, with a password',
    adapter: ({ url, fetch, canaries }) =>
      carddav({
        url,
        credentials: () => ({ username: 'us', password: canaries.plantOdd('password') }),
        timeoutMs,
        fetch,
      }),
  },
  {
    name: 'carddav, with a token',
    adapter: ({ url, fetch, canaries }) =>
      carddav({ url, credentials: async () => ({ token: canaries.plant('token') }), timeoutMs, fetch }),
  },
  {
    name: 'salesforce',
    adapter: (place) =>
      salesforce({
        domain: 'us.my.salesforce.com',
        accessToken: place.canaries.plant('token'),
        timeoutMs,
        fetch: sentTo(place),
      }),
  },
  {
    name: 'salesforce, that renews its tokens',
    adapter: (place) => {
      const { canaries } = place;
      const tokens = memoryTokens({
        us: {
          accessToken: canaries.plant('access token'),
          refreshToken: canaries.plantOdd('refresh token'),
          obtainedAt,
        },
      });
      const credentials = async () => ({ id: 'made-up', secret: canaries.plantOdd('client secret') });
      const signIn = { credentials, tokens, key: 'us' };
      return salesforce({ domain: 'us.my.salesforce.com', oauth: signIn, timeoutMs, fetch: sentTo(place) });
    },
  },
  { name: 'an HTTP client', calls: clientCalls },
  { name: 'a fetch for addresses from outside', calls: outsideCalls },
  { name: 'OAuth, secret in the form', calls: (place) => oauthCalls(place, 'form') },
  { name: 'OAuth, secret as a login', calls: (place) => oauthCalls(place, 'basic') },
  {
    name: 'access tokens that are refused and renewed',
    calls: renewingCalls,
    answers: {
      '/token': (canaries) => ({
        access_token: canaries.plant('new token'),
        refresh_token: canaries.plant('new refresh token'),
      }),
    },
  },
];

/** What is meant for a server that the options can not name goes to the one that fails. */
function sentTo({ url, fetch }: Place): Fetch {
  return (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    return fetch(new Request(url + pathname + search, request));
  };
}

function clientCalls({ url, fetch, canaries }: Place): Record<string, () => Promise<unknown>> {
  const client = httpClient({
    name: 'Example',
    baseUrl: `${url}/bot${canaries.plant('path')}`,
    secrets: [canaries.plant('path')],
    headers: { cookie: `session=${canaries.plant('cookie')}`, 'x-api-key': canaries.plantOdd('API key') },
    authorize: async () => ({ authorization: `Basic ${btoa(`us:${canaries.plantOdd('password')}`)}` }),
    timeoutMs,
    backoffMs: 1,
    fetch,
  });
  const secrets = [canaries.plantOdd('in the body')];
  const json = { client_secret: canaries.plantOdd('client secret'), nested: { deep: secrets[0] } };
  const form = { password: canaries.plantOdd('form password'), assertion: canaries.plant('assertion') };
  return {
    query: () =>
      client.request({
        path: 'a',
        query: { access_token: canaries.plantOdd('query token'), key: canaries.plant('key') },
      }),
    json: () => client.request({ method: 'POST', path: 'b', json, secrets }),
    form: () => client.request({ method: 'PUT', path: 'c', form }),
    text: () => client.request({ method: 'PROPFIND', path: 'd', body: secrets[0] ?? '', secrets, as: 'text' }),
    path: () => client.request({ path: `e/${encodeURIComponent(secrets[0] ?? '')}`, secrets }),
    'broken header': () =>
      client.request({ path: 'f', headers: { 'x-auth': `a\n${canaries.plant('broken header')}\u0001` } }),
  };
}

function outsideCalls({ url, canaries }: Place): Record<string, () => Promise<unknown>> {
  const { host } = new URL(url);
  const fetch = outsideFetch({ allowHosts: [host], timeoutMs });
  const asked = `?key=${canaries.plant('key')}`;
  return {
    named: () => fetch(`${url}/${asked}`, { headers: { authorization: `Bearer ${canaries.plant('token')}` } }),
    'with a login': () => fetch(`http://us:${canaries.plant('password')}@${host}/${asked}`),
    inside: () => outsideFetch()(`${url}/${asked}`),
    'no address': () => fetch(`http://[${canaries.plant('key')}`),
    'no such protocol': () => fetch(`ftp://us:${canaries.plant('password')}@x.example/${asked}`),
  };
}

function oauthCalls(
  { url, fetch, canaries }: Place,
  sendSecret: 'form' | 'basic',
): Record<string, () => Promise<unknown>> {
  const hub = oauth({
    name: 'Example',
    authorizeUrl: `${url}/authorize`,
    tokenUrl: `${url}/token?api_key=${canaries.plant('key')}`,
    revokeUrl: `${url}/revoke`,
    credentials: async () => ({ id: 'made-up', secret: canaries.plantOdd('client secret') }),
    sendSecret,
    timeoutMs,
    fetch,
  });
  const tokens = {
    accessToken: canaries.plantOdd('access token'),
    refreshToken: canaries.plantOdd('refresh token'),
    obtainedAt,
  };
  const redirectUri = 'https://app.example/back';
  const back = async (query: string) => {
    const { pending } = await hub.signIn({ redirectUri });
    return hub.exchange(
      { ...pending, verifier: canaries.plant('verifier') },
      `${redirectUri}?state=${pending.state}&${query}`,
    );
  };
  return {
    exchange: () => back(`code=${encodeURIComponent(canaries.plantOdd('code'))}`),
    refused: () =>
      back(`error=access_denied&error_description=${canaries.plant('code')}&code=${canaries.plant('code')}`),
    'of another': () =>
      hub.exchange(
        { state: canaries.plant('state'), verifier: canaries.plant('verifier'), redirectUri, until: obtainedAt },
        `${redirectUri}?state=x&code=${canaries.plant('code')}`,
      ),
    refresh: () => hub.refresh(tokens),
    'of the app': () => hub.ofApp(),
    revoke: () => hub.revoke(tokens),
  };
}

function renewingCalls({ url, fetch, canaries }: Place): Record<string, () => Promise<unknown>> {
  const hub = oauth({
    name: 'Example',
    tokenUrl: `${url}/token`,
    credentials: async () => ({ id: 'made-up' }),
    timeoutMs,
    fetch,
  });
  const old = {
    accessToken: canaries.plant('old token'),
    refreshToken: canaries.plant('old refresh token'),
    obtainedAt,
  };
  const { authorize } = accessTokens({ tokens: memoryTokens({ us: old }), key: 'us', renew: hub.refresh });
  const client = httpClient({ name: 'Example', baseUrl: url, authorize, timeoutMs, backoffMs: 1, fetch });
  return { request: () => client.request({ path: 'a' }) };
}
