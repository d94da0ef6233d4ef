import { later } from '../../../core/later.js';
import type { Connector, Offers } from '../../connector.js';
import { feedNetwork } from './feed-network.js';
import { type FeedOptions, readFeedOptions } from './options.js';
import type { Reading } from './reading.js';
import { realmOf } from './realm-of.js';

export type { FeedOptions } from './options.js';
export { feedNetwork };

/**
 * Reads a site's feed (RSS, Atom, JSON Feed) and, when asked, the feeds of its comments.
 *
 * Each reading gives the documents that changed, oldest entry first; the cursor after the last page holds the servers'
 * validators, so that the next reading from it costs one request without a body as long as nothing changes.
 *
 * @throws KenningError `invalid` for an unknown option or what is no feed, `not-found` when it is not there or gone for
 * good, `too-large`, `timeout`, `network`, `rate-limited`, `auth`, `forbidden`; `unsupported` when the package `feedsmith`
 * is not installed.
 *
 * @example
 * const blog = feed({ url: 'https://blog.example.com/feed', comments: 'https://blog.example.com/comments/feed' });
 * for await (const page of walk((options) => blog.posts(options))) console.log(page.items.length);
 */
export function feed(options: FeedOptions & { comments: true | string }): Offers<'posts' | 'comments' | 'access'>;
export function feed(options: FeedOptions): Offers<'posts' | 'access'>;
export function feed(options: FeedOptions): Connector {
  const read = readFeedOptions(options);
  const stated = read.realm ?? (read.url === undefined ? undefined : realmOf(read.url));
  // What reads documents is large, so it is loaded with the first call.
  let loading: Promise<Reading> | undefined;
  const loaded = () => {
    loading ??= import('./reading.js').then(({ reading }) => reading(read, stated));
    return loading;
  };
  const { posts, comments, own } = later(loaded, ['posts', 'comments', 'own']);
  return {
    contract: 1,
    network: feedNetwork,
    ...(stated && { realm: stated }),
    access: async ({ signal } = {}) => (await import('./access.js')).access(read, signal),
    posts,
    ...(read.comments !== undefined && { comments }),
    ...(read.own && { own }),
  };
}
