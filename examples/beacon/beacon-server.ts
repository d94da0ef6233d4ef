import { createHash, createHmac, randomUUID } from 'node:crypto';
import { isKenningError } from 'kenning';
import type { Answer, FakeNetwork, FakePerson, FakePost } from 'kenning/testing';
import { beaconXml } from './beacon-xml.ts';

export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
/** What is signed of a request: all of it. */
export const signatureOf = (secret: string, parts: readonly string[]) =>
  createHmac('sha256', createHmac('sha256', secret).update('beacon').digest()).update(parts.join('\n')).digest('hex');
/** What is signed of the request of a webhook. */
export const proofOf = (secret: string, parts: readonly string[]) =>
  createHmac('sha512', secret).update(parts.join('|')).digest('base64url');

const personOf = ({ id, handle, name }: FakePerson) => ({ id, handle, name });

function eventOf(network: FakeNetwork, { id, state, ...post }: FakePost) {
  if (state !== 'standing') return { id, state };
  const who = (name: string) => personOf(network.person({ id: name }) as FakePerson);
  return {
    ...{ id, state, text: post.text, at: post.at, wording: String(post.version), by: who(post.by) },
    ...(post.inReplyTo && { to: post.inReplyTo }),
    ...(post.root && { top: post.root }),
    mention: post.mentions.map(who),
  };
}

/** A made-up network: sessions that end, requests signed as a whole, XML, a log of events with a cursor in a header. */
export class BeaconServer {
  readonly #sessions = new Map<string, string>();
  readonly #log: string[] = [];
  /** What it takes still, until `renewsAt`. */
  budget = 1000;
  signIns = 0;
  readonly network: FakeNetwork;
  readonly secret: string;
  readonly answer: Answer;

  constructor(network: FakeNetwork, secret: string) {
    this.network = network;
    this.secret = secret;
    network.watch(({ post }) => this.#log.push(post.id));
    this.answer = async (request) => {
      try {
        return await this.#answered(request);
      } catch (error) {
        if (!isKenningError(error)) throw error;
        return this.#xml({ refusal: error.message }, error.code === 'not-found' ? 404 : 422);
      }
    };
  }

  endSessions(): void {
    this.#sessions.clear();
  }

  /** The request of its webhook. */
  deliver(id: string, secret: string, url = 'https://app.example/hooks/beacon'): Request {
    const post = eventOf(this.network, this.network.standing(id));
    const body = beaconXml.write({ events: { event: [post] } });
    const [when, nonce] = [String(this.network.clock.now()), randomUUID()];
    const proof = proofOf(secret, ['POST', new URL(url).pathname, when, nonce, sha256(body)]);
    return new Request(url, {
      method: 'POST',
      body,
      headers: { 'beacon-proof': `when=${when},nonce=${nonce},proof=${proof}` },
    });
  }

  #xml(body: object, status = 200, headers: Record<string, string> = {}): Response {
    const renews = new Date(this.network.clock.now() + 60_000).toISOString();
    const budget = `${Math.max(0, this.budget)}/1000; renews=${renews}`;
    return new Response(`<?xml version="1.0"?>${beaconXml.write(body)}`, {
      status,
      headers: { 'x-budget': budget, ...headers },
    });
  }

  async #answered(request: Request): Promise<Response> {
    const { network } = this;
    const { pathname, search, searchParams } = new URL(request.url);
    const body = await request.text();
    const [session = '', signature] = (request.headers.get('authorization') ?? '').replace('Beacon ', '').split(':');
    const secret = session === '' ? this.secret : this.#sessions.get(session);
    const parts = [request.method, pathname + search, request.headers.get('x-date') ?? '', sha256(body)];
    if (!secret || signature !== signatureOf(secret, parts)) return this.#xml({ refusal: 'session' }, 401);
    const [what = '', id = '', part] = pathname.split('/').slice(2).map(decodeURIComponent);
    if (what === 'sessions') {
      const session = { id: randomUUID(), secret: randomUUID() };
      this.#sessions.set(session.id, session.secret);
      this.signIns++;
      return this.#xml({ session });
    }
    if (this.budget-- <= 0) return this.#xml({ refusal: 'calm down' }, 420);
    const events = (ids: readonly string[], headers = {}) => {
      const posts = ids.flatMap((name) => network.posts.get(name) ?? []);
      return this.#xml({ events: { event: posts.map((post) => eventOf(network, post)) } }, 200, headers);
    };
    if (what === 'me') return this.#xml({ person: personOf(network.person({ id: 'us' }) as FakePerson) });
    if (what === 'people') {
      const person = network.person(id ? { id } : { handle: searchParams.get('handle') ?? '' });
      return person ? this.#xml({ person: personOf(person) }) : this.#xml({ refusal: 'nobody' }, 404);
    }
    if (what === 'events') {
      const after = Number(searchParams.get('after') ?? 0);
      if (!(after <= this.#log.length)) return this.#xml({ refusal: 'no such place' }, 422);
      const next = Math.min(this.#log.length, after + Math.min(20, Number(searchParams.get('most') ?? 20)));
      const ids = this.#log.slice(after, next).filter((name) => network.posts.get(name)?.mentions.includes('us'));
      return events(ids, { 'x-place': String(next) });
    }
    if (part === 'thread') return events(network.thread(id).map((post) => post.id));
    if (what === 'posts' && request.method === 'GET') return events(searchParams.getAll('id'));
    if (what === 'posts' && request.method === 'DELETE') {
      network.remove(id);
      return this.#xml({ done: id });
    }
    const { post } = beaconXml.parse(body) as { post: { text: string; to?: string } };
    const once = request.headers.get('x-once') ?? undefined;
    const said = network.once(once, () =>
      network.say({ by: 'us', text: post.text, ...(post.to && { inReplyTo: post.to }) }),
    );
    return events([said]);
  }
}
