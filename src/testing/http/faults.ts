import type { Fault } from './faulty-fetch.js';

const tooMany =
  (headers: (now: number) => Record<string, string>, body = '{"error":"too many requests"}'): Fault =>
  () =>
    new Response(body, { status: 429, headers: { 'content-type': 'application/json', ...headers(Date.now()) } });

/** Ten minutes: longer than any client should wait by itself. */
const later = 600;

/**
 * Answers with a status, as servers refuse.
 *
 * @example
 * way.break(refuse(503), 2);
 */
export function refuse(status: number, body = '{"error":"refused"}', headers: Record<string, string> = {}): Fault {
  return () => new Response(body, { status, headers: { 'content-type': 'application/json', ...headers } });
}

export interface Faults
  extends Readonly<
    Record<
      | 'tooManyWithoutAWord'
      | 'tooManyByItsClock'
      | 'cut'
      | 'answerLost'
      | 'silence'
      | 'half'
      | 'truncated'
      | 'maintenance'
      | 'endless'
      | 'elsewhere',
      Fault
    >
  > {
  readonly tooMany: Readonly<Record<string, Fault>>;
}

/** What goes wrong between a client and a server. */
export const faults: Faults = {
  /** A server that wants to be left alone for ten minutes, in each form in which servers say so. */
  tooMany: {
    'in seconds': tooMany(() => ({ 'retry-after': String(later) })),
    'as a date': tooMany((now) => ({ 'retry-after': new Date(now + later * 1000).toUTCString() })),
    'as a time of reset': tooMany((now) => ({
      'x-ratelimit-limit': '100',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.ceil(now / 1000) + later),
    })),
    'as a date of reset': tooMany((now) => ({
      'x-ratelimit-limit': '100',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': new Date(now + later * 1000).toISOString(),
    })),
    'in the words of the standard': tooMany(() => ({ ratelimit: `"default";r=0;t=${later}` })),
  },
  /** The same without a word of when. */
  tooManyWithoutAWord: tooMany(() => ({})),
  /** Until a time by the server's clock, which it tells. */
  tooManyByItsClock: tooMany((now) => ({
    date: new Date(now).toUTCString(),
    'retry-after': new Date(now + later * 1000).toUTCString(),
  })),
  /** The connection breaks before anything arrives. */
  cut: () => {
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
  },
  /** The server does what it was asked, and its answer never arrives. */
  answerLost: async (request, server) => {
    await server(request);
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
  },
  /** No answer, ever; only giving up ends it. */
  silence: (request) =>
    new Promise<Response>((_resolve, reject) => {
      if (request.signal.aborted) reject(request.signal.reason);
      request.signal.addEventListener('abort', () => reject(request.signal.reason), { once: true });
    }),
  /** The answer breaks off in its middle, and the connection with it. */
  half: async (request, server) => {
    const { bytes, status, headers } = await read(await server(request));
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.slice(0, bytes.length >> 1));
      },
      pull(controller) {
        controller.error(new TypeError('terminated'));
      },
    });
    return new Response(body, { status, headers });
  },
  /** Half of the answer, as if it were all. */
  truncated: async (request, server) => {
    const { bytes, status, headers } = await read(await server(request));
    return new Response(bytes.slice(0, bytes.length >> 1), { status, headers });
  },
  /** A page for people where data should be. */
  maintenance: () =>
    new Response('<html><body>We are back soon.</body></html>', {
      headers: { 'content-type': 'text/html' },
    }),
  /** An answer that does not end. */
  endless: () => {
    const chunk = new TextEncoder().encode(`[${' '.repeat(1_000_000)}`);
    const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(chunk) });
    return new Response(body, { headers: { 'content-type': 'application/json' } });
  },
  /** Sends the client to somebody else. */
  elsewhere: (request) =>
    new URL(request.url).hostname === 'elsewhere.example'
      ? Response.json([])
      : new Response(null, {
          status: 302,
          headers: { location: 'https://elsewhere.example/collect' },
        }),
};

/**
 * Makes a server that gives one page again and again: requests that differ in nothing but what they name are answered as
 * the first of them was.
 *
 * @example
 * way.break(samePages());
 */
export function samePages(): Fault {
  const answers = new Map<string, Response>();
  return async (request, server) => {
    const name = shapeOf(request, await request.clone().text());
    const known = answers.get(name);
    if (known) return known.clone();
    const answer = await server(request);
    answers.set(name, answer.clone());
    return answer;
  };
}

/** A request without the values in it. */
function shapeOf({ method, url }: Request, body: string): string {
  const { pathname, searchParams } = new URL(url);
  // A query language stands in a parameter; what it asks for is more than a value.
  const query = [...searchParams].map(([name, value]) => `${name}=${/\s/.test(value) ? value : ''}`).join('&');
  return [method, pathname, query, body].join('\n').replace(/'[^'\n]*'|"[^"\n]*"|\d+/g, '?');
}

async function read(response: Response) {
  const bytes = new Uint8Array(await response.arrayBuffer());
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return { bytes, status: response.status, headers };
}
