import { type BlueskyOptions, bluesky } from '../../../../src/channels/connectors/bluesky/index.js';

export const me = 'did:plc:harborbikes';
export const maya = 'did:plc:maya';

type Answer = unknown | Response;
type Handlers = Record<string, (call: Call) => Answer | Promise<Answer>>;

export interface Call {
  method: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  token: string | undefined;
}

/** An XRPC server in a function: it keeps what it was asked, signs in anybody, and answers as a test says. */
export function fakeBluesky(handlers: Handlers = {}, more: Partial<BlueskyOptions> = {}) {
  const calls: Call[] = [];
  let tokens = 0;
  const session = () => {
    tokens += 1;
    return { did: me, handle: 'harborbikes.test', accessJwt: `access-${tokens}`, refreshJwt: `refresh-${tokens}` };
  };
  const standard: Handlers = {
    'com.atproto.server.createSession': session,
    'com.atproto.server.refreshSession': session,
    'app.bsky.feed.getPosts': () => ({ posts: [] }),
    'app.bsky.actor.getProfiles': () => ({ profiles: [] }),
    ...handlers,
  };
  const fetch: BlueskyOptions['fetch'] = async (input, init) => {
    const request = new Request(input, init);
    const { pathname, searchParams } = new URL(request.url);
    const text = await request.text();
    const call: Call = {
      method: pathname.replace('/xrpc/', ''),
      query: searchParams,
      body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
      token: request.headers.get('authorization')?.replace('Bearer ', ''),
    };
    calls.push(call);
    const handler = standard[call.method];
    if (!handler) return refusal('MethodNotImplemented', 'not in this test', 501);
    const answer = await handler(call);
    return answer instanceof Response ? answer : Response.json(answer);
  };
  const brand = bluesky({
    service: 'https://pds.example',
    identifier: 'harborbikes.test',
    password: 'pass-word',
    fetch,
    clock: { now: () => Date.parse('2026-11-24T10:00:00.000Z') },
    ...more,
  });
  return { brand, calls, fetch, named: (method: string) => calls.filter((call) => call.method === method) };
}

export function refusal(error: string, message = '', status = 400): Response {
  return Response.json({ error, message }, { status });
}

export function uriOf(did: string, rkey: string): string {
  return `at://${did}/app.bsky.feed.post/${rkey}`;
}

export function refOf(externalId: string) {
  return { network: 'bluesky', realm: '', externalId };
}

/** A post as the AppView gives it. */
export function post(rkey: string, record: Record<string, unknown> = {}, view: Record<string, unknown> = {}) {
  return {
    uri: uriOf(maya, rkey),
    cid: `bafy${rkey}`,
    author: { did: maya, handle: 'maya-rides.test', displayName: 'Maya Lindqvist' },
    record: { $type: 'app.bsky.feed.post', text: 'hello', createdAt: '2026-11-23T08:00:00.000Z', ...record },
    indexedAt: '2026-11-23T08:00:01.000Z',
    ...view,
  };
}
