import { bytesOf, encoded } from '../../core/bytes.js';
import { isKenningError, KenningError } from '../../core/errors.js';
import type { FakeServerOptions } from '../fake-crm/fake-crm-server.js';
import type { Answer } from '../http/faulty-fetch.js';
import type { FakeEvent, FakeNetwork, FakePerson, FakePost } from './fake-network.js';

const statusOf: Readonly<Record<string, number>> = { invalid: 422, 'not-found': 404 };
const listings = ['mentions', 'messages', 'posts', 'comments'] as const;

/** A post as the API gives it. */
export interface FakePostView extends Omit<FakePost, 'place' | 'by' | 'likes' | 'mentions'> {
  by: FakePerson;
  mentions: FakePerson[];
  likes: number;
}

/**
 * The fake network's HTTP API: JSON, a bearer token, `Idempotency-Key`, cursors in the body.
 *
 *     GET    /me, /people/ID, /people?handle=       a person
 *     GET    /mentions, /messages, /posts, /comments, /search?q=   ?limit&cursor   { posts, next? }
 *     GET    /posts/ID                              a post; 404 when it is gone
 *     GET    /posts/ID/thread                       { posts }, what was removed included
 *     GET    /stream                                a line of JSON for everything that happens: { type, post }
 *     POST   /posts                                 { text, inReplyTo? }
 *     POST   /messages                              { to, text }
 *     POST   /posts/ID/like, /posts/ID/hide
 *     DELETE /posts/ID
 *
 * Refusals are `{ error }`: 401, 404, 422.
 */
export function fakeNetworkServer(network: FakeNetwork, options: FakeServerOptions = {}): Answer {
  return async (request) => {
    if (options.token !== undefined && request.headers.get('authorization') !== `Bearer ${options.token}`)
      return Response.json({ error: 'sign in first' }, { status: 401 });
    try {
      if (new URL(request.url).pathname === '/stream') return stream(network, request.signal);
      return Response.json(await route(network, request));
    } catch (error) {
      if (!isKenningError(error)) return Response.json({ error: 'that is no request of ours' }, { status: 400 });
      return Response.json({ error: error.message }, { status: statusOf[error.code] ?? 400 });
    }
  };
}

async function route(network: FakeNetwork, request: Request): Promise<unknown> {
  const { pathname, searchParams: query } = new URL(request.url);
  const [, kind = '', written = '', part = ''] = pathname.split('/');
  const id = decodeURIComponent(written);
  const key = request.headers.get('idempotency-key') ?? undefined;
  const view = (post: string) => fakePostView(network, network.posts.get(post) as FakePost);
  const wanted = `${request.method} /${kind}${id && '/ID'}${part && `/${part}`}`;
  const listing = listings.find((name) => wanted === `GET /${name}`);
  if (listing || wanted === 'GET /search') {
    const limit = Number(query.get('limit') ?? 20);
    const page = { cursor: query.get('cursor') ?? undefined, limit: Number.isInteger(limit) ? limit : 20 };
    const { posts, next } = network.list(listing ?? { search: query.get('q') ?? '' }, page);
    return { posts: posts.map((post) => fakePostView(network, post)), ...(next && { next }) };
  }
  switch (wanted) {
    case 'GET /me':
      return network.people.get('us');
    case 'GET /people/ID':
    case 'GET /people': {
      const person = network.person(id ? { id } : { handle: query.get('handle') ?? '' });
      if (!person) throw new KenningError('not-found', 'There is no such person.');
      return person;
    }
    case 'GET /posts/ID':
      return fakePostView(network, network.standing(id));
    case 'GET /posts/ID/thread':
      return { posts: network.thread(id).map((post) => fakePostView(network, post)) };
    case 'POST /posts': {
      const { text, inReplyTo } = (await request.json()) as { text: string; inReplyTo?: string };
      return view(network.once(key, () => network.say({ by: 'us', text, ...(inReplyTo && { inReplyTo }) })));
    }
    case 'POST /messages': {
      const { to, text } = (await request.json()) as { to: string; text: string };
      if (!network.people.has(to)) throw new KenningError('not-found', 'There is no such person.');
      return view(network.once(key, () => network.say({ by: 'us', text, to })));
    }
    case 'POST /posts/ID/like':
      network.like(id, 'us');
      return view(id);
    case 'POST /posts/ID/hide':
      network.hide(network.posts.has(id) ? id : network.standing(id).id);
      return view(id);
    case 'DELETE /posts/ID':
      network.remove(id);
      return {};
    default:
      throw new KenningError('not-found', `There is no ${request.method} ${pathname}.`);
  }
}

/** A post with the people who take part. */
export function fakePostView(network: FakeNetwork, post: FakePost): FakePostView {
  const { place: _place, by, mentions, likes, ...rest } = post;
  const person = (id: string): FakePerson => network.people.get(id) ?? { id, handle: id, name: id };
  return { ...rest, by: person(by), mentions: mentions.map(person), likes: likes.length };
}

function stream(network: FakeNetwork, signal: AbortSignal): Response {
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      stop = network.watch(({ type, post }) => {
        const line = JSON.stringify({ type, post: fakePostView(network, post) });
        controller.enqueue(bytesOf(`${line}\n`));
      });
      signal.addEventListener('abort', () => {
        stop();
        controller.error(signal.reason);
      });
    },
    cancel: () => stop(),
  });
  return new Response(body, { headers: { 'content-type': 'application/x-ndjson' } });
}

/**
 * The request by which the fake network's webhook tells of events: `{ events: [{ type, post }] }`, signed with HMAC-SHA-256
 * over `TIME.BODY`, in hex, in `x-fake-signature`; the time in seconds in `x-fake-time`.
 */
export async function fakeDelivery(
  network: FakeNetwork,
  events: readonly FakeEvent[],
  { secret, url = 'https://app.example/webhooks/fake' }: { secret: string; url?: string },
): Promise<Request> {
  const body = JSON.stringify({
    events: events.map(({ type, post }) => ({ type, post: fakePostView(network, post) })),
  });
  const time = String(Math.floor(network.clock.now() / 1000));
  const key = await crypto.subtle.importKey('raw', bytesOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signature = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytesOf(`${time}.${body}`)));
  const headers = {
    'content-type': 'application/json',
    'x-fake-time': time,
    'x-fake-signature': encoded(signature, 'hex'),
  };
  return new Request(url, { method: 'POST', headers, body });
}
