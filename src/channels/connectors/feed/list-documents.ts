import { isKenningError } from '../../../core/errors.js';
import type { Cursor, PageOptions, Rejected } from '../../../core/page.js';
import type { DocumentReader, ReadDocument, Source } from './document-reader.js';
import { type FeedPosition, readFeedCursor, writeFeedCursor } from './feed-cursor.js';
import type { FeedEntry } from './feed-document.js';

/** Some entries of one document. */
export interface EntryPage {
  entries: FeedEntry[];
  read: ReadDocument;
  source: Source;
  rejected: Rejected[];
  next: Cursor;
}

const mostPerPage = 1000;

/**
 * Gives the next entries of a row of documents. What has not changed since the cursor's reading is passed over; a
 * document that changed between two of its pages is given again from its beginning. At the end it gives a page without
 * entries and `next`, whose reading left the cursor as it was.
 */
export async function listDocuments(
  sources: readonly Source[],
  reader: DocumentReader,
  { cursor, limit = 100, signal }: PageOptions,
): Promise<EntryPage | { rejected: Rejected[]; next?: Cursor }> {
  const wanted = Math.min(Math.max(1, limit), mostPerPage);
  const position = readFeedCursor(cursor);
  const seen = only(position.seen, sources);
  const begun = sources.findIndex(({ key }) => key === position.at?.key);
  for (let index = Math.max(0, begun); index < sources.length; index++) {
    const source = sources[index] as Source;
    const following = sources[index + 1];
    const at = following && { key: following.key, hash: '', offset: 0 };
    if (seen[source.key]?.hash === 'gone') continue;
    let page: { read: ReadDocument; start: number } | undefined;
    try {
      page = await readOn(source, reader, position, signal);
    } catch (error) {
      if (!source.post || !isKenningError(error) || error.retryable) throw error;
      const next = writeFeedCursor({ seen: { ...seen, [source.key]: { hash: 'gone' } }, at });
      return { rejected: [{ reason: `${error.code}: ${error.message}`, at: source.place }], next };
    }
    if (!page) continue;
    const { read, start } = page;
    const entries = read.document.entries.slice(start, start + wanted);
    const rejected = start === 0 ? read.document.rejected : [];
    const end = start + entries.length;
    if (entries.length === 0 && rejected.length === 0) continue;
    const { hash, etag, lastModified } = read;
    const next: FeedPosition =
      end < read.document.entries.length
        ? { seen, at: { key: source.key, hash, offset: end } }
        : { seen: { ...seen, [source.key]: { hash, etag, lastModified } }, at };
    return { entries, read, source, rejected, next: writeFeedCursor(next) };
  }
  return { rejected: [] };
}

/** What is known of these documents; others that were named before are forgotten. */
function only(seen: FeedPosition['seen'], sources: readonly Source[]): FeedPosition['seen'] {
  return Object.fromEntries(sources.flatMap(({ key }) => (seen[key] ? [[key, seen[key]]] : [])));
}

/** The document and where in it to go on; undefined when there is nothing new in it. */
async function readOn(
  source: Source,
  reader: DocumentReader,
  { seen, at }: FeedPosition,
  signal: AbortSignal | undefined,
): Promise<{ read: ReadDocument; start: number } | undefined> {
  const middle = at?.key === source.key && at.offset > 0 ? at : undefined;
  if (!middle) {
    const read = await reader.read(source, seen[source.key], signal);
    return read && { read, start: 0 };
  }
  const kept = reader.kept(source);
  const read = kept?.hash === middle.hash ? kept : await reader.latest(source, signal);
  return { read, start: read.hash === middle.hash ? middle.offset : 0 };
}
