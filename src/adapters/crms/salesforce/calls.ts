import type { z } from 'zod';
import { systemClock } from '../../../core/clock.js';
import { type HttpClient, type HttpRequest, httpClient } from '../../../core/http/http-client.js';
import { accessTokens } from '../../../core/http/oauth/access-tokens.js';
import { oauth } from '../../../core/http/oauth/oauth.js';
import { memoryTokens } from '../../../core/http/oauth/token-store.js';
import type { Instant } from '../../../core/model/instant.js';
import type { ParsedOptions } from './options.js';
import { describeProblem } from './problems.js';
import { queryAnswer } from './views.js';

export interface QueryResult {
  records: unknown[];
  /** There are more than this answer holds. */
  more: boolean;
  /** The server's time. */
  at: Instant;
}

/** Calls of an organization's APIs. */
export interface Calls {
  /** Paths are of the version of the API: `sobjects/Contact/describe`; those that begin with `/` of the server. */
  request<Answer>(request: HttpRequest<Answer> & { schema: z.ZodType<Answer> }): Promise<Answer>;
  /** Deleted and archived rows too: a query says itself which it wants. */
  query(soql: string, signal?: AbortSignal): Promise<QueryResult>;
  /** Who we are, for the API that takes it in the body: the token, or another one after it was refused. */
  token(refused?: string): Promise<string | undefined>;
  /** Sends an envelope of the SOAP API, which carries the token itself. */
  soap(envelope: string, token: string, signal?: AbortSignal): Promise<string>;
  /** Permissions, where the sign-in told them. */
  scopes(): Promise<string[] | undefined>;
}

interface SignIn {
  origin(): Promise<string>;
  authorize(refused?: Record<string, string>): Promise<Record<string, string> | undefined>;
  scopes(): Promise<string[] | undefined>;
}

export function calls(options: ParsedOptions): Calls {
  const { apiVersion, timeoutMs = 30_000, fetch, limitWaitMs } = options;
  const clock = options.clock ?? systemClock;
  const { origin, authorize, scopes } = signIn(options);
  let here: { origin: string; client: HttpClient } | undefined;

  async function client(): Promise<HttpClient> {
    const at = await origin();
    if (here?.origin === at) return here.client;
    const made = httpClient({
      name: 'Salesforce',
      baseUrl: at,
      authorize,
      credential: `${options.source} ${options.oauth?.key ?? ''}`,
      clock,
      timeoutMs,
      describeError: (body) => describeProblem(body, limitWaitMs),
      ...(fetch && { fetch }),
    });
    here = { origin: at, client: made };
    return made;
  }

  const send = async <Answer>(request: HttpRequest<Answer>) => {
    const path = request.path.startsWith('/') ? request.path : `services/data/v${apiVersion}/${request.path}`;
    return (await client()).request({ ...request, path });
  };

  return {
    scopes,
    async soap(envelope, token, signal) {
      const { data } = await send<unknown>({
        method: 'POST',
        path: `/services/Soap/u/${apiVersion}`,
        body: envelope,
        headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' },
        as: 'text',
        authorize: false,
        secrets: [token],
        ...(signal && { signal }),
      });
      return String(data);
    },
    request: async (request) => (await send(request)).data,
    async query(soql, signal) {
      const { data, headers } = await send({
        path: 'queryAll',
        query: { q: soql },
        schema: queryAnswer,
        ...(signal && { signal }),
      });
      const told = Date.parse(headers.get('date') ?? '');
      const at = new Date(Number.isNaN(told) ? clock.now() : told).toISOString();
      return { records: data.records, more: !data.done, at };
    },
    async token(refused) {
      const headers = await authorize(refused === undefined ? undefined : { authorization: `Bearer ${refused}` });
      return headers?.authorization?.slice('Bearer '.length);
    },
  };
}

/** How requests say who we are: by a token of the app's, or by one that is got and renewed here. */
function signIn(options: ParsedOptions): SignIn {
  const { origin, accessToken, fetch, clock = systemClock } = options;
  if (!options.oauth)
    return {
      origin: async () => origin,
      async authorize(refused) {
        const token = typeof accessToken === 'function' ? await accessToken() : accessToken;
        const authorization = `Bearer ${token}`;
        return refused?.authorization === authorization ? undefined : { authorization };
      },
      scopes: async () => undefined,
    };
  const { credentials, grant, tokens = memoryTokens(), key = new URL(origin).host } = options.oauth;
  const server = oauth({
    name: 'Salesforce',
    tokenUrl: `${origin}/services/oauth2/token`,
    credentials,
    keep: ['instance_url'],
    clock,
    ...(fetch && { fetch }),
  });
  const access = accessTokens({ tokens, key, clock, renew: grant === 'app' ? server.ofApp : server.refresh });
  return {
    origin: async () => originOf((await access.current()).fields?.instance_url, origin) ?? origin,
    authorize: access.authorize,
    scopes: async () => (await access.current()).scopes,
  };
}

/** Where the API is, as the token's answer says. A token is sent over a plain connection only where sign-in was plain. */
function originOf(instance: string | undefined, signedInAt: string): string | undefined {
  const url = URL.parse(instance ?? '');
  return url?.protocol === 'https:' || url?.protocol === new URL(signedInAt).protocol ? url.origin : undefined;
}
