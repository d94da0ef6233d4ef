// Connect a network of your own: what it can do becomes a verb, and what it can not do is left out.
import {
  type CallOptions,
  type Connector,
  isKenningError,
  kenning,
  type Observed,
  type Profile,
  type Terms,
} from 'kenning';
import { type Fetch, type HttpClientOptions, type HttpRequest, httpClient } from 'kenning/http';
import { memory } from 'kenning/memory';
import { FakeNetwork, fakeNetworkServer } from 'kenning/testing';
import { z } from 'zod';

export type HarborOptions = Pick<HttpClientOptions, 'baseUrl' | 'timeoutMs' | 'fetch' | 'clock'> & {
  token: string;
};

// Of an answer only what is used is checked: what else a server says may change.
const personView = z.object({ id: z.string().min(1), handle: z.string().min(1), name: z.string() });
type PersonView = z.infer<typeof personView>;
const instant = z.iso.datetime({ precision: 3 });
const postView = z.object({
  ...{ id: z.string().min(1), by: personView, text: z.string(), at: instant },
  version: z.number().int(),
  editedAt: instant.optional(),
  mentions: z.array(personView),
  inReplyTo: z.string().optional(),
  root: z.string().optional(),
  state: z.enum(['standing', 'hidden', 'removed']),
});
const postPage = z.object({ posts: z.array(z.unknown()), next: z.string().optional() });

const source = 'harbor';
/** What the network allows. Without terms the strictest hold, and nothing that others say is kept. */
const terms: Terms = {
  source: 'https://harbor.example/terms',
  checkedOn: '2026-11-24',
  rules: [{ name: 'answers', allow: ['keep', 'derive', 'analyze', 'pass-on', 'enrich'] }],
};
const refOf = (externalId: string) => ({ network: source, realm: '', externalId });
const pathOf = (id: string, part = '') => `posts/${encodeURIComponent(id)}${part}`;

export function harbor({ token, ...options }: HarborOptions) {
  const clock = options.clock ?? Date;
  const now = () => new Date(clock.now()).toISOString();
  // The client repeats what may be repeated, keeps to limits, and turns every failure into a KenningError.
  const client = httpClient({
    name: 'Harbor',
    ...options,
    authorize: async (refused) => (refused ? undefined : { authorization: `Bearer ${token}` }),
  });
  const ask = async <Answer>(request: HttpRequest<Answer>, { signal }: CallOptions = {}) =>
    (await client.request({ ...request, ...(signal && { signal }) })).data;
  const profileOf = ({ id, handle, name }: PersonView): Profile => ({
    source,
    externalId: id,
    kind: 'profile',
    party: 'person',
    identifiers: [
      { kind: 'account-id', scope: source, value: id, verifiedBy: 'network' },
      { kind: 'handle', scope: source, value: `@${handle}`, verifiedBy: 'network' },
    ],
    attributes: { name },
    origin: 'api',
    observedAt: now(),
  });
  const observe = ({ id, by, text, at, version, state, ...post }: z.infer<typeof postView>): Observed => {
    if (state !== 'standing') return { type: state, of: refOf(id), at: now(), by: 'unknown' };
    const partOf = (role: 'author' | 'mentioned') => (who: PersonView) => ({
      role,
      of: { source, externalId: who.id },
    });
    return {
      type: 'said',
      interaction: {
        ...refOf(id),
        ...{ kind: 'post', at, content: { text }, origin: 'api' },
        // Versions are compared as texts.
        version: String(version).padStart(9, '0'),
        ...(post.editedAt && { revisedAt: post.editedAt }),
        ...(post.inReplyTo && { inReplyTo: refOf(post.inReplyTo) }),
        ...(post.root && { root: refOf(post.root) }),
        participants: [partOf('author')(by), ...post.mentions.map(partOf('mentioned'))],
      },
      profiles: [by, ...post.mentions].map(profileOf),
    };
  };
  // What can not be read takes nothing else with it.
  const pageOf = (posts: unknown[], next?: string) => {
    const read = posts.map((item) => ({ item, ...postView.safeParse(item) }));
    return {
      items: read.flatMap(({ data }) => (data ? observe(data) : [])),
      rejected: read.flatMap(({ item, error }) => (error ? { reason: error.issues[0]?.message ?? '', item } : [])),
      ...(next && { next }),
    };
  };
  async function say(json: { text: string; inReplyTo?: string }, key: string, call?: CallOptions) {
    const post = await ask({ method: 'POST', path: 'posts', json, idempotencyKey: key, schema: postView }, call);
    return { ref: refOf(post.id), at: post.at, observed: observe(post) };
  }
  return {
    contract: 1,
    network: { id: source, name: 'Harbor', controlledBy: 'customer', order: 'newest-first', terms },
    own: async (call) => [{ ...profileOf(await ask({ path: 'me', schema: personView }, call)), own: true }],
    async profile(ref, call) {
      const path = 'handle' in ref ? 'people' : `people/${encodeURIComponent(ref.externalId)}`;
      const query = 'handle' in ref ? { handle: ref.handle } : {};
      try {
        return profileOf(await ask({ path, query, schema: personView }, call));
      } catch (error) {
        if (!isKenningError(error, 'not-found')) throw error;
        return undefined;
      }
    },
    async mentions({ cursor, limit, ...call } = {}) {
      const { posts, next } = await ask({ path: 'mentions', query: { cursor, limit }, schema: postPage }, call);
      return pageOf(posts, next);
    },
    thread: async ({ externalId }, call) =>
      pageOf((await ask({ path: pathOf(externalId, '/thread'), schema: postPage }, call)).posts),
    // The server knows keys, so that a write whose answer was lost may be sent again.
    reply: {
      repeat: 'keyed',
      send: ({ key, draft: { text, to } }, call) => say({ text, inReplyTo: to.externalId }, key, call),
    },
    publish: { repeat: 'keyed', send: ({ key, draft: { text } }, call) => say({ text }, key, call) },
  } satisfies Connector;
}

if (import.meta.main) {
  const network = new FakeNetwork();
  const maya = network.join({ handle: 'maya', name: 'Maya Lindqvist' });
  network.say({ by: maya, text: 'My bell is loud.', mentions: ['us'] });
  const answer = fakeNetworkServer(network, { token: 'made-up' });
  const fetch: Fetch = async (input, init) => answer(new Request(input, init));
  const brand = harbor({ baseUrl: 'https://harbor.example', token: 'made-up', fetch });
  const app = kenning({ store: memory(), channels: { brand } });
  app.on('interaction', ({ customer, interaction }) =>
    console.log(customer.golden.attributes.name, interaction.content.text),
  );
  await app.sync();
  await app.close();
}
