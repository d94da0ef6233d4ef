import type { InteractionRef } from '../../../core/model/interaction.js';
import type { FeedDocument, FeedEntry } from './feed-document.js';
import type { Answers } from './observe-entry.js';

const longestChain = 100;

export interface AnswersOptions {
  /** Of {@link parentsIn}. */
  parents: ReadonlyMap<string, string>;
  realm: string;
  /** The post whose feed of comments it stands in. */
  post: string | undefined;
  /** The site's posts, by {@link pageOf} of their links. */
  posts: ReadonlyMap<string, string>;
}

/**
 * Finds what an entry answers: what it says itself (`thr:in-reply-to`, RFC 4685), else the post whose feed of comments
 * it stands in, else the post whose page it lies on. The root is found by going up the answers within the document.
 */
export function answersOf(entry: FeedEntry, { parents, realm, post, posts }: AnswersOptions): Answers {
  const ref = (externalId: string): InteractionRef | undefined =>
    externalId.length > 2000 || externalId === '' ? undefined : { network: 'feed', realm, externalId };
  const stated = entry.inReplyTo?.id ?? posts.get(pageOf(entry.inReplyTo?.link));
  const parent = stated ?? post ?? posts.get(pageOf(entry.link));
  if (parent === undefined) return {};
  return { inReplyTo: ref(parent), root: ref(post ?? rootOf(parent, parents)) };
}

/** What each entry of a document says that it answers. */
export function parentsIn({ entries }: FeedDocument): Map<string, string> {
  const parents = new Map<string, string>();
  for (const { id, inReplyTo } of entries)
    if (id !== undefined && inReplyTo?.id !== undefined) parents.set(id, inReplyTo.id);
  return parents;
}

function rootOf(id: string, parents: ReadonlyMap<string, string>): string {
  let root = id;
  for (let step = 0; step < longestChain; step++) {
    const above = parents.get(root);
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
