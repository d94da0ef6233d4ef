import { z } from 'zod';

/** Where something is valid: `''` everywhere, else `network` or `network/realm`, such as `mastodon/social.example`. */
export type Scope = string;

export const scope: z.ZodType<Scope> = z.string().max(300);

/**
 * Builds a scope; the only place that does.
 *
 * @example
 * scopeOf('bluesky'); // 'bluesky'
 * scopeOf('facebook', 'app:123'); // 'facebook/app:123'
 */
export function scopeOf(network: string, realm?: string): Scope {
  return realm ? `${network}/${realm}` : network;
}
