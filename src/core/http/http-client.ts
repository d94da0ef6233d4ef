import ky, { isHTTPError, isTimeoutError } from 'ky';
import type { z } from 'zod';
import { type Clock, systemClock } from '../clock.js';
import { isKenningError, KenningError } from '../errors.js';
import { boundedFetch, type Fetch } from './bounded-fetch.js';
import { type ErrorDescription, httpError } from './http-error.js';
import { type RateLimit, rateLimitOf, retryAfterOf } from './rate-limit.js';
import { redact, secretsOf } from './redact.js';

export interface HttpClientOptions {
  /** The system, as messages call it: `Bluesky`. */
  name: string;
  /** Paths are appended to it. */
  baseUrl: string;
  /** Sent with every request. */
  headers?: Record<string, string>;
  /**
   * The headers that say who we are. It is called before each request; when they were refused, once more with what was
   * refused, and a new answer sends the request again. Nothing is repeated when it gives undefined.
   */
  authorize?: (refused?: Record<string, string>) => Promise<Record<string, string> | undefined>;
  /** For one attempt, its body included, in milliseconds. Defaults to 15,000. */
  timeoutMs?: number;
  /** How often a GET that failed is sent again. Defaults to 2; nothing else is ever sent again. */
  retries?: number;
  /** The wait before the first retry; it doubles each time. Defaults to 300. */
  backoffMs?: number;
  /** A server that asks for a longer wait than this is not waited for. Defaults to 5,000. */
  maxRetryAfterMs?: number;
  /** The longest answer that is read. Defaults to 10,000,000. */
  maxBytes?: number;
  /** Reads a vendor's error body: parsed JSON, or text when it is none. */
  describeError?: (body: unknown, status: number) => ErrorDescription | undefined;
  fetch?: Fetch;
  clock?: Clock;
}

export interface HttpRequest<Answer> {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** A list is sent as one parameter for each item; undefined is left out. */
  query?: Record<string, string | number | boolean | readonly string[] | undefined>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as a form. */
  form?: Record<string, string>;
  headers?: Record<string, string>;
  /** Parses the answer; without it the answer is given as it is. */
  schema?: z.ZodType<Answer>;
  /** How the answer is read. Defaults to `json`. */
  as?: 'json' | 'text';
  /** False for requests that carry no account: signing in. */
  authorize?: boolean;
  /** Values in the request that no message may hold: a password. */
  secrets?: string[];
  signal?: AbortSignal;
}

export interface HttpAnswer<Answer> {
  status: number;
  headers: Headers;
  data: Answer;
}

export interface HttpClient {
  /** What the last answer said of the server's limits. */
  readonly rateLimit: RateLimit | undefined;
  request<Answer>(request: HttpRequest<Answer>): Promise<HttpAnswer<Answer>>;
}

/**
 * A client for one system's HTTP API: who we are, time and size limits, retries of GET, and every failure as a
 * `KenningError` without secrets. Aborts pass through unwrapped.
 *
 * @example
 * const client = httpClient({ name: 'Example', baseUrl: 'https://api.example.com/v1' });
 * const { data } = await client.request({ path: 'posts', query: { limit: 10 }, schema: posts });
 */
export function httpClient(options: HttpClientOptions): HttpClient {
  const { name, authorize, clock = systemClock, maxRetryAfterMs = 5000, backoffMs = 300 } = options;
  const base = options.baseUrl.endsWith('/') ? options.baseUrl : `${options.baseUrl}/`;
  const ownFetch: Fetch = options.fetch ?? ((input, init) => fetch(input, init));
  const bounded = boundedFetch(ownFetch, options.maxBytes ?? 10_000_000, name);
  let rateLimit: RateLimit | undefined;

  async function attempt<Answer>(
    request: HttpRequest<Answer>,
    authorization: Record<string, string> = {},
  ): Promise<HttpAnswer<Answer>> {
    const { method = 'GET', path, json, form, signal } = request;
    const url = new URL(path.replace(/^\/+/, ''), base);
    for (const [key, value] of Object.entries(request.query ?? {}))
      for (const one of Array.isArray(value) ? value : [value])
        if (one !== undefined) url.searchParams.append(key, String(one));
    const where = `${name}: ${method} ${url.pathname}`;
    const secrets = [...secretsOf(authorization), ...(request.secrets ?? [])];
    try {
      const response = await ky(url, {
        method,
        headers: { accept: 'application/json, */*;q=0.5', ...options.headers, ...request.headers, ...authorization },
        ...(json !== undefined && { json }),
        ...(form && { body: new URLSearchParams(form) }),
        ...(signal && { signal }),
        timeout: options.timeoutMs ?? 15_000,
        fetch: bounded,
        retry: {
          limit: options.retries ?? 2,
          methods: ['get'],
          statusCodes: [408, 429, 500, 502, 503, 504],
          maxRetryAfter: maxRetryAfterMs,
          delay: (count) => backoffMs * 2 ** (count - 1),
          shouldRetry: ({ error }) =>
            isHTTPError(error) && (retryAfterOf(error.response.headers, clock.now()) ?? 0) > maxRetryAfterMs
              ? false
              : undefined,
        },
      });
      rateLimit = rateLimitOf(response.headers, clock.now()) ?? rateLimit;
      const data = parse(request, await response.text(), where);
      return { status: response.status, headers: response.headers, data };
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (isKenningError(error)) throw error;
      if (isHTTPError(error)) {
        rateLimit = rateLimitOf(error.response.headers, clock.now()) ?? rateLimit;
        const description = options.describeError?.(error.data, error.response.status) ?? {};
        throw httpError(where, error.response, description, secrets, clock.now());
      }
      if (isTimeoutError(error)) throw new KenningError('timeout', `${where} took too long; try again later.`);
      throw new KenningError(
        'network',
        `${where} did not get through: ${redact(reasonOf(error), secrets)}. Try again later.`,
      );
    }
  }

  return {
    get rateLimit() {
      return rateLimit;
    },
    async request<Answer>(request: HttpRequest<Answer>): Promise<HttpAnswer<Answer>> {
      const { signal } = request;
      signal?.throwIfAborted();
      if (!authorize || request.authorize === false) return attempt(request);
      const first = await authorize();
      signal?.throwIfAborted();
      try {
        return await attempt(request, first);
      } catch (error) {
        if (!first || !isKenningError(error, 'auth')) throw error;
        // A request that was refused for its credentials did nothing, so even a write may be sent again.
        const second = await authorize(first);
        signal?.throwIfAborted();
        if (!second) throw error;
        return attempt(request, second);
      }
    },
  };
}

function parse<Answer>(request: HttpRequest<Answer>, text: string, where: string): Answer {
  let data: unknown = text;
  if (request.as !== 'text')
    try {
      data = text === '' ? undefined : JSON.parse(text);
    } catch {
      throw new KenningError('unexpected', `${where} was answered with something that is not JSON.`);
    }
  if (!request.schema) return data as Answer;
  const parsed = request.schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.').slice(0, 200) || 'the answer';
  throw new KenningError(
    'unexpected',
    `${where} was answered in an unknown shape: ${place}: ${redact(issue?.message ?? '')}`,
  );
}

/** Why a request did not get through: `ECONNREFUSED` lies in the cause of fetch's error. */
function reasonOf(error: unknown): string {
  const codes: string[] = [];
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    codes.push('code' in at && typeof at.code === 'string' ? at.code : at.message);
  return codes.at(-1) ?? 'unknown reason';
}
