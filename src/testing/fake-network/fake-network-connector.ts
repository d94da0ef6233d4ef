import type {
  Connector,
  Lookup,
  ReplyDraft,
  TargetDraft,
  WebhookReceiver,
  Write,
  WriteVerb,
  Written,
} from '../../channels/connector.js';
import { joined } from '../../core/bytes.js';
import { instantOf } from '../../core/clock.js';
import { KenningError } from '../../core/errors.js';
import type { InteractionRef } from '../../core/model/interaction.js';
import type { Network } from '../../core/model/network.js';
import type { Observed } from '../../core/model/observed.js';
import type { Profile } from '../../core/model/source-record.js';
import type { CallOptions, Page, PageOptions } from '../../core/page.js';
import { headerSignature } from '../../core/webhooks/header-signature.js';
import { signedWebhook } from '../../core/webhooks/signed-webhook.js';
import type { FakeEvent, FakeListing, FakeNetwork, FakePerson, FakePost } from './fake-network.js';
import { type FakePostView, fakePostView } from './fake-network-server.js';

/** Every verb that the fake network offers. */
export type FakeNetworkConnector = Connector & Required<Omit<Connector, 'realm' | 'interactions'>>;

export interface FakeConnectorOptions {
  /** The network's id. Defaults to `fake`. */
  id?: string;
  /** What it allows. Defaults to everything but training. */
  terms?: Network['terms'];
  /** With which it signs what its webhook tells. Defaults to `made-up`. */
  webhookSecret?: string;
}

const openTerms: NonNullable<Network['terms']> = {
  source: 'https://fake.example/terms',
  checkedOn: '2026-11-24',
  rules: [
    {
      name: 'open',
      allow: ['keep', 'enrich', 'derive', 'pass-on', 'export', 'analyze', 'publish', 'answer-by-machine'],
    },
  ],
};

/** How the fake network signs its webhook. */
export const fakeSignature = () =>
  headerSignature({
    system: 'Fake',
    header: 'x-fake-signature',
    time: { header: 'x-fake-time', unit: 's' },
    signed: ({ bytes }, time) => joined(`${time}.`, bytes),
  });

/**
 * The connector of the fake network, without HTTP: for tests of apps.
 *
 * @example
 * const network = new FakeNetwork();
 * const app = kenning({ store: memory(), channels: { brand: fakeNetworkConnector(network) } });
 */
export function fakeNetworkConnector(network: FakeNetwork, options: FakeConnectorOptions = {}): FakeNetworkConnector {
  const { id = 'fake', terms = openTerms, webhookSecret = 'made-up' } = options;
  const refOf = (externalId: string): InteractionRef => ({ network: id, realm: '', externalId });
  const now = () => instantOf(network.clock);

  const profileOf = (person: FakePerson): Profile => ({
    source: id,
    externalId: person.id,
    kind: 'profile',
    party: 'person',
    ...(person.id === 'us' && { own: true }),
    identifiers: [
      { kind: 'account-id', scope: id, value: person.id, verifiedBy: 'network' },
      { kind: 'handle', scope: id, value: `@${person.handle}`, verifiedBy: 'network' },
    ],
    attributes: { name: person.name, ...(person.bio && { bio: person.bio }) },
    permalink: `https://fake.example/@${person.handle}`,
    origin: 'api',
    observedAt: now(),
  });

  const saidOf = (view: FakePostView): Observed => {
    const { id: externalId, by, mentions, at, text, version, editedAt, inReplyTo, root, to, likes } = view;
    const named = (person: FakePerson) => ({ source: id, externalId: person.id });
    const people = [by, ...mentions, ...(to === undefined ? [] : [network.people.get(to) ?? []].flat())];
    return {
      type: 'said',
      interaction: {
        ...refOf(externalId),
        kind: to === undefined ? 'post' : 'message',
        at,
        content: { text },
        version: String(version).padStart(6, '0'),
        ...(editedAt && { revisedAt: editedAt }),
        ...(inReplyTo && { inReplyTo: refOf(inReplyTo) }),
        ...(root && { root: refOf(root) }),
        visibility: to === undefined ? 'public' : 'direct',
        permalink: `https://fake.example/${externalId}`,
        origin: 'api',
        counts: [{ action: 'LikeAction', total: likes }],
        participants: people.map((person, at) => ({
          role: at === 0 ? 'author' : to === undefined ? 'mentioned' : 'recipient',
          of: named(person),
        })),
      },
      profiles: [...new Map(people.map((person) => [person.id, profileOf(person)])).values()],
    };
  };
  const eventOf = ({ type, post }: { type: FakeEvent['type']; post: FakePostView }): Observed =>
    type === 'removed' || type === 'hidden'
      ? { type, of: refOf(post.id), at: now(), by: type === 'removed' ? 'author' : 'us' }
      : saidOf(post);
  const observe = (post: FakePost): Observed =>
    post.state === 'standing'
      ? saidOf(fakePostView(network, post))
      : { type: post.state, of: refOf(post.id), at: now(), by: 'unknown' };

  const list =
    (what: FakeListing) =>
    async ({ signal, ...page }: PageOptions = {}): Promise<Page<Observed>> => {
      signal?.throwIfAborted();
      const { posts, next } = network.list(what, page);
      return { items: posts.map(observe), rejected: [], ...(next && { next }) };
    };
  const written = (made: string): Written => {
    const post = network.posts.get(made) as FakePost;
    return {
      ref: refOf(made),
      at: post.at,
      permalink: `https://fake.example/${made}`,
      ...(post.state === 'standing' && { observed: observe(post) }),
    };
  };
  function writes<Draft>(make: (draft: Draft) => string): WriteVerb<Draft> {
    return {
      repeat: 'keyed',
      async send({ key, draft }: Write<Draft>, { signal }: CallOptions = {}) {
        signal?.throwIfAborted();
        return written(network.once(key, () => make(draft)));
      },
    };
  }
  const onto = (act: (post: string) => void) =>
    writes(({ of }: TargetDraft) => {
      act(of.externalId);
      if (!network.posts.has(of.externalId)) throw new KenningError('not-found', 'There is no such post.');
      return of.externalId;
    });
  const webhook: WebhookReceiver = {
    receive: signedWebhook({ scheme: fakeSignature(), secrets: [webhookSecret], clock: network.clock }),
    read(body) {
      const page: Page<Observed> = { items: [], rejected: [] };
      let events: unknown;
      try {
        events = (JSON.parse(body) as { events?: unknown } | null)?.events;
      } catch {
        events = undefined;
      }
      if (!Array.isArray(events)) throw new KenningError('invalid', 'A delivery of the fake network holds `events`.');
      for (const item of events as ({ type: FakeEvent['type']; post: FakePostView } | null)[])
        if (item?.post?.by) page.items.push(eventOf(item));
        else page.rejected.push({ reason: 'no event', item });
      return page;
    },
  };

  return {
    contract: 1,
    network: {
      id,
      name: 'Fake network',
      controlledBy: 'customer',
      handles: { caseSensitive: false, changeHands: true },
      order: network.order,
      terms,
    },
    own: async () => [profileOf(network.people.get('us') as FakePerson)],
    async access({ signal } = {}) {
      signal?.throwIfAborted();
      return { account: '@harborbikes', missing: [], quotas: [], notes: [] };
    },
    async profile(ref, { signal } = {}) {
      signal?.throwIfAborted();
      const found = network.person('handle' in ref ? ref : { id: ref.externalId });
      return found && profileOf(found);
    },
    mentions: list('mentions'),
    messages: list('messages'),
    posts: list('posts'),
    comments: list('comments'),
    async search(query, { signal, ...page } = {}) {
      signal?.throwIfAborted();
      const { posts, next } = network.list({ search: query }, page);
      return { items: posts.map(observe), rejected: [], ...(next && { next }) };
    },
    async people(query, { signal } = {}) {
      signal?.throwIfAborted();
      const says = ({ name, handle }: FakePerson) => `${name} ${handle}`.toLowerCase().includes(query.toLowerCase());
      return { items: [...network.people.values()].filter(says).map(profileOf), rejected: [] };
    },
    thread: async (ref) => ({ items: network.thread(ref.externalId).map(observe), rejected: [] }),
    lookup: async (refs) =>
      refs.map((of): Lookup => {
        const post = of.network === id && of.realm === '' ? network.posts.get(of.externalId) : undefined;
        if (!post) return { of, state: of.network === id && of.realm === '' ? 'removed' : 'unknown' };
        return { of, state: post.state, ...(post.state === 'standing' && { observed: observe(post) }) };
      }),
    async *stream({ signal } = {}) {
      const waiting: Observed[] = [];
      let wake = () => {};
      const stop = network.watch(({ type, post }) => {
        waiting.push(eventOf({ type, post: fakePostView(network, post) }));
        wake();
      });
      signal?.addEventListener('abort', () => wake(), { once: true });
      try {
        for (;;) {
          signal?.throwIfAborted();
          if (waiting.length > 0) yield { items: waiting.splice(0), rejected: [] };
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      } finally {
        stop();
      }
    },
    webhook,
    reply: writes(({ to, text }: ReplyDraft) => network.say({ by: 'us', text, inReplyTo: to.externalId })),
    publish: writes(({ text }) => network.say({ by: 'us', text })),
    message: writes(({ to, text }) => network.say({ by: 'us', text, to: to.externalId })),
    like: onto((post) => network.like(post, 'us')),
    hide: onto((post) => network.hide(post)),
    remove: onto((post) => network.remove(post)),
  };
}
