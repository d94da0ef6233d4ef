import { pageOf } from './answers.js';
import { type Source, urlSource } from './document-reader.js';
import type { FeedDocument } from './feed-document.js';
import { entryId } from './observe-entry.js';
import type { ReadFeedOptions } from './options.js';

const mostFeeds = 50;

/**
 * The feeds of comments: the one that the app named, else those that the newest posts name. The latter must lie where the
 * site lies, since a feed could else send us to any address.
 */
export function commentSources(site: FeedDocument, options: ReadFeedOptions): Source[] {
  const { comments, url } = options;
  if (typeof comments === 'string') return [urlSource(comments, options)];
  const origin = url === undefined ? undefined : new URL(url).origin;
  const sources = new Map<string, Source>();
  for (const post of site.entries.toReversed()) {
    const address = post.commentsFeed === undefined ? null : URL.parse(post.commentsFeed, url);
    if (!address || address.origin !== origin || address.username !== '' || sources.has(address.href)) continue;
    sources.set(address.href, urlSource(address.href, options, post));
    if (sources.size >= mostFeeds) break;
  }
  return [...sources.values()].reverse();
}

/** The ids of a site's posts by the pages on which they lie. */
export async function postsByPage(site: FeedDocument): Promise<Map<string, string>> {
  const posts = new Map<string, string>();
  for (const post of site.entries) {
    const page = pageOf(post.link);
    const id = page === '' ? undefined : await entryId(post);
    if (id !== undefined) posts.set(page, id);
  }
  return posts;
}
