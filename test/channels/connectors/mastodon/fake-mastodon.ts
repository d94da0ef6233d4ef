import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type MastodonAccount,
  type MastodonOptions,
  mastodon,
} from '../../../../src/channels/connectors/mastodon/index.js';

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  headers: IncomingMessage['headers'];
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

type Handler = (call: Call) => Answer | Promise<Answer>;

export const me = '1';
export const now = '2026-11-24T10:00:00.000Z';

/** An account as the specification has it. */
export function account(id = '2', more: Record<string, unknown> = {}) {
  const username = id === me ? 'harborbikes' : 'maya';
  return {
    id,
    username,
    acct: username,
    uri: `https://social.example/users/${username}`,
    url: `https://social.example/@${username}`,
    display_name: id === me ? 'Harbor Bikes' : 'Maya Lindqvist :bike:',
    note: '<p>Rides &amp; reads.</p>',
    avatar: 'https://files.social.example/a.png',
    avatar_static: 'https://files.social.example/a.png',
    avatar_description: '',
    header: 'https://files.social.example/h.png',
    header_static: 'https://files.social.example/h.png',
    header_description: '',
    locked: false,
    bot: false,
    group: false,
    indexable: true,
    discoverable: true,
    created_at: '2024-01-01T00:00:00.000Z',
    last_status_at: '2026-11-23',
    statuses_count: 12,
    followers_count: 34,
    following_count: 5,
    emojis: [
      {
        shortcode: 'bike',
        url: 'https://files.social.example/bike.png',
        static_url: 'https://files.social.example/bike.png',
        visible_in_picker: true,
      },
    ],
    fields: [],
    ...more,
  };
}

/** A status as the specification has it. */
export function status(id: string, more: Record<string, unknown> = {}) {
  return {
    id,
    uri: `https://social.example/users/maya/statuses/${id}`,
    url: `https://social.example/@maya/${id}`,
    created_at: '2026-11-23T08:00:00.000Z',
    edited_at: null,
    account: account(),
    content: '<p>hello</p>',
    visibility: 'public',
    sensitive: false,
    spoiler_text: '',
    language: 'en',
    in_reply_to_id: null,
    in_reply_to_account_id: null,
    reblog: null,
    media_attachments: [],
    mentions: [],
    tags: [],
    emojis: [],
    card: null,
    poll: null,
    replies_count: 0,
    reblogs_count: 1,
    favourites_count: 2,
    quotes_count: 0,
    favourited: false,
    reblogged: false,
    muted: false,
    bookmarked: false,
    ...more,
  };
}

export function notification(id: string, type: string, more: Record<string, unknown> = {}) {
  return {
    id,
    type,
    created_at: '2026-11-23T09:00:00.000Z',
    group_key: `ungrouped-${id}`,
    account: account(),
    ...more,
  };
}

export const mentionOfUs = {
  id: me,
  username: 'harborbikes',
  acct: 'harborbikes',
  url: 'https://social.example/@harborbikes',
};

/** What an instance says of itself, as far as it matters. */
export function instance(more: Record<string, unknown> = {}) {
  return {
    domain: 'social.example',
    title: 'Social',
    version: '4.5.0',
    source_url: 'https://github.com/mastodon/mastodon',
    api_versions: { mastodon: 7 },
    configuration: {
      urls: { streaming: 'wss://streaming.social.example' },
      statuses: { max_characters: 500, max_media_attachments: 4, characters_reserved_per_url: 23 },
    },
    ...more,
  };
}

export function refOf(externalId: string, realm: string) {
  return { network: 'mastodon', realm, externalId };
}

/** A Mastodon on a port of this machine: it keeps what it was asked and answers as a test says. */
export class FakeMastodon {
  readonly calls: Call[] = [];
  readonly handlers = new Map<string, Handler>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(handlers: Record<string, Handler> = {}): Promise<FakeMastodon> {
    const server = createServer();
    const fake = new FakeMastodon(server);
    fake.on({
      'GET /api/v2/instance': () => ({ body: instance() }),
      'GET /api/v1/accounts/verify_credentials': () => ({ body: account(me) }),
      ...handlers,
    });
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const url = new URL(request.url ?? '', 'http://fake');
      const text = Buffer.concat(chunks).toString();
      const call: Call = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        body: text ? (JSON.parse(text) as Record<string, unknown>) : {},
        headers: request.headers,
      };
      fake.calls.push(call);
      const handler = fake.handlers.get(`${call.method} ${call.path}`);
      const {
        status: code = 200,
        headers = {},
        body,
      } = (await handler?.(call)) ?? {
        status: 404,
        body: { error: 'Record not found' },
      };
      response.writeHead(code, { 'content-type': 'application/json', date: new Date(now).toUTCString(), ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  on(handlers: Record<string, Handler>): void {
    for (const [name, handler] of Object.entries(handlers)) this.handlers.set(name, handler);
  }

  /** Statuses that can be asked for one by one and many at once. */
  has(...list: { id: string }[]): void {
    const all = new Map(list.map((one) => [one.id, one]));
    for (const one of list) this.on({ [`GET /api/v1/statuses/${one.id}`]: () => ({ body: one }) });
    this.on({
      'GET /api/v1/statuses': ({ query }) => ({ body: query.getAll('id[]').flatMap((one) => all.get(one) ?? []) }),
    });
  }

  get realm(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  connect(more: Partial<MastodonOptions> = {}): MastodonAccount {
    return mastodon({
      instance: `http://${this.realm}`,
      accessToken: 'made-up-token',
      clock: { now: () => Date.parse(now) },
      ...more,
    } as MastodonOptions & { accessToken: string });
  }

  named(name: string): Call[] {
    return this.calls.filter(({ method, path }) => `${method} ${path}` === name);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
