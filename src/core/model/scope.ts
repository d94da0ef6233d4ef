import { z } from 'zod';
import { fitsIn } from '../text/fits-in.js';

/** Where something is valid: `''` everywhere, else `network` or `network/realm`, such as `mastodon/social.example`. */
export type Scope = string;

export const scope: z.ZodType<Scope> = z.string().max(300).refine(fitsIn(300), 'takes more than 300 bytes');

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
