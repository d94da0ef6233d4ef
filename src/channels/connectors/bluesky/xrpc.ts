import type { z } from 'zod';
import { systemClock } from '../../../core/clock.js';
import { type ErrorCode, isKenningError, KenningError } from '../../../core/errors.js';
import { type HttpRequest, httpClient } from '../../../core/http/http-client.js';
import type { ErrorDescription } from '../../../core/http/http-error.js';
import type { RateLimit } from '../../../core/http/rate-limit.js';
import { untilAborted } from '../../../core/until-aborted.js';
import type { BlueskyOptions, BlueskySession } from './options.js';
import { session as sessionView } from './views.js';

/** Calls of methods by their names, signed in when there is an account. */
export interface Xrpc {
  /** Our account; signs in if need be. Who gives up is let go, and the others get their session. */
  account(signal?: AbortSignal): Promise<BlueskySession>;
  /** Our DID once somebody has signed in. */
  readonly did: string | undefined;
  /** What the last answer said of our limits. */
  readonly rateLimit: RateLimit | undefined;
  query<Answer>(
    method: string,
    query: HttpRequest<Answer>['query'],
    schema: z.ZodType<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer>;
  procedure<Answer>(method: string, json: unknown, schema: z.ZodType<Answer>, signal?: AbortSignal): Promise<Answer>;
}

/** Names of errors that say more than their status, which is 400 for most. */
const names: readonly [RegExp, ErrorCode][] = [
  [/^(Expired|Invalid)Token$/, 'auth'],
  [/NotFound$/, 'not-found'],
  [/^Account|Takendown$/, 'forbidden'],
  [/^InvalidSwap$/, 'conflict'],
  [/NotImplemented$/, 'unsupported'],
];

function describeError(body: unknown): ErrorDescription {
  const { error, message } = (body ?? {}) as Record<string, unknown>;
  const text = [error, message].filter((part) => typeof part === 'string').join(': ');
  // Only its message tells that it is a profile that is missing.
  const name = message === 'Profile not found' ? 'NotFound' : String(error);
  const code = names.find(([pattern]) => pattern.test(name))?.[1];
  return { ...(code && { code }), message: text };
}

export function xrpc(options: BlueskyOptions): Xrpc {
  const { identifier, password, session: store, timeoutMs, fetch } = options;
  let current: BlueskySession | undefined;
  let signingIn: Promise<BlueskySession> | undefined;

  const client = httpClient({
    name: 'Bluesky',
    baseUrl: `${(options.service ?? (identifier ? 'https://bsky.social' : 'https://public.api.bsky.app')).replace(/\/+$/, '')}/xrpc/`,
    clock: options.clock ?? systemClock,
    describeError,
    ...(timeoutMs && { timeoutMs }),
    ...(fetch && { fetch }),
    ...(identifier && {
      authorize: async (refused?: Record<string, string>) => {
        const known = await account();
        // Somebody else may have renewed it since that request was sent.
        if (refused?.authorization !== bearer(known.accessJwt).authorization) return bearer(known.accessJwt);
        return bearer((await once(() => renew(known))).accessJwt);
      },
    }),
  });

  async function signIn(request: Partial<HttpRequest<BlueskySession>>, method: string): Promise<BlueskySession> {
    const path = `com.atproto.server.${method}`;
    const { data } = await client.request({ ...request, method: 'POST', path, authorize: false, schema: sessionView });
    await store?.save(data);
    return data;
  }

  async function create(): Promise<BlueskySession> {
    if (!password)
      throw new KenningError(
        'auth',
        `bluesky: there is no valid session for ${identifier}; sign in again with an app password.`,
      );
    return signIn({ json: { identifier, password }, secrets: [password] }, 'createSession');
  }

  async function renew({ refreshJwt }: BlueskySession): Promise<BlueskySession> {
    try {
      return await signIn({ headers: bearer(refreshJwt), secrets: [refreshJwt] }, 'refreshSession');
    } catch (error) {
      if (!isKenningError(error, 'auth')) throw error;
      return create();
    }
  }

  /** However many requests find that they need a session, one signs in and the others wait for it. */
  function once(work: () => Promise<BlueskySession>): Promise<BlueskySession> {
    signingIn ??= work()
      .then((session) => {
        current = session;
        return session;
      })
      .finally(() => {
        signingIn = undefined;
      });
    return signingIn;
  }

  async function account(): Promise<BlueskySession> {
    if (signingIn) return signingIn;
    return current ?? once(async () => sessionView.safeParse(await store?.load()).data ?? create());
  }

  const call = async <Answer>(request: HttpRequest<Answer>, signal?: AbortSignal): Promise<Answer> =>
    (await client.request({ ...request, ...(signal && { signal }) })).data;

  return {
    account: (signal) => untilAborted(account(), signal),
    get did() {
      return current?.did;
    },
    get rateLimit() {
      return client.rateLimit;
    },
    query: (path, query = {}, schema, signal) => call({ path, query, schema }, signal),
    procedure: (path, json, schema, signal) => call({ method: 'POST', path, json, schema }, signal),
  };
}

function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
