import type { z } from 'zod';
import { systemClock } from '../../../core/clock.js';
import { isKenningError, KenningError } from '../../../core/errors.js';
import { type HttpRequest, httpClient } from '../../../core/http/http-client.js';
import type { ErrorDescription } from '../../../core/http/http-error.js';
import type { RateLimit } from '../../../core/http/rate-limit.js';
import type { ParsedOptions } from './options.js';
import { type AccountView, accountView, instanceView, listOf } from './views.js';

/** What an instance says of itself. */
export interface Instance {
  /** Stands in the handles of its accounts. */
  domain: string;
  /** The most characters of a post; undefined when it does not say. */
  maxCharacters: number | undefined;
  /** Every link counts as so many. */
  charactersPerUrl: number;
  streaming: string | undefined;
  /** The version of Mastodon's API, 0 elsewhere. */
  apiVersion: number;
  isGoToSocial: boolean;
}

/** Calls of an instance's API as our account, if there is one. */
export interface Calls {
  readonly realm: string;
  readonly origin: string;
  /** What the instance has said of itself, if it was asked. */
  readonly known: Instance | undefined;
  /** What the last answer said of our limits. */
  readonly rateLimit: RateLimit | undefined;
  instance(signal?: AbortSignal): Promise<Instance>;
  /** Our account; undefined without a token. */
  account(signal?: AbortSignal): Promise<AccountView | undefined>;
  token(): Promise<string | undefined>;
  get<Answer>(
    path: string,
    query: HttpRequest<Answer>['query'],
    schema: z.ZodType<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer>;
  /** One page of a listing, and where the next begins. */
  list(
    path: string,
    query: HttpRequest<unknown>['query'],
    signal?: AbortSignal,
  ): Promise<{ items: unknown[]; next?: string }>;
  write(request: Omit<HttpRequest<unknown>, 'schema'>): Promise<unknown>;
}

export function calls(options: ParsedOptions): Calls {
  const { origin, realm, accessToken, timeoutMs, fetch } = options;
  let known: Instance | undefined;
  let ours: AccountView | undefined;
  const token = async () => (typeof accessToken === 'function' ? accessToken() : accessToken);

  const client = httpClient({
    name: 'Mastodon',
    baseUrl: `${origin}/`,
    clock: options.clock ?? systemClock,
    describeError,
    ...(timeoutMs && { timeoutMs }),
    ...(fetch && { fetch }),
    ...(accessToken && {
      async authorize(refused?: Record<string, string>) {
        const authorization = `Bearer ${await token()}`;
        return refused?.authorization === authorization ? undefined : { authorization };
      },
    }),
  });
  const get: Calls['get'] = async (path, query = {}, schema, signal) =>
    (await client.request({ path, query, schema, ...(signal && { signal }) })).data;

  return {
    realm,
    origin,
    get known() {
      return known;
    },
    get rateLimit() {
      return client.rateLimit;
    },
    token,
    get,

    async instance(signal) {
      if (known) return known;
      const found = await get('api/v2/instance', {}, instanceView, signal).catch((error: unknown) => {
        // Servers of the same API that have no second version of it.
        if (isKenningError(error, 'not-found')) return undefined;
        throw error;
      });
      const { statuses, urls } = found?.configuration ?? {};
      known = {
        domain: (found?.account_domain || found?.domain || realm).toLowerCase().slice(0, 250),
        maxCharacters: statuses?.max_characters || undefined,
        charactersPerUrl: statuses?.characters_reserved_per_url ?? 23,
        streaming: urls?.streaming,
        apiVersion: found?.api_versions?.mastodon ?? 0,
        isGoToSocial: /gotosocial/i.test(found?.source_url ?? ''),
      };
      return known;
    },

    async account(signal) {
      if (!accessToken) return undefined;
      ours ??= await get('api/v1/accounts/verify_credentials', {}, accountView, signal);
      return ours;
    },

    async list(path, query, signal) {
      const { data, headers } = await client.request({ path, query, schema: listOf, ...(signal && { signal }) });
      const next = nextOf(headers.get('link') ?? '');
      return { items: data, ...(next && { next }) };
    },

    async write(request) {
      return (await client.request<unknown>(request)).data;
    },
  };
}

/** The `max_id` of the next page in a `Link` header. Its host is not gone to: behind a proxy it may be wrong. */
export function nextOf(link: string): string | undefined {
  const next = /<([^<>]{1,4000})>\s*;[^,<]{0,200}\brel="?next\b/i.exec(link.slice(0, 20_000))?.[1];
  const cursor = next && URL.parse(next, 'https://instance.invalid')?.searchParams.get('max_id');
  return cursor && isId(cursor) ? cursor : undefined;
}

/** Ids are numbers or letters on every server that is known; anything else was no page's `next`. */
const isId = (text: string) => /^[\w-]{1,200}$/.test(text);

/** A cursor that a page can have had. Asked with another one, servers answer as if the listing had ended or just begun. */
export function checkedCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined || isId(cursor)) return cursor;
  throw noCursor();
}

export const noCursor = () =>
  new KenningError('invalid', 'mastodon: the cursor is not one that a page gave; begin without one.');

/** A path with an id in it, whatever the id holds. */
export function pathOf(before: string, id: string, after = ''): string {
  return `api/v1/${before}/${encodeURIComponent(id.toWellFormed())}${after}`;
}

function describeError(body: unknown): ErrorDescription | undefined {
  const { error } = (body ?? {}) as Record<string, unknown>;
  if (typeof error !== 'string') return undefined;
  const lacksScope = /outside the authorized scopes|insufficient permission/i.test(error);
  return { message: lacksScope ? `${error}: add the scope to the app and sign in again; access() names it` : error };
}
