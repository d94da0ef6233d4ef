import type { Fetch } from '../../core/http/bounded-fetch.js';

/** An exchange as `kenning record` writes it. */
export interface RecordedExchange {
  request: { method: string; path: string };
  response: { status: number; headers: Record<string, string>; body?: unknown };
}

/**
 * A `fetch` that answers as was recorded: calls of one method and path get their answers in the order in which they were
 * given, and the last again for each call more. What was not recorded is answered with 404.
 *
 * @example
 * const exchanges = ['mentions-001', 'mentions-002'].map((name) => JSON.parse(readFileSync(`recorded/${name}.json`, 'utf8')));
 * const brand = mastodon({ instance: 'social.example', accessToken: 'made-up', fetch: recordedFetch(exchanges) });
 */
export function recordedFetch(exchanges: readonly RecordedExchange[]): Fetch {
  const left = new Map<string, RecordedExchange[]>();
  for (const exchange of exchanges) {
    const name = `${exchange.request.method} ${exchange.request.path}`;
    left.set(name, [...(left.get(name) ?? []), exchange]);
  }
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const { pathname } = new URL(request.url);
    const queue = left.get(`${request.method} ${pathname}`) ?? [];
    const exchange = queue.length > 1 ? queue.shift() : queue[0];
    if (!exchange) return Response.json({ error: `${request.method} ${pathname} was not recorded` }, { status: 404 });
    const { status, headers, body } = exchange.response;
    const isText = typeof body === 'string' && !/json/i.test(headers['content-type'] ?? '');
    return new Response(body === undefined ? null : isText ? body : JSON.stringify(body), { status, headers });
  };
}
