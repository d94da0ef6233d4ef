import { isKenningError, KenningError } from '../../../core/errors.js';
import { boundedFetch, type Fetch } from '../../../core/http/bounded-fetch.js';
import { networkError } from '../../../core/http/network-error.js';
import { retryAfterOf } from '../../../core/http/rate-limit.js';

/** By what a server knows whether a document has changed (RFC 9110, section 8.8). */
export interface Validators {
  etag?: string | undefined;
  lastModified?: string | undefined;
}

export interface FetchedDocument {
  bytes: Uint8Array;
  charset?: string | undefined;
  validators: Validators;
}

export interface FetchDocumentOptions {
  fetch: Fetch;
  maxBytes: number;
  timeoutMs: number;
  /** Milliseconds since 1970. */
  now: number;
  known?: Validators | undefined;
  signal?: AbortSignal | undefined;
}

const accept =
  'application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1';

/** Whatever a server asks for, after a day it is asked again. */
const longestWaitMs = 86_400_000;

/** An address as errors may name it: what follows the path may be a secret. */
export function placeOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed ? `${parsed.protocol}//${parsed.host}${parsed.pathname}` : 'the feed';
}

/** Gets a document, or `undefined` when the server says that it has not changed. */
export async function fetchDocument(url: string, options: FetchDocumentOptions): Promise<FetchedDocument | undefined> {
  const { known, maxBytes, signal, timeoutMs } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const place = placeOf(url);
  try {
    const response = await boundedFetch(
      options.fetch,
      maxBytes,
      place,
    )(url, {
      headers: {
        accept,
        ...(known?.etag && { 'if-none-match': known.etag }),
        ...(known?.lastModified && { 'if-modified-since': known.lastModified }),
      },
      redirect: 'follow',
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    if (response.status === 304) return undefined;
    if (!response.ok) throw statusError(response, place, options.now);
    return {
      bytes: new Uint8Array(await response.arrayBuffer()),
      charset: /charset\s{0,5}=\s{0,5}"?([A-Za-z0-9._-]{1,40})/i.exec(response.headers.get('content-type') ?? '')?.[1],
      validators: {
        etag: validator(response.headers.get('etag')),
        lastModified: validator(response.headers.get('last-modified')),
      },
    };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (isKenningError(error, 'too-large'))
      throw new KenningError('too-large', `${place} is larger than ${maxBytes} bytes; raise maxBytes to read it`);
    if (isKenningError(error)) throw error;
    if (timeout.aborted) throw new KenningError('timeout', `${place} did not answer within ${timeoutMs} ms`);
    throw networkError(place, error).error;
  }
}

/** Only what can be sent back in a header. */
function validator(value: string | null): string | undefined {
  return value && value.length <= 500 && /^[\x20-\x7e]+$/.test(value) ? value : undefined;
}

function statusError(response: Response, place: string, now: number): KenningError {
  const { status } = response;
  const retryAfterMs = retryAfterOf(response.headers, now);
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs: Math.min(retryAfterMs, longestWaitMs) };
  if (status === 401) return new KenningError('auth', `${place} asks for a login (401); give a fetch that sends it`);
  if (status === 402) return new KenningError('forbidden', `${place} is for those whose plan has it (402)`);
  if (status === 403) return new KenningError('forbidden', `${place} may not be read (403)`);
  if (status === 404) return new KenningError('not-found', `${place} is not there (404); check the address`);
  if (status === 410) return new KenningError('not-found', `${place} is gone for good (410): stop polling it`);
  if (status === 408) return new KenningError('timeout', `${place} took too long (408)`);
  if (status === 429) return new KenningError('rate-limited', `${place} was asked too often (429)`, wait);
  if (status >= 500) return new KenningError('network', `${place} failed (${status})`, wait);
  return new KenningError('unexpected', `${place} answered ${status}`);
}
