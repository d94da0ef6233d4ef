import { z } from 'zod';
import { type Instant, instant } from '../../model/instant.js';

/** What a server gave so that we may act for somebody. */
export interface Tokens {
  accessToken: string;
  /** Gets a new access token. Many servers take each only once and give another with the new access token. */
  refreshToken?: string;
  /** When the access token was given. */
  obtainedAt: Instant;
  /** When the access token ends; absent when the server did not say. */
  expiresAt?: Instant;
  /** What it allows, as far as the server said. */
  scopes?: string[];
  /** Further fields of the server's answer that were asked for: where its API is. */
  fields?: Record<string, string>;
}

/** Tokens as they are kept. */
export const tokensSchema: z.ZodType<Tokens> = z.object({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  obtainedAt: instant,
  expiresAt: instant.optional(),
  scopes: z.array(z.string()).optional(),
  fields: z.record(z.string(), z.string()).optional(),
}) as z.ZodType<Tokens>;

const seconds = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d{1,10}$/)
    .transform(Number),
]);

/** What a token endpoint answers (RFC 6749, section 5). Some refuse with 200. */
export const tokenAnswer = z.looseObject({
  access_token: z.string().min(1).optional(),
  refresh_token: z.string().min(1).nullish(),
  expires_in: seconds.nullish().catch(undefined),
  scope: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .catch(undefined),
});
export type TokenAnswer = z.infer<typeof tokenAnswer>;

/** Reads an answer. Where it names no refresh token, the one that was used goes on. */
export function tokensOf(
  answer: TokenAnswer & { access_token: string },
  { now, keep, old }: { now: number; keep: readonly string[]; old?: Tokens | undefined },
): Tokens {
  const { access_token, refresh_token, expires_in, scope } = answer;
  const refreshToken = refresh_token ?? old?.refreshToken;
  const scopes = typeof scope === 'string' ? scope.split(/[\s,]+/).filter(Boolean) : (scope ?? old?.scopes);
  const told = keep.flatMap((name) => (typeof answer[name] === 'string' ? [[name, answer[name]] as const] : []));
  const fields: Record<string, string> = { ...old?.fields, ...Object.fromEntries(told) };
  return {
    accessToken: access_token,
    obtainedAt: new Date(now).toISOString(),
    ...(refreshToken && { refreshToken }),
    ...(expires_in && { expiresAt: new Date(now + expires_in * 1000).toISOString() }),
    ...(scopes && { scopes }),
    ...(Object.keys(fields).length > 0 && { fields }),
  };
}
