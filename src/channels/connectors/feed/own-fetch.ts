import type { Fetch } from '../../../core/http/bounded-fetch.js';
import { followRedirects } from '../../../core/http/follow-redirects.js';
import { outsideFetch } from '../../../core/http/outside/outside-fetch.js';

/** How documents are asked for. */
export interface FeedFetch {
  /** Those that the app named. */
  named: Fetch;
  /** Those that a feed named. */
  found: Fetch;
}

/**
 * How documents are asked for when the app gives no `fetch`. It may name an address anywhere; where a feed sends us, by a redirect
 * or by what it says, must lie on the public internet.
 */
export function ownFetch(limits: { maxBytes: number; timeoutMs: number }): FeedFetch {
  const found = outsideFetch(limits);
  const named: Fetch = (input, init) => {
    const first = new Request(input, { ...init, redirect: 'manual' });
    const { origin } = new URL(first.url);
    const send = (request: Request) => (new URL(request.url).origin === origin ? fetch(request) : found(request));
    return followRedirects(send, first, { mayGo: () => true, most: 5 });
  };
  return { named, found };
}
