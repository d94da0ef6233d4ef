import type { MastodonOptions } from '../../../../src/channels/connectors/mastodon/index.js';
import type { Answer } from '../../../../src/testing/http/faulty-fetch.js';
import type { NetworkSide } from '../../../../src/testing/suites/connector/index.js';
import { fakeSockets } from '../../fake-socket.js';
import { account, instance, me, mentionOfUs, notification, status } from './fake-mastodon.js';

type Entity = Record<string, unknown> & { id: string };
interface Post {
  entity: Entity;
  /** The words as they were sent. */
  text: string;
  by: string;
  inReplyTo?: string;
  /** The notification by which we hear of it. */
  notification?: string;
}

export interface InstanceOptions {
  token: (bearer: string) => boolean;
  /** GoToSocial has other ids, gives one status at a time, and pages its search by id. */
  software: 'mastodon' | 'gotosocial';
}

const people = [
  account(me),
  account('2', { username: 'maya', acct: 'maya@far.example', display_name: 'Maya Lindqvist' }),
] as const;
const maya = '2';
const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const htmlOf = (text: string) => {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<p>${escaped.replaceAll('\n', '<br />')}</p>`;
};
const refused = (code: number, error: string) => Response.json({ error }, { status: code });
const gone = () => refused(404, 'Record not found');

/** A server of Mastodon's client API, as its documentation describes it: our account, and Maya on another server. */
export class MastodonInstance {
  readonly posts = new Map<string, Post>();
  readonly likes = new Set<string>();
  readonly sockets = fakeSockets();
  readonly #keys = new Map<string, string>();
  readonly #options: InstanceOptions;
  #count = 0;

  constructor(options: InstanceOptions) {
    this.#options = options;
  }

  readonly answer: Answer = async (request) => {
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/api\//, '');
    if (path === 'v2/instance') return Response.json(this.#instance());
    if (!this.#options.token(request.headers.get('authorization')?.replace('Bearer ', '') ?? ''))
      return refused(401, 'The access token is invalid');
    const text = await request.text();
    const body = (text ? JSON.parse(text) : {}) as Record<string, string>;
    const [version = '', kind = '', written = '', part = ''] = path.split('/');
    const id = decodeURIComponent(written);
    const wanted = `${request.method} ${version}/${kind}`;
    if (wanted === 'GET v1/apps') return Response.json({ name: 'kenning', scopes: ['read', 'write'] });
    if (wanted === 'GET v1/accounts') return this.#accounts(id, part, url);
    if (wanted === 'GET v1/notifications') return this.#page(url, [...this.#notifications()]);
    if (wanted === 'GET v1/timelines') return this.#page(url, this.#standing());
    if (wanted === 'GET v2/search') return this.#search(url.searchParams);
    if (wanted === 'POST v1/statuses' && !id) return this.#publish(request.headers.get('idempotency-key'), body);
    if (wanted === 'GET v1/statuses' && !id) return this.#many(url.searchParams.getAll('id[]'));
    const post = kind === 'statuses' ? this.posts.get(id) : undefined;
    if (!post) return gone();
    if (wanted === 'GET v1/statuses' && part === 'context') return Response.json(this.#context(post));
    if (wanted === 'GET v1/statuses') return Response.json(post.entity);
    if (wanted === 'POST v1/statuses' && part === 'favourite') {
      this.likes.add(id);
      return Response.json({ ...post.entity, favourited: true, favourites_count: 3 });
    }
    if (wanted !== 'DELETE v1/statuses' || post.by !== me) return gone();
    this.posts.delete(id);
    return Response.json({ ...post.entity, text: post.text });
  };

  /** What people do on it. */
  get side(): NetworkSide {
    return {
      say: (listing, { text, at }) =>
        listing === 'posts' ? this.#say(me, text, { at }) : this.#say(maya, text, { at, tells: true }),
      edit: (id, text) => {
        const post = this.posts.get(id);
        if (!post) throw new Error('there is no such post');
        post.text = text;
        Object.assign(post.entity, { content: htmlOf(text), edited_at: new Date().toISOString() });
      },
      remove: (id) => void this.posts.delete(id),
      answer: (inReplyTo, text) => this.#say(maya, text, { inReplyTo, tells: true }),
      written: () => [...this.posts.values()].flatMap(({ by, text }) => (by === me ? text : [])),
      likes: (id) => (this.likes.has(id) ? 1 : 0),
      stands: (id) => this.posts.has(id),
      person: () => ({ handle: 'maya@far.example', name: 'Maya Lindqvist' }),
    };
  }

  #instance() {
    if (this.#options.software === 'mastodon') return instance();
    const { api_versions: _none, ...rest } = instance();
    return { ...rest, version: '0.22.0+git', source_url: 'https://codeberg.org/superseriousbusiness/gotosocial' };
  }

  #nextId(): string {
    this.#count += 1;
    if (this.#options.software === 'mastodon') return String(115_000_000_000_000_000n + BigInt(this.#count) * 65_536n);
    const digit = (at: number) => crockford[Math.floor(this.#count / 32 ** at) % 32];
    return `01KAKA${'0'.repeat(17)}${digit(2)}${digit(1)}${digit(0)}`;
  }

  #say(
    by: string,
    text: string,
    more: { at?: string | undefined; inReplyTo?: string; visibility?: string; tells?: boolean } = {},
  ): string {
    const { at = new Date().toISOString(), inReplyTo, visibility = 'public', tells } = more;
    const above = inReplyTo === undefined ? undefined : this.posts.get(inReplyTo);
    if (inReplyTo !== undefined && !above) throw new Error('there is nothing to answer');
    const id = this.#nextId();
    const author = people[by === me ? 0 : 1];
    const named = /@maya@far\.example/.test(text)
      ? [{ id: maya, username: 'maya', acct: 'maya@far.example', url: 'https://far.example/@maya' }]
      : [];
    const entity = status(id, {
      account: author,
      content: htmlOf(text),
      created_at: at,
      visibility,
      mentions: by === me ? named : [mentionOfUs],
      ...(above && { in_reply_to_id: above.entity.id, in_reply_to_account_id: above.by }),
    });
    const post: Post = { entity, text, by, ...(inReplyTo && { inReplyTo }) };
    this.posts.set(id, post);
    if (tells) {
      post.notification = this.#nextId();
      const payload = JSON.stringify(this.#told(post));
      for (const socket of this.sockets.opened) socket.send({ stream: ['user'], event: 'notification', payload });
    }
    return id;
  }

  #told({ notification: id = '', entity }: Post): Entity {
    return notification(id, 'mention', { account: people[1], created_at: entity.created_at, status: entity });
  }

  *#notifications(): Generator<Entity> {
    for (const post of [...this.posts.values()].reverse()) if (post.notification) yield this.#told(post);
  }

  #standing(by?: string): Entity[] {
    return [...this.posts.values()].reverse().flatMap((post) => (by && post.by !== by ? [] : post.entity));
  }

  /** A page of a listing; where the next begins stands in the `Link` header. */
  #page({ origin, pathname, searchParams: query }: URL, all: Entity[]): Response {
    const limit = Math.min(40, Number(query.get('limit') ?? 20));
    const before = query.get('max_id');
    const items = all.filter(({ id }) => !before || id < before).slice(0, limit);
    const last = items.at(-1)?.id;
    const link = `<${origin}${pathname}?max_id=${last}>; rel="next", <${origin}${pathname}?min_id=${items[0]?.id}>; rel="prev"`;
    return Response.json(items, { headers: last ? { link } : {} });
  }

  #accounts(id: string, part: string, url: URL): Response {
    if (id === 'verify_credentials') return Response.json(people[0]);
    const acct = url.searchParams.get('acct');
    const found = people.find((one) => (id === 'lookup' ? one.acct === acct : one.id === id));
    if (!found) return gone();
    return part === 'statuses' ? this.#page(url, this.#standing(found.id)) : Response.json(found);
  }

  #search(query: URLSearchParams): Response {
    const words = (query.get('q') ?? '').toLowerCase();
    const limit = Math.min(40, Number(query.get('limit') ?? 20));
    const page = <One extends { id: string }>(all: One[]): One[] => {
      const isGoToSocial = this.#options.software === 'gotosocial';
      const before = isGoToSocial ? query.get('max_id') : undefined;
      const offset = isGoToSocial ? 0 : Number(query.get('offset') ?? 0);
      return all.filter(({ id }) => !before || id < before).slice(offset, offset + limit);
    };
    const accounts = people.filter(({ display_name, acct }) =>
      `${display_name} @${acct}`.toLowerCase().includes(words),
    );
    const statuses = this.#standing().filter(({ id }) => this.posts.get(id)?.text.toLowerCase().includes(words));
    const isFor = (type: string) => query.get('type') === type && words !== '';
    return Response.json({
      accounts: isFor('accounts') ? page(accounts) : [],
      statuses: isFor('statuses') ? page(statuses) : [],
      hashtags: [],
    });
  }

  #many(ids: string[]): Response {
    if (this.#options.software === 'gotosocial') return gone();
    return Response.json(ids.flatMap((id) => this.posts.get(id)?.entity ?? []));
  }

  #context(post: Post) {
    const ancestors: Entity[] = [];
    for (let at = this.posts.get(post.inReplyTo ?? ''); at; at = this.posts.get(at.inReplyTo ?? ''))
      ancestors.unshift(at.entity);
    const below = (id: unknown): Entity[] =>
      [...this.posts.values()].flatMap((one) => (one.inReplyTo === id ? [one.entity, ...below(one.entity.id)] : []));
    return { ancestors, descendants: below(post.entity.id) };
  }

  #publish(key: string | null, body: Record<string, string>): Response {
    const known = this.posts.get(this.#keys.get(key ?? '') ?? '');
    if (known) return Response.json(known.entity);
    const { status: text = '', visibility, in_reply_to_id: inReplyTo } = body;
    if (inReplyTo && !this.posts.has(inReplyTo)) return gone();
    if ([...text].length > 500) return refused(422, 'Validation failed: Text character limit of 500 exceeded');
    const id = this.#say(me, text, { ...(visibility && { visibility }), ...(inReplyTo && { inReplyTo }) });
    if (key) this.#keys.set(key, id);
    return Response.json(this.posts.get(id)?.entity);
  }
}

/** An instance behind a `fetch`, and how to connect to it. */
export function mastodonAt(
  server: MastodonInstance,
  options: Pick<MastodonOptions, 'accessToken' | 'fetch' | 'timeoutMs' | 'clock'>,
): MastodonOptions {
  const { WebSocket } = server.sockets;
  // A socket is there at once.
  class OpenSocket extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols);
      setTimeout(() => this.emit('open'));
    }
  }
  return { instance: 'social.example', webSocket: OpenSocket, reconnectMs: 1, ...options };
}
