import { type Clock, systemClock } from '../../clock.js';
import { KenningError } from '../../errors.js';
import { redact, secretsOf } from '../../redact.js';
import { sameText } from '../../same-text.js';
import type { Fetch } from '../bounded-fetch.js';
import { httpClient } from '../http-client.js';
import { describeOAuthError, oauthError } from './oauth-error.js';
import { challengeOf, randomText } from './pkce.js';
import { type TokenAnswer, type Tokens, tokenAnswer, tokensOf } from './tokens.js';

/** Who the app is to the server. */
export interface ClientCredentials {
  id: string;
  /** Absent for apps that can keep none: installed ones. */
  secret?: string;
}

export interface OAuthOptions {
  /** The system, as messages call it. */
  name: string;
  tokenUrl: string;
  /** Where people sign in. */
  authorizeUrl?: string;
  revokeUrl?: string;
  /** Asked before each request, so that every tenant can have its own and they can change. */
  credentials: () => Promise<ClientCredentials>;
  /** How the secret is sent: in the form, or as a basic login. Defaults to `form`. */
  sendSecret?: 'form' | 'basic';
  scopes?: readonly string[];
  /** Sent along to the sign-in page: `{ access_type: 'offline' }`. */
  parameters?: Record<string, string>;
  /** Further fields of the token answer that are kept: `instance_url`. */
  keep?: readonly string[];
  /** For one request, in milliseconds. Defaults to 15,000. */
  timeoutMs?: number;
  fetch?: Fetch;
  clock?: Clock;
}

/** A sign-in that was begun. The app keeps it where only the same person's browser brings it back: in their session. */
export interface PendingSignIn {
  state: string;
  verifier: string;
  redirectUri: string;
  /** After this it is too late. */
  until: string;
}

export interface OAuth {
  /** Begins a sign-in: where to send the person, and what to keep until they come back. */
  signIn(options: {
    redirectUri: string;
    scopes?: readonly string[];
  }): Promise<{ url: string; pending: PendingSignIn }>;
  /** Ends it, with the address at which the person came back. */
  exchange(pending: PendingSignIn, cameBackTo: string, signal?: AbortSignal): Promise<Tokens>;
  /** New tokens for old ones. */
  refresh(old: Tokens | undefined, signal?: AbortSignal): Promise<Tokens>;
  /** Tokens of the app itself. */
  ofApp(old?: Tokens, signal?: AbortSignal): Promise<Tokens>;
  /** Makes tokens worthless (RFC 7009). */
  revoke(tokens: Tokens, signal?: AbortSignal): Promise<void>;
}

const signInMs = 15 * 60_000;

/**
 * OAuth 2: authorization code with PKCE (RFC 7636), client credentials, refresh. It keeps nothing: see `accessTokens`.
 *
 * @throws KenningError `auth` when the server no longer takes what we have, `forbidden` when it was refused or the
 * state is another's, `invalid` for wrong requests.
 *
 * @example
 * const hub = oauth({ name: 'HubSpot', authorizeUrl, tokenUrl, credentials: async () => ({ id, secret }), scopes: ['oauth'] });
 * const { url, pending } = await hub.signIn({ redirectUri });
 * const tokens = await hub.exchange(pending, cameBackTo);
 */
export function oauth(options: OAuthOptions): OAuth {
  const { name, credentials, keep = [], clock = systemClock } = options;

  async function send(
    url: string,
    form: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<{ answer: TokenAnswer; secrets: string[] }> {
    const { id, secret } = await credentials();
    const basic = options.sendSecret === 'basic' && secret !== undefined;
    const fields: Record<string, string> = {
      ...form,
      ...(!basic && { client_id: id, ...(secret && { client_secret: secret }) }),
    };
    const headers: Record<string, string> = basic
      ? { authorization: `Basic ${btoa(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`)}` }
      : {};
    const { origin, pathname, searchParams } = new URL(url);
    const client = httpClient({
      name,
      baseUrl: origin,
      describeError: describeOAuthError,
      clock,
      ...(options.timeoutMs && { timeoutMs: options.timeoutMs }),
      ...(options.fetch && { fetch: options.fetch }),
    });
    const secrets = [...secretsOf([...Object.entries(form), ...searchParams]), ...(secret ? [secret] : [])];
    const { data } = await client.request({
      method: 'POST',
      path: pathname,
      query: Object.fromEntries(searchParams),
      form: fields,
      headers,
      secrets,
      schema: tokenAnswer.optional(),
      ...(signal && { signal }),
    });
    return { answer: data ?? {}, secrets };
  }

  async function grant(form: Record<string, string>, old?: Tokens, signal?: AbortSignal): Promise<Tokens> {
    const { answer, secrets } = await send(options.tokenUrl, form, signal);
    const { access_token } = answer;
    if (access_token) return tokensOf({ ...answer, access_token }, { now: clock.now(), keep, old });
    throw oauthError(name, answer, (text) => redact(text, secrets));
  }

  return {
    async signIn({ redirectUri, scopes = options.scopes ?? [] }) {
      if (!options.authorizeUrl)
        throw new KenningError('unsupported', `${name}: without authorizeUrl nobody can sign in.`);
      const verifier = randomText();
      const state = randomText();
      const url = new URL(options.authorizeUrl);
      const parameters = {
        response_type: 'code',
        client_id: (await credentials()).id,
        redirect_uri: redirectUri,
        ...(scopes.length > 0 && { scope: scopes.join(' ') }),
        state,
        code_challenge: await challengeOf(verifier),
        code_challenge_method: 'S256',
        ...options.parameters,
      };
      for (const [key, value] of Object.entries(parameters)) url.searchParams.set(key, value);
      const until = new Date(clock.now() + signInMs).toISOString();
      return { url: url.href, pending: { state, verifier, redirectUri, until } };
    },
    async exchange({ state, verifier, redirectUri, until }, cameBackTo, signal) {
      const told = new URL(cameBackTo, redirectUri).searchParams;
      if (!(await sameText(state, told.get('state') ?? '')))
        throw new KenningError('forbidden', `${name}: this sign-in was not begun here; begin again.`);
      if (clock.now() > Date.parse(until))
        throw new KenningError('forbidden', `${name}: the sign-in took too long; begin again.`);
      const code = told.get('code');
      if (told.has('error') || !code)
        throw oauthError(`${name}: sign-in`, Object.fromEntries(told), (text) => redact(text, secretsOf(told)));
      return grant(
        { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier },
        undefined,
        signal,
      );
    },
    async refresh(old, signal) {
      if (!old?.refreshToken)
        throw new KenningError('auth', `${name}: there is nothing to renew the sign-in with; sign in again.`);
      return grant({ grant_type: 'refresh_token', refresh_token: old.refreshToken }, old, signal);
    },
    ofApp(old, signal) {
      const scope = (options.scopes ?? []).join(' ');
      return grant({ grant_type: 'client_credentials', ...(scope && { scope }) }, old, signal);
    },
    async revoke({ refreshToken, accessToken }, signal) {
      if (!options.revokeUrl)
        throw new KenningError('unsupported', `${name}: without revokeUrl tokens can not be revoked.`);
      await send(options.revokeUrl, { token: refreshToken ?? accessToken }, signal);
    },
  };
}
