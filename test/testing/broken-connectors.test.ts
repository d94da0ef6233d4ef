import { describe, expect, it } from 'vitest';
import { harbor } from '../../examples/custom-network.js';
import type { Connector, Write, WriteVerb } from '../../src/channels/connector.js';
import { KenningError } from '../../src/core/errors.js';
import type { Observed } from '../../src/core/model/observed.js';
import type { Page, PageOptions } from '../../src/core/page.js';
import { FakeNetwork } from '../../src/testing/fake-network/fake-network.js';
import {
  type FakeNetworkConnector,
  fakeNetworkConnector,
} from '../../src/testing/fake-network/fake-network-connector.js';
import { fakeNetworkServer } from '../../src/testing/fake-network/fake-network-server.js';
import { fakeNetworkSide } from '../../src/testing/suites/connector/fake-network-side.js';
import { type ConnectorSubject, connectorSuite } from '../../src/testing/suites/connector/index.js';
import { type Outcome, tryOut } from '../../src/testing/suites/try-out.js';
import { flawsOfHttp, type HttpFlaw } from './flaws-of-http.js';

type Flaw = (connector: FakeNetworkConnector, network: FakeNetwork) => object;
type Said = Extract<Observed, { type: 'said' }>;

/** Mentions that are listed in another way. */
const mentions =
  (change: (page: Page<Observed>, options: PageOptions, network: FakeNetwork) => Page<Observed>): Flaw =>
  (connector, network) => ({
    mentions: async (options: PageOptions = {}) => change(await connector.mentions(options), options, network),
  });
const each = (change: (item: Said, network: FakeNetwork) => Observed): Flaw =>
  mentions((page, _options, network) => ({
    ...page,
    items: page.items.map((item) => (item.type === 'said' ? change(item, network) : item)),
  }));
const within = (item: Said, more: Partial<Said['interaction']>): Said => ({
  ...item,
  interaction: { ...item.interaction, ...more },
});
const textOf = (item: Observed) => (item.type === 'said' ? item.interaction.content.text : '');
/** Writes by another key, text or way. */
const sends =
  (name: 'reply' | 'publish', change: (write: Write<{ text: string }>, network: FakeNetwork) => object): Flaw =>
  (connector, network) => ({
    [name]: {
      repeat: 'keyed',
      send: async (write: Write<{ text: string }>) =>
        (connector[name] as WriteVerb<never>).send(change(write, network) as never),
    },
  });
const word = 'Quillback';
const nothing: Page<Observed> = { items: [], rejected: [] };
const searches =
  (change: (page: Page<Observed>, options: PageOptions) => Page<Observed>): Flaw =>
  (connector) => ({
    search: async (query: string, options: PageOptions = {}) => change(await connector.search(query, options), options),
  });
/** Counts its pages, so that no cursor ever comes again. */
const counting =
  (list: (options: PageOptions) => Promise<Page<Observed>>) =>
  async ({ cursor, ...options }: PageOptions = {}): Promise<Page<Observed>> => {
    const [count = '0', place] = cursor?.split(' ') ?? [];
    const page = await list({ ...options, ...(place && { cursor: place }) });
    return { ...page, ...(page.next && { next: `${Number(count) + 1} ${page.next}` }) };
  };
let keys = 0;

/** By the rule that must find it. */
const flaws: Record<string, Flaw> = {
  'shape: it is a connector of the first contract': () => ({ contract: 2 }),
  'shape: its verbs are those of the contract': () => ({ mentoins: async () => ({ items: [], rejected: [] }) }),
  'listings: give what is as the model wants it': each((item) => ({ ...item, profiles: [] })),
  'listings: give everything once, however small the pages': mentions((page, _options, network) =>
    network.posts.size === 11 ? { ...page, items: page.items.slice(1) } : page,
  ),
  'listings: run as the network says': mentions((page, _options, network) =>
    network.posts.size === 7 && page.next ? { ...page, items: page.items.toReversed() } : page,
  ),
  'listings: keep when it was said': each((item, network) =>
    network.posts.size === 1 && item.interaction.at.startsWith('2026-05-04')
      ? within(item, { at: '2026-01-01T00:00:00.000Z' })
      : item,
  ),
  'listings: give all that was said at one moment': mentions((page, _options, network) =>
    // The place is a moment: what else was said at it is passed over.
    network.posts.size === 9 && page.next ? { items: page.items, rejected: [] } : page,
  ),
  'listings: go on in another process from a cursor': (connector) => {
    const own = new Set<string>();
    return {
      mentions: async (options: PageOptions = {}) => {
        if (options.cursor && !own.has(options.cursor) && own.size === 0 && options.cursor.length < 3)
          return { items: [], rejected: [] };
        const page = await connector.mentions(options);
        if (page.next) own.add(page.next);
        return page;
      },
    };
  },
  'listings: are given to two walks at a time': (connector) => {
    let open = 0;
    return {
      mentions: async (options: PageOptions = {}) => {
        if (!options.cursor) open += 1;
        const isShared = open > 1;
        const page = await connector.mentions(options);
        await new Promise((resolve) => setTimeout(resolve));
        if (!page.next) open -= 1;
        return isShared && options.limit === 3 ? { ...page, items: page.items.slice(1) } : page;
      },
    };
  },
  'listings: lose nothing when something is said meanwhile': (connector, network) => {
    let size = 0;
    return {
      mentions: async (options: PageOptions = {}) => {
        if (!options.cursor) size = network.posts.size;
        const moved = options.cursor !== undefined && network.posts.size > size;
        const page = await connector.mentions(options);
        return moved ? { ...page, items: page.items.slice(1) } : page;
      },
    };
  },
  'listings: name a thing the same every time': each((item, network) =>
    network.posts.size === 3 ? within(item, { version: String(++keys) }) : item,
  ),
  'listings: of an empty network give nothing': (connector, network) => ({
    mentions: async (options: PageOptions = {}) => {
      if (network.posts.size === 0) throw new KenningError('not-found', 'nobody has said anything');
      return connector.mentions(options);
    },
  }),
  'listings: refuse a cursor that is none': (connector) => ({
    mentions: async ({ cursor, ...options }: PageOptions = {}) =>
      connector.mentions({ ...options, ...(cursor && /^\d+$/.test(cursor) && { cursor }) }),
  }),
  'content: is any text': each((item) =>
    within(item, { content: { text: textOf(item).replace(/[\u0590-\u06ff]/g, '?') } }),
  ),
  'content: that is huge takes nothing else with it': mentions((page) => {
    if (page.items.some((item) => textOf(item).length > 100_000)) throw new RangeError('too much');
    return page;
  }),
  'content: that is edited is the same thing in a newer wording': each((item) =>
    item.interaction.revisedAt ? within(item, { externalId: `${item.interaction.externalId}-edited` }) : item,
  ),
  'content: that is removed is not said any more': (connector, network) => {
    const seen = new Map<string, Said>();
    network.watch(({ type, post }) => {
      if (type !== 'said' || !post.mentions.includes('us')) return;
      void connector.mentions().then(({ items }) => {
        for (const item of items) if (item.type === 'said') seen.set(item.interaction.externalId, item);
      });
    });
    return {
      mentions: async (options: PageOptions = {}) => {
        await new Promise((resolve) => setTimeout(resolve));
        const page = await connector.mentions(options);
        const gone = [...seen.values()].filter(
          ({ interaction }) => network.posts.get(interaction.externalId)?.state === 'removed',
        );
        return options.cursor ? page : { ...page, items: [...page.items, ...gone] };
      },
    };
  },
  'content: that is looked up stands or is gone': (connector) => ({
    lookup: async (refs: Parameters<FakeNetworkConnector['lookup']>[0]) =>
      (await connector.lookup(refs)).map((one) => (one.state === 'unknown' ? { ...one, state: 'standing' } : one)),
  }),
  'content: of a thread hangs together': (connector) => ({
    thread: async (ref: Parameters<FakeNetworkConnector['thread']>[0]) => {
      const page = await connector.thread(ref);
      return { ...page, items: page.items.slice(0, 2) };
    },
  }),
  'people: are found by what they are called, and by their ids': (connector) => ({
    profile: async (ref: Parameters<FakeNetworkConnector['profile']>[0]) => {
      const found = await connector.profile(ref);
      return found && { ...found, identifiers: [] };
    },
  }),
  'people: who are not there are nobody': (connector) => ({
    profile: async (ref: Parameters<FakeNetworkConnector['profile']>[0]) => {
      const found = await connector.profile(ref);
      if (!found) throw new KenningError('not-found', 'nobody');
      return found;
    },
  }),
  'people: who are us are marked': (connector) => ({
    own: async () => (await connector.own()).map(({ own: _own, ...profile }) => profile),
  }),
  'people: are searched for by their names': () => ({ people: async () => ({ items: [], rejected: [] }) }),
  'people: whom nobody is called are not found, whatever it is': (connector) => ({
    people: (query: string) => connector.people(query === '%' ? '' : query),
  }),
  'search: finds what says a word, and nothing else': (connector) => ({
    search: (query: string, options?: PageOptions) => connector.search(query === word ? 'Bell' : query, options),
  }),
  'search: gives everything once, however small the pages': searches((page, { limit }) =>
    limit === 3 && page.items.length === 3 ? { ...page, items: page.items.slice(1) } : page,
  ),
  'search: gives all that was said at one moment': searches((page, { limit }) =>
    // The place is a moment: what else was said at it is passed over.
    limit === 2 ? { items: page.items, rejected: [] } : page,
  ),
  'search: goes on in another process from a cursor': (connector) => {
    const own = new Set<string>();
    return {
      search: async (query: string, options: PageOptions = {}) => {
        if (options.cursor && !own.has(options.cursor) && /^\d+$/.test(options.cursor)) return nothing;
        const page = await connector.search(query, options);
        if (page.next) own.add(page.next);
        return page;
      },
    };
  },
  'search: finds nothing that nobody says, whatever it is': (connector) => ({
    search: (query: string, options?: PageOptions) => connector.search(query === '%' ? word : query, options),
  }),
  'search: refuses a cursor that is none': (connector) => ({
    search: (query: string, { cursor, ...options }: PageOptions = {}) =>
      connector.search(query, { ...options, ...(cursor && /^\d+$/.test(cursor) && { cursor }) }),
  }),
  'writes: say it once for one key': sends('reply', (write) =>
    write.key === 'key-reply' && write.draft.text.includes('heard') ? { ...write, key: `again ${++keys}` } : write,
  ),
  'writes: say two things for two keys': sends('publish', (write) => ({
    ...write,
    key: write.key.replace(/-\d$/, ''),
  })),
  'writes: say any text': sends('publish', (write) => ({
    ...write,
    draft: { text: write.draft.text.replace(/\p{Emoji_Presentation}/gu, '') },
  })),
  'writes: tell what was said as the network would list it': (connector) => ({
    publish: {
      repeat: 'keyed',
      send: async (write: Parameters<FakeNetworkConnector['publish']['send']>[0]) => {
        const made = await connector.publish.send(write);
        return { ...made, observed: made.observed && within(made.observed as Said, { realm: 'elsewhere' }) };
      },
    },
  }),
  'writes: are refused for what is gone': sends('reply', (write, network) => {
    for (const post of network.posts.values()) if (post.state === 'removed') post.state = 'standing';
    return write;
  }),
  'writes: like': (connector) => ({
    like: {
      repeat: 'keyed',
      send: async ({ draft: { of } }: Parameters<FakeNetworkConnector['like']['send']>[0]) => connector && { ref: of },
    },
  }),
  'writes: hide': (connector) => ({ hide: { ...connector.hide, send: async () => undefined } }),
  'writes: remove': (connector) => ({ remove: { ...connector.remove, send: async () => undefined } }),
  'stream: tells what is said': () => ({
    async *stream({ signal }: { signal: AbortSignal }) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      yield* [];
    },
  }),
  'stream: ends when it is given up': (connector) => ({
    stream: () => connector.stream({}),
  }),
  'webhook: what the system signed is taken and read': (connector) => ({
    webhook: { ...connector.webhook, read: (body: string) => ({ ...connector.webhook.read(body, {}), items: [] }) },
  }),
  'webhook: a changed body is refused': (connector) => ({
    webhook: {
      ...connector.webhook,
      receive: async (request: Request) => {
        const body = await request.clone().text();
        return connector.webhook.receive(request).catch((error: unknown) => {
          if (request.headers.get('x-fake-signature')?.includes('00000000') || !body.includes('Q')) throw error;
          return { accepted: new Response(null), body };
        });
      },
    },
  }),
  'webhook: a body that nobody signed is refused': (connector) => ({
    webhook: {
      ...connector.webhook,
      receive: async (request: Request) =>
        request.headers.has('x-fake-signature')
          ? connector.webhook.receive(request)
          : { accepted: new Response(null), body: await request.text() },
    },
  }),
  'webhook: another’s signature is refused': (connector) => ({
    webhook: {
      ...connector.webhook,
      receive: async (request: Request) =>
        /0{8}$|1{8}$/.test(request.headers.get('x-fake-signature') ?? '')
          ? { accepted: new Response(null), body: await request.text() }
          : connector.webhook.receive(request),
    },
  }),
  'webhook: what comes again a day later is refused, or known by its delivery': (connector, network) => ({
    webhook: {
      ...connector.webhook,
      receive: async (request: Request) => {
        const body = await request.clone().text();
        const isLate = network.clock.now() - Number(request.headers.get('x-fake-time')) * 1000 > 3_600_000;
        return isLate ? { accepted: new Response(null), body } : connector.webhook.receive(request);
      },
    },
  }),
  'webhook: whatever a body says, reading it ends in a page or a refusal': (connector) => ({
    webhook: {
      ...connector.webhook,
      read: (body: string) => connector.webhook.read(JSON.stringify(JSON.parse(body)), {}),
    },
  }),
};

/** Rules that only a connector with a server can break. */
const ofHttp: Record<string, HttpFlaw<Connector>> = {
  ...flawsOfHttp<Connector>('mentions'),
  'listings: end, though the server gives one page again and again': ({ connect }) => {
    const connector = connect();
    return { ...connector, mentions: counting(connector.mentions as NonNullable<Connector['mentions']>) };
  },
  'search: ends, though the server gives one page again and again': ({ connect }) => {
    const connector = connect();
    const mentions = counting(connector.mentions as NonNullable<Connector['mentions']>);
    return { ...connector, search: (_query, options = {}) => mentions(options) };
  },
  'writes: say it once, though the answer is lost': ({ connect, fetch }) => {
    let lost = false;
    return connect({
      fetch: async (input, init) => {
        const request = new Request(input, init);
        const headers = new Headers(request.headers);
        if (lost && headers.has('idempotency-key')) headers.set('idempotency-key', `again ${++keys}`);
        return fetch(new Request(request, { headers })).catch((error: unknown) => {
          if (request.method === 'POST') lost = true;
          throw error;
        });
      },
    });
  },
  'content: that can not be read is rejected by itself': ({ connect }) => {
    const connector = connect();
    return {
      ...connector,
      mentions: async (options) => {
        const page = await (connector.mentions as NonNullable<Connector['mentions']>)(options);
        const isWhole = page.rejected.some(({ item }) => typeof item !== 'object' || !Object.keys(item ?? {}).length);
        return isWhole ? { ...page, rejected: [] } : page;
      },
    };
  },
  'content: of which a field is wrong is read or rejected by itself': ({ connect }) => {
    const connector = connect();
    return {
      ...connector,
      mentions: async (options) => {
        const page = await (connector.mentions as NonNullable<Connector['mentions']>)(options);
        if (page.rejected.some(({ item }) => Object.keys(item ?? {}).length > 2)) throw new TypeError('no such field');
        return page;
      },
    };
  },
};

const nameOf = ({ within: place, rule }: Outcome) => `${place.at(-1)}: ${rule}`;
const brokenOf = async (subject: ConnectorSubject) =>
  (await tryOut((runner) => connectorSuite(runner, subject))).filter(({ result }) => result === 'broken');
const direct = (flaw?: Flaw, order?: 'oldest-first'): ConnectorSubject => ({
  open({ clock }) {
    const network = new FakeNetwork({ clock, ...(order && { order }) });
    const connect = () => {
      const connector = fakeNetworkConnector(network);
      return { ...connector, ...flaw?.(connector, network) } as Connector;
    };
    return { connect, network: fakeNetworkSide(network) };
  },
});
const overHttp = (flaw: HttpFlaw<Connector>): ConnectorSubject => ({
  open({ served, secret, timeoutMs, clock }) {
    const network = new FakeNetwork();
    const fetch = served(fakeNetworkServer(network, { token: secret }));
    const connect = (more: object = {}): Connector =>
      harbor({ baseUrl: 'https://harbor.example', token: secret, timeoutMs, fetch, clock, ...more });
    return { connect: () => flaw({ connect, fetch, secret, clock }), network: fakeNetworkSide(network) };
  },
});
const onward = 'listings: give what is new from where the last reading ended';
const renewal = 'HTTP: a credential that is refused once is renewed';

describe('a connector that is broken', () => {
  it('is found by a rule of every name', async () => {
    const all = (await tryOut((runner) => connectorSuite(runner, direct()))).map(nameOf);
    const named = [...Object.keys(flaws), ...Object.keys(ofHttp), onward, renewal];
    expect(all.filter((name) => !named.includes(name))).toEqual([]);
    expect(named.filter((name) => !all.includes(name))).toEqual([]);
  });

  it(renewal, async () => {
    const broken = await brokenOf({ ...overHttp(({ connect }) => connect()), renews: true });
    expect(broken.map(nameOf)).toEqual([renewal]);
  });

  it(onward, async () => {
    const forgets = mentions((page, { cursor, limit }) =>
      cursor && limit === undefined ? { items: [], rejected: [] } : page,
    );
    const broken = await brokenOf(direct(forgets, 'oldest-first'));
    expect(broken.map(nameOf)).toEqual([onward]);
  });

  it.each(Object.entries(flaws))('%s', { timeout: 120_000 }, async (name, flaw) => {
    const broken = await brokenOf(direct(flaw));
    expect(broken.map(nameOf), JSON.stringify(broken)).toContain(name);
    expect([...new Set(broken.map(({ within: place }) => place.at(-1)))], JSON.stringify(broken)).toEqual([
      name.split(':')[0],
    ]);
  });

  // Most of the time they wait for what does not come, so several do at once.
  it.concurrent.each(Object.entries(ofHttp))('%s', { timeout: 120_000 }, async (name, flaw) => {
    const broken = await brokenOf(overHttp(flaw));
    expect(broken.map(nameOf), JSON.stringify(broken)).toContain(name);
    expect([...new Set(broken.map(({ within: place }) => place.at(-1)))], JSON.stringify(broken)).toEqual([
      name.split(':')[0],
    ]);
  });
});
