import ky, { isTimeoutError } from 'ky';
import { type Clock, systemClock } from '../clock.js';
import { isKenningError, KenningError } from '../errors.js';
import { redact, secretsOf } from '../redact.js';
import { telemetry } from '../telemetry.js';
import { untilAborted } from '../until-aborted.js';
import { wait } from '../wait.js';
import { bodyOf, type Fetch } from './bounded-fetch.js';
import { followRedirects } from './follow-redirects.js';
import { type ErrorDescription, httpError, requestIdOf } from './http-error.js';
import { type HttpAnswer, type HttpRequest, isRepeatable, urlOf } from './http-request.js';
import { networkError } from './network-error.js';
import { type HeaderReader, type RateLimit, tightest } from './rate-limit.js';
import { readAnswer } from './read-answer.js';
import { sharedTraffic, traffic } from './traffic.js';

export type { HttpAnswer, HttpRequest } from './http-request.js';

export interface HttpClientOptions {
  /** The system, as messages call it: `Bluesky`. */
  name: string;
  /** Paths are appended to it. */
  baseUrl: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /**
   * The headers that say who we are. It is called before each request, not before each attempt; when they were refused, once
   * more with what was refused, and a new answer sends the request again. Nothing is repeated when it gives undefined.
   * It does not see the request: where a signature covers method, path or time, sign in `fetch`.
   */
  authorize?: (refused?: Record<string, string>) => Promise<Record<string, string> | undefined>;
  /**
   * Names who we are to the server. Clients of one credential in this process share what they learn of its limits and
   * of whether the server answers. Without it a client shares with nobody.
   */
  credential?: string;
  /** Values that no message may hold, wherever they stand: a token in the path. */
  secrets?: readonly string[];
  /** For one attempt, its body included, in milliseconds. Defaults to 15,000. */
  timeoutMs?: number;
  /** How often a request that may be repeated is sent again when it failed. Defaults to 2. */
  retries?: number;
  /** The wait before the first retry; it doubles each time, and is shortened at random by up to half. Defaults to 300. */
  backoffMs?: number;
  /** A server that asks for a longer wait than this is not waited for. Defaults to 5,000. */
  maxRetryAfterMs?: number;
  /** The longest answer that is read. Defaults to 10,000,000. */
  maxBytes?: number;
  /** Reads a vendor's error body: parsed JSON, or text when it is none. */
  describeError?: (body: unknown, status: number) => ErrorDescription | undefined;
  /**
   * Reads limits from headers that only this server has; those that are common are read without it. What it gives is kept to
   * like theirs, and says how long to wait after a refusal that is `rate-limited`.
   */
  limits?: (headers: HeaderReader) => readonly RateLimit[];
  /**
   * Sends one attempt. It is called with a `Request` whose address is complete, anew for each retry and each redirect, so
   * it is the place to sign requests. Defaults to the global `fetch`.
   */
  fetch?: Fetch;
  clock?: Clock;
}

export interface HttpClient {
  /** What the last answer said of the server's limits: the one of which least is left. */
  readonly rateLimit: RateLimit | undefined;
  request<Answer>(request: HttpRequest<Answer>): Promise<HttpAnswer<Answer>>;
}

/** An attempt that failed, and whether the request may be sent again. */
interface Failure {
  error: KenningError;
  again: 'always' | 'if repeatable' | 'never';
}

interface Refusal {
  text: string;
  told: HeaderReader;
  learn: (headers: HeaderReader, shutMs?: number) => void;
  telling: () => { where: string; secrets: string[] };
}

const decoder = new TextDecoder();
const mayWorkLater: ReadonlySet<number> = new Set([408, 500, 502, 503, 504]);

/**
 * A client for one system's HTTP API: who we are, limits of time, size and rate, retries of what may be repeated, and
 * every failure as a `KenningError` without secrets. Aborts pass through unwrapped. Redirects are followed on the same origin only.
 *
 * @example
 * const client = httpClient({ name: 'Example', baseUrl: 'https://api.example.com/v1' });
 * const { data } = await client.request({ path: 'posts', query: { limit: 10 }, schema: posts });
 */
export function httpClient(options: HttpClientOptions): HttpClient {
  const { name, authorize, credential, clock = systemClock, maxRetryAfterMs = 5000, backoffMs = 300 } = options;
  const base = options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`;
  const follow = sameOrigin(options.fetch);
  const road = credential === undefined ? traffic() : sharedTraffic(new URL(base).origin, credential);
  const now = () => clock.now();
  const system = { 'kenning.system': name };
  const host = new URL(base).hostname;
  const count = (outcome: string | number) =>
    telemetry.isObserved && telemetry.count('kenning.http.requests', 1, { ...system, 'kenning.outcome': outcome });
  let limits: readonly RateLimit[] = [];

  async function attempt<Answer>(
    request: HttpRequest<Answer>,
    authorization: Record<string, string>,
  ): Promise<HttpAnswer<Answer> | Failure> {
    const { method = 'GET', json, form, body, signal, bucket = '' } = request;
    const url = urlOf(request, base);
    // Only failures are told of.
    const telling = () => {
      const secrets = secretsIn(request, url, authorization);
      return { secrets, where: redact(`${name}: ${method} ${url.pathname}`, secrets) };
    };
    const learn = (headers: HeaderReader, shutMs?: number) => {
      const told = road.learn(headers, { bucket, now: now(), shutMs, own: options.limits?.(headers) });
      if (told.length > 0) limits = told;
    };
    const { leave } = await road.enter({ name, bucket, now, maxWaitMs: maxRetryAfterMs, signal });
    try {
      let text = '';
      const response = await ky(url, {
        method,
        headers: headersOf(request, authorization),
        ...(json !== undefined && { json }),
        ...(form && { body: new URLSearchParams(form) }),
        ...(body !== undefined && { body }),
        ...(signal && { signal }),
        timeout: options.timeoutMs ?? 15_000,
        redirect: 'manual',
        retry: 0,
        throwHttpErrors: false,
        // The limit of time covers the body, which is read here and nowhere else.
        fetch: async (input, init) => {
          const answer = await follow(input, init);
          text = decoder.decode(await bodyOf(answer, options.maxBytes ?? 10_000_000, name));
          return answer;
        },
      });
      const { status, headers } = response;
      // Many are asked for, most of which are not there.
      const told = new Map<string, string>();
      headers.forEach((value, header) => void told.set(header, value));
      if (!response.ok) return refused(response, { text, told, learn, telling });
      road.answered();
      learn(told);
      const data = readAnswer(request, text, telling);
      const requestId = requestIdOf(told);
      return { status, headers, data, ...(requestId && { requestId }) };
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (isKenningError(error) && !error.retryable) throw error;
      road.failed(now());
      const { where } = telling();
      if (isTimeoutError(error))
        return { error: new KenningError('timeout', `${where} took too long; try again later.`), again: 'never' };
      if (isKenningError(error)) return { error, again: error.code === 'network' ? 'if repeatable' : 'never' };
      const { error: failure, arrived } = networkError(where, error);
      return { error: failure, again: !failure.retryable ? 'never' : arrived ? 'if repeatable' : 'always' };
    } finally {
      leave();
    }
  }

  /** What a refusal is, and whether the request may be sent again. */
  function refused({ status, headers }: Response, { text, told, learn, telling }: Refusal): Failure {
    const description = options.describeError?.(jsonOrText(text), status) ?? {};
    const { where, secrets } = telling();
    const limits = options.limits?.(told) ?? [];
    const error = httpError(where, { status, headers }, { description, secrets, limits, now: now() });
    if (status >= 500) road.failed(now());
    else road.answered();
    learn(told, error.retryAfterMs);
    const again = error.code === 'rate-limited' ? 'always' : mayWorkLater.has(status) ? 'if repeatable' : 'never';
    return { error, again };
  }

  function headersOf(request: HttpRequest<unknown>, authorization: Record<string, string>): Record<string, string> {
    const { headers, idempotencyKey } = request;
    return {
      accept: 'application/json, */*;q=0.5',
      ...options.headers,
      ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
      ...headers,
      ...authorization,
    };
  }

  function secretsIn(request: HttpRequest<unknown>, url: URL, authorization: Record<string, string>): string[] {
    const named = [options.headers, request.headers, request.form, request.json].flatMap((part) =>
      typeof part === 'object' && part !== null ? Object.entries(part) : [],
    );
    const ours = Object.values(authorization).map((value) => ['authorization', value] as const);
    const plain = [...(options.secrets ?? []), ...(request.secrets ?? [])];
    return [...secretsOf([...ours, ...named, ...url.searchParams]), ...plain];
  }

  /** Sends a request, again and again while that may help. */
  async function send<Answer>(
    request: HttpRequest<Answer>,
    authorization: Record<string, string> = {},
  ): Promise<HttpAnswer<Answer>> {
    let last: KenningError | undefined;
    for (let tries = 0; ; tries++) {
      if (tries > 0) telemetry.count('kenning.http.retries', 1, system);
      const outcome = await attempt(request, authorization).catch((error: unknown) => {
        // What keeps a retry from being sent says less than why it was needed.
        throw last && isKenningError(error) && error.retryable ? last : error;
      });
      count('error' in outcome ? outcome.error.code : outcome.status);
      if (!('error' in outcome)) return outcome;
      last = outcome.error;
      const may = outcome.again === 'always' || (outcome.again === 'if repeatable' && isRepeatable(request));
      const asked = last.retryAfterMs ?? 0;
      if (!may || tries >= (options.retries ?? 2) || asked > maxRetryAfterMs) throw last;
      // What the server asks for is waited for before the next is sent.
      if (asked === 0) await wait(backoffMs * 2 ** tries * (0.5 + Math.random() / 2), request.signal);
    }
  }

  async function authorized<Answer>(request: HttpRequest<Answer>): Promise<HttpAnswer<Answer>> {
    const { signal } = request;
    if (!authorize || request.authorize === false) return send(request);
    const first = await untilAborted(authorize(), signal);
    signal?.throwIfAborted();
    try {
      return await send(request, first);
    } catch (error) {
      if (!first || !isKenningError(error, 'auth')) throw error;
      // A request that was refused for its credentials did nothing, so even a write may be sent again.
      const second = await untilAborted(authorize(first), signal);
      signal?.throwIfAborted();
      if (!second) throw error;
      return send(request, second);
    }
  }

  return {
    get rateLimit() {
      return tightest(limits);
    },
    async request<Answer>(request: HttpRequest<Answer>): Promise<HttpAnswer<Answer>> {
      request.signal?.throwIfAborted();
      const told = { ...system, 'http.request.method': request.method ?? 'GET', 'server.address': host };
      return telemetry.span('kenning.http', told, async (span) => {
        const answer = await authorized(request);
        span.set({ 'http.response.status_code': answer.status });
        return answer;
      });
    },
  };
}

/** Credentials in headers of a vendor's own would go wherever a server sends us, so nothing follows to another origin. */
function sameOrigin(own: Fetch = (input, init) => fetch(input, init)): Fetch {
  const options = { mayGo: (to: URL, from: URL) => to.origin === from.origin, most: 5 };
  return (input, init) => followRedirects(own, input instanceof Request ? input : new Request(input, init), options);
}

/** An error body as vendors read it; what is no JSON stays a text. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
