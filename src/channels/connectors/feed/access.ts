import type { Access } from '../../../core/access.js';
import { commentSources } from './comment-sources.js';
import { DocumentReader, namedSource } from './document-reader.js';
import type { ReadFeedOptions } from './options.js';

/** Reads the feed, and the feed of comments that was named, as somebody who has never seen them. */
export async function access(options: ReadFeedOptions, signal: AbortSignal | undefined): Promise<Access> {
  signal?.throwIfAborted();
  const named = namedSource(options);
  const reader = new DocumentReader();
  const { document } = await reader.latest(named, signal);
  const notes = document.entries.length === 0 ? ['The feed holds no entry.'] : [];
  if (options.comments !== undefined) {
    const [first] = commentSources(document, options);
    if (first) await reader.latest(first, signal);
    else notes.push('No entry names a feed of its comments; name it with the option comments.');
  }
  return { account: document.title?.trim().slice(0, 300) || named.place, missing: [], quotas: [], notes };
}
