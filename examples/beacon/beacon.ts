// Connect a network that does everything in its own way: it signs requests, ends sessions, and writes XML.
import {
  type CallOptions,
  type Connector,
  isKenningError,
  KenningError,
  type Observed,
  type Page,
  type Profile,
  type Terms,
  type Written,
} from 'kenning';
import {
  accessTokens,
  type Fetch,
  type HttpClientOptions,
  type HttpRequest,
  httpClient,
  memoryTokens,
} from 'kenning/http';
import { bytesOf, decoded, signedWebhook, type WebhookScheme } from 'kenning/webhooks';
import { z } from 'zod';
import { sha256, signatureOf } from './beacon-server.ts';
import { beaconXml } from './beacon-xml.ts';

export type BeaconOptions = Pick<HttpClientOptions, 'baseUrl' | 'timeoutMs' | 'fetch' | 'clock'> & {
  secret: string;
  webhookSecret: string;
};

const source = 'beacon';
const terms: Terms = {
  source: 'https://beacon.example/terms',
  checkedOn: '2026-11-24',
  rules: [{ name: 'answers', allow: ['keep', 'derive', 'analyze', 'pass-on', 'enrich'] }],
};

const xml = z.string().transform((text, context) => {
  try {
    return beaconXml.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'it is not XML' });
    return z.NEVER;
  }
});
const person = z.object({ id: z.string().min(1), handle: z.string().min(1), name: z.string() });
const gone = z.object({ id: z.string().min(1), state: z.enum(['removed', 'hidden']) });
const standing = z.object({
  ...{ id: z.string().min(1), state: z.literal('standing'), text: z.string(), wording: z.string() },
  ...{ at: z.iso.datetime({ precision: 3 }), by: person, to: z.string().optional(), top: z.string().optional() },
  mention: z.array(person).default([]),
});
const event = z.union([standing, gone]);
const aPerson = xml.pipe(z.object({ person }));
const aSession = xml.pipe(z.object({ session: z.object({ id: z.string(), secret: z.string() }) }));
// An element without children is read as an empty text.
const listed = z.union([
  z.literal('').transform(() => []),
  z.object({ event: z.array(z.unknown()) }).transform((it) => it.event),
]);
const events = xml.pipe(z.object({ events: listed }).transform((it) => it.events));

/** Signs each attempt as a whole. What `authorize` gave stands in its headers: the session, which is not sent as it is. */
function signing(secret: string, now: () => number, send: Fetch): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const { headers } = request;
    const [session, key] = [headers.get('x-session') ?? '', headers.get('x-session-secret') ?? secret];
    for (const name of ['x-session', 'x-session-secret']) headers.delete(name);
    const date = new Date(now()).toISOString();
    const parts = [request.method, pathname + search, date, sha256(await request.clone().text())];
    headers.set('x-date', date);
    headers.set('authorization', `Beacon ${session}:${signatureOf(key, parts)}`);
    return send(request);
  };
}

/** Signed with a nonce, in base64url, all in one header. */
const beaconProof: WebhookScheme = {
  system: 'Beacon',
  claim({ method, url, headers, text }) {
    const found = /^when=(\d{1,15}),nonce=([\w-]{1,64}),proof=([\w-]{1,128})$/.exec(headers.get('beacon-proof') ?? '');
    const [, when, nonce, proof] = found ?? [];
    if (when === undefined || nonce === undefined || proof === undefined) return undefined;
    const signature = decoded(proof, 'base64url');
    const signed = [bytesOf([method, new URL(url).pathname, when, nonce, sha256(text)].join('|'))];
    return { proof: 'SHA-512', given: signature ? [signature] : [], signed, at: Number(when) };
  },
};

export function beacon({ secret, webhookSecret, fetch = globalThis.fetch, ...options }: BeaconOptions) {
  const { clock = Date } = options;
  const now = () => new Date(clock.now()).toISOString();
  const http: HttpClientOptions = {
    ...{ name: 'Beacon', ...options, secrets: [secret] },
    fetch: signing(secret, () => clock.now(), fetch),
    describeError: (_body, status) => (status === 420 ? { code: 'rate-limited' } : undefined),
    limits(headers) {
      const [, remaining, limit, renews] = /^(\d+)\/(\d+); renews=(.+)$/.exec(headers.get('x-budget') ?? '') ?? [];
      return renews ? [{ remaining: Number(remaining), limit: Number(limit), resetAt: Date.parse(renews) }] : [];
    },
  };
  const door = httpClient(http);
  const { authorize } = accessTokens({
    ...{ tokens: memoryTokens(), key: 'session', clock },
    async renew() {
      const { data } = await door.request({
        method: 'POST',
        path: 'sessions',
        as: 'text',
        schema: aSession,
        repeatable: true,
      });
      return { accessToken: data.session.secret, obtainedAt: now(), fields: { id: data.session.id } };
    },
    headers: ({ accessToken, fields }) => ({ 'x-session': fields?.id ?? '', 'x-session-secret': accessToken }),
  });
  const client = httpClient({ ...http, authorize });
  const ask = <Answer>(request: HttpRequest<Answer>, { signal }: CallOptions = {}) =>
    client.request({ as: 'text', ...request, ...(signal && { signal }) });

  const refOf = (externalId: string) => ({ network: source, realm: '', externalId });
  const profileOf = ({ id, handle, name }: z.infer<typeof person>): Profile => ({
    ...{
      source,
      externalId: id,
      kind: 'profile',
      party: 'person',
      origin: 'api',
      observedAt: now(),
      attributes: { name },
    },
    identifiers: [
      { kind: 'account-id', scope: source, value: id, verifiedBy: 'network' },
      { kind: 'handle', scope: source, value: `@${handle}`, verifiedBy: 'network' },
    ],
  });
  function observe(view: z.infer<typeof event>): Observed {
    if (view.state !== 'standing') return { type: view.state, of: refOf(view.id), at: now(), by: 'unknown' };
    const { id, at, text, wording, by, to, top, mention } = view;
    return {
      type: 'said',
      interaction: {
        ...{ ...refOf(id), kind: 'post', at, content: { text }, origin: 'api', version: wording.padStart(9, '0') },
        ...(to && { inReplyTo: refOf(to) }),
        ...(top && { root: refOf(top) }),
        participants: [
          { role: 'author', of: { source, externalId: by.id } },
          ...mention.map(({ id: externalId }) => ({ role: 'mentioned' as const, of: { source, externalId } })),
        ],
      },
      profiles: [by, ...mention].map(profileOf),
    };
  }
  function pageOf(items: readonly unknown[], next?: string | null): Page<Observed> {
    const read = items.map((item) => ({ item, ...event.safeParse(item) }));
    return {
      items: read.flatMap(({ data }) => (data ? [observe(data)] : [])),
      rejected: read.flatMap(({ item, error }) => (error ? [{ reason: error.issues[0]?.message ?? '', item }] : [])),
      ...(next && { next }),
    };
  }
  async function say(key: string, post: { text: string; to?: string }, call?: CallOptions): Promise<Written> {
    const once = { headers: { 'x-once': key, 'content-type': 'text/xml' }, repeatable: true };
    const { data } = await ask(
      { method: 'POST', path: 'posts', body: beaconXml.write({ post }), ...once, schema: events },
      call,
    );
    const made = standing.parse(data[0]);
    return { ref: refOf(made.id), at: made.at, observed: observe(made) };
  }
  return {
    contract: 1,
    network: { id: source, name: 'Beacon', controlledBy: 'customer', order: 'oldest-first', terms },
    own: async (call) => [{ ...profileOf((await ask({ path: 'me', schema: aPerson }, call)).data.person), own: true }],
    async profile(ref, call) {
      const path = 'handle' in ref ? 'people' : `people/${encodeURIComponent(ref.externalId)}`;
      const query = 'handle' in ref ? { handle: ref.handle } : {};
      try {
        return profileOf((await ask({ path, query, schema: aPerson }, call)).data.person);
      } catch (error) {
        if (!isKenningError(error, 'not-found')) throw error;
        return undefined;
      }
    },
    // Edits and removals are events of their own, so oldest first is enough.
    async mentions({ cursor, limit, ...call } = {}) {
      const { data, headers } = await ask(
        { path: 'events', query: { after: cursor, most: limit }, schema: events },
        call,
      );
      return pageOf(data, headers.get('x-place'));
    },
    thread: async ({ externalId }, call) =>
      pageOf((await ask({ path: `posts/${encodeURIComponent(externalId)}/thread`, schema: events }, call)).data),
    async lookup(refs, call) {
      const id = refs.map(({ externalId }) => externalId);
      const { data } = await ask({ path: 'posts', query: { id }, schema: events }, call);
      const found = new Map(data.map((item) => event.parse(item)).map((view) => [view.id, view]));
      return refs.map((of) => {
        const view = of.network === source ? found.get(of.externalId) : undefined;
        if (view?.state !== 'standing') return { of, state: view?.state ?? 'unknown' };
        return { of, state: 'standing', observed: observe(view) };
      });
    },
    reply: {
      repeat: 'keyed',
      send: ({ key, draft: { text, to } }, call) => say(key, { text, to: to.externalId }, call),
    },
    publish: { repeat: 'keyed', send: ({ key, draft: { text } }, call) => say(key, { text }, call) },
    remove: {
      repeat: 'keyed',
      async send({ draft: { of } }, call) {
        await ask({ method: 'DELETE', path: `posts/${encodeURIComponent(of.externalId)}`, repeatable: true }, call);
        return { ref: of, at: now() };
      },
    },
    webhook: {
      receive: signedWebhook({ scheme: beaconProof, secrets: [webhookSecret], clock }),
      read(body) {
        const read = events.safeParse(body);
        if (!read.success) throw new KenningError('invalid', 'Beacon: the body of a webhook holds no events.');
        return pageOf(read.data);
      },
    },
  } satisfies Connector;
}
