import type { z } from 'zod';

export interface HttpRequest<Answer> {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'PROPFIND' | 'REPORT';
  path: string;
  /** A list is sent as one parameter for each item; undefined is left out. */
  query?: Record<string, string | number | boolean | readonly string[] | undefined>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as a form. */
  form?: Record<string, string>;
  /** Sent as it is; say in `headers` what it is. */
  body?: string | Uint8Array<ArrayBuffer>;
  headers?: Record<string, string>;
  /**
   * Parses the answer, a text with `as: 'text'`; without it the answer is given as it is. A format other than JSON is read by a
   * `transform`, which says by `addIssue` what can not be read.
   */
  schema?: z.ZodType<Answer>;
  /** How the answer is read. Defaults to `json`. */
  as?: 'json' | 'text';
  /** False for requests that carry no account: signing in. */
  authorize?: boolean;
  /** Values in the request that no message may hold, where neither headers nor names of parameters tell: a password. */
  secrets?: string[];
  /** By this the server knows an intent that comes again, so that a write may be sent again. It goes into the header `Idempotency-Key`. */
  idempotencyKey?: string;
  /**
   * Whether doing it twice is the same as once, and so whether it may be sent again. Defaults to true for methods that only read
   * and with an `idempotencyKey`. Where the server takes keys in another header, say it in `headers` and set this to true.
   */
  repeatable?: boolean;
  /** What the server counts apart from the rest: a route, such as `search`. Defaults to one count for all. */
  bucket?: string;
  signal?: AbortSignal;
}

export interface HttpAnswer<Answer> {
  status: number;
  headers: Headers;
  data: Answer;
  /** What the server calls this exchange; its support asks for it. */
  requestId?: string;
}

const reading: ReadonlySet<string> = new Set(['GET', 'HEAD', 'PROPFIND', 'REPORT']);

/** Whether a request may be sent again when nobody knows whether it arrived. */
export function isRepeatable({ method = 'GET', idempotencyKey, repeatable }: HttpRequest<unknown>): boolean {
  return repeatable ?? (idempotencyKey !== undefined || reading.has(method));
}

/** The address of a request. */
export function urlOf({ path, query = {} }: HttpRequest<unknown>, base: string): URL {
  // A path that looks like a whole address stays one of this server.
  const url = new URL(`./${path.replace(/^\/+/, '')}`, base);
  for (const [key, value] of Object.entries(query))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined) url.searchParams.append(key, String(one));
  return url;
}
