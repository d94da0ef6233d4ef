import { isKenningError, KenningError } from '../../core/errors.js';
import { boundedFetch, type Fetch } from '../../core/http/bounded-fetch.js';
import { networkError } from '../../core/http/network-error.js';

/** What lies at an address. */
export interface OutsideDocument {
  /** Where it was found in the end. */
  url: string;
  /** The media type, in lower case; empty when the server tells none. */
  type: string;
  charset: string | undefined;
  bytes: Uint8Array;
}

export interface ReadOptions {
  accept: string;
  /** What is longer is not read to its end, and counts as nothing. */
  maxBytes: number;
  signal?: AbortSignal | undefined;
}

/** Reads what lies at addresses that came from outside. */
export interface OutsideWeb {
  /**
   * Undefined where nothing can be had that would be different tomorrow: nothing is there, it is not for us, it is too large, or
   * the address is none.
   *
   * @throws KenningError `network` or `timeout` where it may be had later.
   */
  read(url: string, options: ReadOptions): Promise<OutsideDocument | undefined>;
}

export interface OutsideWebOptions {
  /** Must check where it connects: `outsideFetch`. */
  fetch: Fetch;
  userAgent: string;
  /** For the whole of a request, in milliseconds. */
  timeoutMs: number;
}

const forGood = new Set(['too-large', 'invalid', 'not-permitted', 'unexpected']);

export function outsideWeb({ fetch, userAgent, timeoutMs }: OutsideWebOptions): OutsideWeb {
  return {
    async read(url, { accept, maxBytes, signal }) {
      const place = URL.parse(url)?.host ?? 'An address';
      const late = AbortSignal.timeout(timeoutMs);
      try {
        let at = url;
        const bounded = boundedFetch(
          async (...request) => {
            const answer = await fetch(...request);
            at = answer.url || url;
            return answer;
          },
          maxBytes,
          place,
        );
        const response = await bounded(url, {
          headers: { accept, 'user-agent': userAgent },
          signal: signal ? AbortSignal.any([signal, late]) : late,
        });
        if (response.ok) return await documentOf(response, at);
        // A stranger's site that wants us later has us later: nobody waits for it.
        if (response.status === 429 || response.status >= 500)
          throw new KenningError('network', `${place} has no answer for now (${response.status}).`);
        return undefined;
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        if (late.aborted) throw new KenningError('timeout', `${place} did not answer within ${timeoutMs} ms.`);
        const failure = isKenningError(error) ? error : networkError(place, error).error;
        if (forGood.has(failure.code)) return undefined;
        throw failure;
      }
    },
  };
}

async function documentOf(response: Response, url: string): Promise<OutsideDocument> {
  const [type = '', ...parameters] = (response.headers.get('content-type') ?? '').split(';');
  const charset = parameters.map((one) => /^\s*charset\s*=\s*"?([\w.:-]{1,40})/i.exec(one)?.[1]).find(Boolean);
  return { url, type: type.trim().toLowerCase(), charset, bytes: new Uint8Array(await response.arrayBuffer()) };
}
