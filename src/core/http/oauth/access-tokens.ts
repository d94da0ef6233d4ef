import { type Clock, systemClock } from '../../clock.js';
import { isKenningError, KenningError } from '../../errors.js';
import type { TokenStore } from './token-store.js';
import type { Tokens } from './tokens.js';

export interface AccessTokensOptions {
  tokens: TokenStore;
  /** The app's name of the account. */
  key: string;
  /** Gets new tokens: `refresh` or `ofApp` of an {@link OAuth}. */
  renew: (old: Tokens | undefined, signal?: AbortSignal) => Promise<Tokens>;
  /** How a request carries them. Defaults to `authorization: Bearer …`. */
  headers?: (tokens: Tokens) => Record<string, string>;
  /** How long before their end they are renewed, in milliseconds. Defaults to a minute. */
  earlyMs?: number;
  clock?: Clock;
}

export interface AccessTokens {
  /** Tokens that are good for now. */
  current(): Promise<Tokens>;
  /** What {@link HttpClientOptions} take as `authorize`. */
  authorize(refused?: Record<string, string>): Promise<Record<string, string> | undefined>;
}

/** Tokens that took the place of refused ones, and are refused so soon themselves, were refused for something else. */
const freshMs = 10_000;

/**
 * Tokens that are renewed when they end or are refused: once, however many requests in however many processes find out at
 * the same time. What the server no longer takes is not sent to it again.
 *
 * @throws KenningError `auth` when nobody has signed in, or has to again
 *
 * @example
 * const hub = oauth({ name: 'HubSpot', tokenUrl, credentials });
 * const { authorize } = accessTokens({ tokens, key: 'sales', renew: hub.refresh });
 * const client = httpClient({ name: 'HubSpot', baseUrl, authorize, credential: 'sales' });
 */
export function accessTokens(options: AccessTokensOptions): AccessTokens {
  const { tokens, key, earlyMs = 60_000, clock = systemClock } = options;
  const headersOf = options.headers ?? (({ accessToken }) => ({ authorization: `Bearer ${accessToken}` }));
  let known: Tokens | undefined;
  let renewing: Promise<Tokens> | undefined;
  /** A refresh token that the server no longer takes, and what it said. */
  let dead: { refreshToken: string; error: KenningError } | undefined;
  /** What took the place of refused tokens. */
  let replacement: Tokens | undefined;

  const ends = ({ expiresAt }: Tokens) => expiresAt !== undefined && Date.parse(expiresAt) - earlyMs <= clock.now();
  const same = (one: Tokens, headers: Record<string, string> | undefined) =>
    JSON.stringify(headersOf(one)) === JSON.stringify(headers);
  const isGood = (one: Tokens, refused?: Record<string, string>) => !ends(one) && !same(one, refused);

  async function renewed(refused?: Record<string, string>): Promise<Tokens> {
    const changed = await tokens.update(key, async (old, signal) => {
      // Somebody else may have renewed them since.
      if (old && isGood(old, refused)) return old;
      if (dead && dead.refreshToken === old?.refreshToken) throw dead.error;
      try {
        return await options.renew(old, signal);
      } catch (error) {
        if (old?.refreshToken && isKenningError(error, 'auth')) dead = { refreshToken: old.refreshToken, error };
        throw error;
      }
    });
    if (!changed) throw new KenningError('auth', 'There are no tokens; sign in again.');
    known = changed;
    return changed;
  }

  /** However many requests find that they need new tokens, one gets them and the others wait for it. */
  function once(refused?: Record<string, string>): Promise<Tokens> {
    renewing ??= renewed(refused).finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  async function good(refused?: Record<string, string>): Promise<Tokens> {
    if (renewing) return renewing;
    if (known && isGood(known, refused)) return known;
    known = await tokens.read(key);
    return known && isGood(known, refused) ? known : once(refused);
  }

  return {
    current: () => good(),
    async authorize(refused) {
      if (!refused) return headersOf(await good());
      const isFresh = replacement && clock.now() - Date.parse(replacement.obtainedAt) < freshMs;
      if (replacement && isFresh && same(replacement, refused)) return undefined;
      replacement = await good(refused);
      return headersOf(replacement);
    },
  };
}
