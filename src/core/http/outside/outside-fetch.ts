import { isKenningError, KenningError } from '../../errors.js';
import { redact, secretsOf } from '../../redact.js';
import { boundedFetch, type Fetch } from '../bounded-fetch.js';
import { followRedirects, targetOf } from '../follow-redirects.js';
import { networkError } from '../network-error.js';

export interface OutsideFetchOptions {
  /** Hosts that may lie anywhere, with or without a port: those of an intranet, of tests. Defaults to none. */
  allowHosts?: readonly string[];
  /** The longest body, unpacked, in bytes. Defaults to 5,000,000. */
  maxBytes?: number;
  /** For the whole call, redirects and body included, in milliseconds. Defaults to 15,000. */
  timeoutMs?: number;
  /** How many redirects are followed. Defaults to 5. */
  maxRedirects?: number;
  /** Finds the addresses of a host, once for each request. Defaults to the system's resolver. */
  resolve?: (host: string) => Promise<readonly string[]>;
}

/**
 * A `fetch` for addresses that came from outside: what a feed, a profile or a person names. It connects to the public
 * internet only. The address is checked where the connection is made, so a name that is looked up again and then points inside
 * (DNS rebinding) is of no use, and every redirect is checked like the first request.
 *
 * Answers are read to their end before they are given; their `url` is where the last redirect led. It needs Node: elsewhere no
 * connection can be checked, and each call is refused.
 *
 * @throws KenningError from its calls: `invalid` for an address that is none, is not of http or https, or holds a login;
 * `not-permitted` for one that does not lie on the public internet; `too-large`; `timeout`; `unexpected` for too many
 * redirects; `network`; `unsupported` where the runtime is not Node. Aborts pass through.
 *
 * @example
 * const fetch = outsideFetch({ maxBytes: 1_000_000 });
 * const page = await (await fetch(profile.website)).text();
 */
export function outsideFetch(options: OutsideFetchOptions = {}): Fetch {
  const { allowHosts = [], maxBytes = 5_000_000, timeoutMs = 15_000, maxRedirects = 5, resolve } = options;
  const isAllowed = ({ host, hostname }: URL) => allowHosts.includes(host) || allowHosts.includes(hostname);

  return async (input, init) => {
    const first = URL.parse(input instanceof Request ? input.url : String(input));
    const problem = problemOf(first);
    if (!first || problem) throw new KenningError('invalid', `An address ${problem}; nothing was sent.`);
    const place = placeOf(first);
    const own = new Request(first, input instanceof Request ? new Request(input, init) : init);
    const late = AbortSignal.timeout(timeoutMs);
    const request = new Request(own, { signal: AbortSignal.any([own.signal, late]) });
    try {
      const { checkedRequest } = await onNode();
      let at = first;
      const hop = boundedFetch(
        (next) => {
          at = new URL((next as Request).url);
          return checkedRequest(next as Request, { allowed: isAllowed(at), resolve });
        },
        maxBytes,
        place,
      );
      const answer = await followRedirects(hop, request, { mayGo: (to) => !problemOf(to), most: maxRedirects });
      const beyond = targetOf(answer, at.href);
      if (beyond && /^(GET|HEAD)$/.test(request.method))
        throw new KenningError(
          'unexpected',
          `${place} sends us to an address that ${problemOf(beyond) ?? `comes after ${maxRedirects} others`}, where nothing is sent.`,
        );
      Object.defineProperty(answer, 'url', { value: at.href });
      return answer;
    } catch (error) {
      if (own.signal.aborted) throw own.signal.reason;
      if (late.aborted) throw new KenningError('timeout', `${place} did not answer within ${timeoutMs} ms.`);
      // What a runtime says besides may quote what was sent.
      throw isKenningError(error) ? error : networkError(place, error).error;
    }
  };
}

/** Why nothing is sent to an address. */
function problemOf(url: URL | null): string | undefined {
  if (!url) return 'is none';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'begins with neither https: nor http:';
  return url.username || url.password ? 'holds a login' : undefined;
}

function placeOf(url: URL): string {
  return redact(`${url.origin}${url.pathname}`, secretsOf(url.searchParams));
}

async function onNode(): Promise<typeof import('./checked-request.js')> {
  // Others imitate Node's modules, but not how it connects.
  if (globalThis.navigator?.userAgent?.startsWith('Node.js/')) return import('./checked-request.js');
  throw new KenningError(
    'unsupported',
    'Here it can not be checked where a connection leads, so addresses from outside are not gone to. Run this part on Node, or give a fetch of your own that checks.',
  );
}
