import type { InteractionRef } from '../../../core/model/interaction.js';
import type { FeedDocument, FeedEntry } from './feed-document.js';
import type { Answers } from './observe-entry.js';

const longestChain = 100;

/**
 * Finds what an entry answers: what it says itself (`thr:in-reply-to`, RFC 4685), else the post whose feed of comments
 * it stands in, else the post whose page it lies on. The root is found by going up the answers within the document.
 *
 * @param posts - The site's posts, by {@link pageOf} of their links.
 */
export function answersOf(
  entry: FeedEntry,
  document: FeedDocument,
  realm: string,
  post: string | undefined,
  posts: ReadonlyMap<string, string>,
): Answers {
  const ref = (externalId: string | undefined): InteractionRef | undefined =>
    externalId === undefined || externalId.length > 2000 || externalId === ''
      ? undefined
      : { network: 'feed', realm, externalId };
  const stated = entry.inReplyTo?.id ?? posts.get(pageOf(entry.inReplyTo?.link));
  const parent = stated ?? post ?? posts.get(pageOf(entry.link));
  if (parent === undefined) return {};
  const root = stated === undefined ? parent : rootOf(stated, document);
  return { inReplyTo: ref(parent), root: ref(post ?? root) };
}

function rootOf(id: string, document: FeedDocument): string {
  let root = id;
  for (let step = 0; step < longestChain; step++) {
    const above = document.entries.find((entry) => entry.id === root)?.inReplyTo?.id;
    if (above === undefined || above === id) break;
    root = above;
  }
  return root;
}

/** An address without the part of the page; empty when there is none. */
export function pageOf(link: string | undefined): string {
  const url = link === undefined ? null : URL.parse(link);
  if (!url) return '';
  url.hash = '';
  return url.href;
}
