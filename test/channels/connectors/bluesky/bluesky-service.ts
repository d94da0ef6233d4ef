import type { BlueskyOptions } from '../../../../src/channels/connectors/bluesky/index.js';
import type { Answer } from '../../../../src/testing/http/faulty-fetch.js';
import type { NetworkSide } from '../../../../src/testing/suites/connector/index.js';
import { fakeSockets } from '../../fake-socket.js';
import { maya, me, refusal, uriOf } from './fake-bluesky.js';

interface StrongRef {
  uri: string;
  cid: string;
}
interface RecordValue {
  $type: string;
  text?: string;
  createdAt?: string;
  reply?: { root: StrongRef; parent: StrongRef };
  subject?: StrongRef;
  hiddenReplies?: string[];
  [more: string]: unknown;
}
interface Kept extends StrongRef {
  value: RecordValue;
  indexedAt: string;
  /** By the reason for which we hear of it. */
  reason?: 'mention' | 'reply';
  place: number;
}
type Body = { repo: string; collection: string; rkey: string; record: RecordValue; swapRecord?: string | null };

const people = [
  { did: me, handle: 'harborbikes.test', displayName: 'Harbor Bikes' },
  { did: maya, handle: 'maya-rides.test', displayName: 'Maya Lindqvist', description: 'Rides and reads.' },
];
const postType = 'app.bsky.feed.post';
const encoder = new TextEncoder();
const gone = (what: string) => refusal('NotFound', `${what} not found`);

/** A PDS and the AppView behind it in one, in the shape of the lexicons: our account, and Maya's. */
export class BlueskyService {
  readonly records = new Map<string, Kept>();
  readonly sockets = fakeSockets();
  readonly #secret: string;
  #tokens = 0;
  #current = '';
  #count = 0;

  /** @param secret the password of our account; its tokens hold it, so that a leak of either shows */
  constructor(secret: string) {
    this.#secret = secret;
  }

  readonly answer: Answer = async (request) => {
    const { pathname, searchParams: query } = new URL(request.url);
    const method = pathname.replace('/xrpc/', '');
    const token = request.headers.get('authorization')?.replace('Bearer ', '');
    const text = await request.text();
    const body = text ? JSON.parse(text) : {};
    if (method === 'com.atproto.server.createSession')
      return body.password === this.#secret
        ? this.#session()
        : refusal('AuthenticationRequired', 'Invalid password', 401);
    if (method === 'com.atproto.server.refreshSession')
      return token === `refresh-${this.#current}` ? this.#session() : refusal('ExpiredToken', 'Token was revoked');
    if (token !== `access-${this.#current}`) return refusal('InvalidToken', 'Token is invalid', 401);
    return this.#method(method, query, body);
  };

  /** What people do on it. */
  get side(): NetworkSide {
    return {
      say: (_listing, { text, at }) => this.#post(maya, text, at, { reason: 'mention' }),
      remove: (uri) => void this.records.delete(uri),
      answer: (uri, text) => this.#post(maya, text, undefined, { reason: 'reply', parent: uri }),
      comment: (text) => this.#post(maya, text, undefined, { reason: 'reply', parent: this.#post(me, 'Ask us.') }),
      written: () =>
        this.#posts().flatMap(({ uri, value }) => (uri.startsWith(`at://${me}/`) ? (value.text ?? '') : [])),
      likes: (uri) => this.#likes(uri),
      stands: (uri) => this.records.has(uri),
      isHidden: (uri) => [...this.records.values()].some(({ value }) => value.hiddenReplies?.includes(uri)),
      person: () => ({ handle: 'maya-rides.test', name: 'Maya Lindqvist' }),
    };
  }

  #session(): Response {
    this.#tokens += 1;
    this.#current = `${this.#secret}-${this.#tokens}`;
    const { did, handle } = people[0] as (typeof people)[number];
    return Response.json({
      ...{ did, handle, active: true },
      accessJwt: `access-${this.#current}`,
      refreshJwt: `refresh-${this.#current}`,
    });
  }

  #method(method: string, query: URLSearchParams, body: Body): Response {
    switch (method) {
      case 'com.atproto.server.getSession':
        return Response.json({ ...people[0], active: true, emailConfirmed: true });
      case 'com.atproto.identity.resolveHandle': {
        const did = people.find(({ handle }) => handle === query.get('handle'))?.did;
        return did ? Response.json({ did }) : refusal('InvalidRequest', 'Unable to resolve handle');
      }
      case 'app.bsky.actor.getProfile':
        return this.#profile(query.get('actor') ?? '');
      case 'app.bsky.actor.getProfiles': {
        const asked = query.getAll('actors');
        return Response.json({ profiles: people.filter(({ did }) => asked.includes(did)) });
      }
      case 'app.bsky.actor.searchActors': {
        const words = (query.get('q') ?? '').toLowerCase();
        const says = ({ handle, displayName }: (typeof people)[number]) =>
          words !== '' && `${handle} ${displayName}`.toLowerCase().includes(words);
        return this.#page(query, people.filter(says), (page) => ({ actors: page }));
      }
      case 'app.bsky.feed.getPosts':
        return Response.json({
          posts: query.getAll('uris').flatMap((uri) => {
            const kept = this.records.get(uri);
            return kept ? this.#view(kept) : [];
          }),
        });
      case 'app.bsky.feed.searchPosts': {
        const words = (query.get('q') ?? '').toLowerCase();
        const found = this.#posts().filter(({ value }) => words && value.text?.toLowerCase().includes(words));
        return this.#page(query, found, (page) => ({ posts: page.map((kept) => this.#view(kept)) }));
      }
      case 'app.bsky.notification.listNotifications': {
        const reasons = query.getAll('reasons');
        const told = this.#posts().filter(({ reason = '' }) => reasons.includes(reason));
        return this.#page(query, told, (page) => ({ notifications: page.map((kept) => this.#notification(kept)) }));
      }
      case 'app.bsky.feed.getPostThread':
        return this.#thread(query.get('uri') ?? '');
      case 'com.atproto.repo.getRecord': {
        const kept = this.records.get(`at://${query.get('repo')}/${query.get('collection')}/${query.get('rkey')}`);
        if (!kept) return refusal('RecordNotFound', 'Could not locate record');
        return Response.json({ uri: kept.uri, cid: kept.cid, value: kept.value });
      }
      case 'com.atproto.repo.createRecord':
      case 'com.atproto.repo.putRecord':
        return this.#write(method, body);
      case 'com.atproto.repo.deleteRecord':
        this.records.delete(`at://${body.repo}/${body.collection}/${body.rkey}`);
        return Response.json({});
      default:
        return refusal('MethodNotImplemented', method, 501);
    }
  }

  #keep(uri: string, value: RecordValue, more: Partial<Kept> = {}): Kept {
    this.#count += 1;
    const cid = `bafyrei${String(this.#count).padStart(12, 'a')}`;
    const kept = { uri, cid, value, indexedAt: new Date().toISOString(), place: this.#count, ...more };
    this.records.set(uri, kept);
    return kept;
  }

  #post(
    did: string,
    text: string,
    at = new Date().toISOString(),
    { parent, ...more }: Partial<Kept> & { parent?: string } = {},
  ): string {
    const above = parent === undefined ? undefined : this.records.get(parent);
    if (parent !== undefined && !above) throw new Error('there is nothing to answer');
    if (text.length > 3000) throw new Error('Record/text must not be longer than 3000 bytes');
    const name = `@${people[0]?.handle} `;
    const mention = { $type: 'app.bsky.richtext.facet#mention', did: me };
    const facets = [{ index: { byteStart: 0, byteEnd: encoder.encode(name).length - 1 }, features: [mention] }];
    const strong = (kept: Kept): StrongRef => ({ uri: kept.uri, cid: kept.cid });
    const value: RecordValue = {
      ...{ $type: postType, text: `${name}${text}`, createdAt: at, facets, langs: ['en'] },
      ...(above && { reply: { root: above.value.reply?.root ?? strong(above), parent: strong(above) } }),
    };
    const kept = this.#keep(uriOf(did, `3k${String(this.#count + 1).padStart(11, '2')}`), value, more);
    this.#tell(did, kept);
    return kept.uri;
  }

  /** As Jetstream tells it. */
  #tell(did: string, { uri, cid, value, place }: Kept): void {
    const commit = {
      rev: 'r',
      operation: 'create',
      collection: postType,
      rkey: uri.split('/').at(-1),
      record: value,
      cid,
    };
    for (const socket of this.sockets.opened)
      socket.send({ did, time_us: Date.now() * 1000 + place, kind: 'commit', commit });
  }

  #posts(): Kept[] {
    return [...this.records.values()].filter(({ value }) => value.$type === postType).sort((a, b) => b.place - a.place);
  }

  #likes(uri: string): number {
    return [...this.records.values()].filter(({ value }) => value.subject?.uri === uri).length;
  }

  #view(kept: Kept) {
    const { uri, cid, value, indexedAt } = kept;
    const author = people.find(({ did }) => uri.startsWith(`at://${did}/`));
    const replies = this.#posts().filter(({ value: other }) => other.reply?.parent.uri === uri).length;
    const counts = { likeCount: this.#likes(uri), repostCount: 0, replyCount: replies, quoteCount: 0 };
    return { $type: 'app.bsky.feed.defs#postView', uri, cid, author, record: value, indexedAt, labels: [], ...counts };
  }

  #notification(kept: Kept) {
    const { uri, cid, value, indexedAt, reason } = kept;
    return { uri, cid, author: people[1], reason, record: value, isRead: false, indexedAt, labels: [] };
  }

  #profile(actor: string): Response {
    const found = people.find(({ did, handle }) => did === actor || handle === actor);
    if (found) return Response.json({ ...found, followersCount: 3, followsCount: 4, postsCount: 5 });
    const isName = /^did:[a-z]+:[\w.:%-]+$|^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(actor);
    return refusal('InvalidRequest', isName ? 'Profile not found' : 'Error: actor must be a valid did or a handle');
  }

  #page<One>(query: URLSearchParams, all: One[], answer: (page: One[]) => object): Response {
    const limit = Number(query.get('limit') ?? 50);
    const place = query.get('cursor');
    if (place !== null && !/^\d+$/.test(place)) return refusal('InvalidRequest', 'Malformed cursor');
    // Places are counted from the end, which does not move when something is said.
    const begin = place === null ? 0 : all.length - Number(place);
    const page = all.slice(begin, begin + limit);
    const left = all.length - begin - page.length;
    return Response.json({ ...answer(page), ...(left > 0 && { cursor: String(left) }) });
  }

  #thread(uri: string): Response {
    const kept = this.records.get(uri);
    if (!kept) return gone('Post');
    const above = (one: Kept): object | undefined => {
      const parent = one.value.reply && this.records.get(one.value.reply.parent.uri);
      return parent && { $type: 'app.bsky.feed.defs#threadViewPost', post: this.#view(parent), parent: above(parent) };
    };
    const below = (one: Kept): object => ({
      $type: 'app.bsky.feed.defs#threadViewPost',
      post: this.#view(one),
      replies: this.#posts()
        .filter(({ value }) => value.reply?.parent.uri === one.uri)
        .map(below),
    });
    return Response.json({ thread: { ...below(kept), parent: above(kept) } });
  }

  #write(method: string, { repo, collection, rkey, record, swapRecord }: Body): Response {
    const uri = `at://${repo}/${collection}/${rkey}`;
    const before = this.records.get(uri);
    if (method.endsWith('createRecord') && before) return refusal('InvalidRequest', 'Record already exists');
    if (swapRecord !== undefined && swapRecord !== (before?.cid ?? null))
      return refusal('InvalidSwap', `Record was at ${before?.cid}`);
    const { cid } = this.#keep(uri, record);
    return Response.json({ uri, cid, commit: { cid, rev: 'r' }, validationStatus: 'valid' });
  }
}

/** How to connect to a service behind a `fetch`. */
export function blueskyAt(
  server: BlueskyService,
  options: Pick<BlueskyOptions, 'password' | 'fetch' | 'timeoutMs' | 'clock'>,
): BlueskyOptions & { identifier: string } {
  const { WebSocket } = server.sockets;
  // A socket is there at once.
  class OpenSocket extends WebSocket {
    constructor(url: string) {
      super(url);
      setTimeout(() => this.emit('open'));
    }
  }
  return {
    ...{ service: 'https://pds.example', identifier: 'harborbikes.test', jetstream: 'wss://stream.example/subscribe' },
    ...{ webSocket: OpenSocket, reconnectMs: 1, ...options },
  };
}
