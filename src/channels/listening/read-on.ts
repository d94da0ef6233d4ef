import type { ListingReader } from './listing-reader.js';
import type { Progress } from './progress.js';

/** Listings that are filtered by their server have empty pages in the middle; more in a row are taken for the end. */
const mostEmpty = 20;

/** Reads a listing that runs from the oldest on. Every page moves the cursor on. Tells whether it has come to the end. */
export async function readOn(reader: ListingReader, progress: Progress): Promise<boolean> {
  const seen = new Set<string>();
  let { cursor } = progress;
  let empty = 0;
  while (reader.mayGoOn()) {
    const page = await reader.list(cursor);
    const next = page.next || cursor;
    await reader.take(page, { ...(next && { cursor: next }), unread: [] });
    if (cursor) seen.add(cursor);
    if (!next || next === cursor || seen.has(next)) return true;
    empty = page.items.length + page.rejected.length === 0 ? empty + 1 : 0;
    if (empty === mostEmpty) return true;
    cursor = next;
  }
  return false;
}
