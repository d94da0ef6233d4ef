import { z } from 'zod';
import type { Cursor } from '../../../core/page.js';
import { parseCursor } from '../../../core/parse-cursor.js';

/** By what a document that was read to its end is known again. */
export interface Seen {
  /** A hash of its bytes; `gone` when it can not be read and is asked for no more. */
  hash: string;
  etag?: string | undefined;
  lastModified?: string | undefined;
}

/** How far a listing has come. */
export interface FeedPosition {
  /** The documents that were read, by key. */
  seen: Record<string, Seen>;
  /** The document that is next, and how many of its entries, of which wording of it, were given. */
  at?: { key: string; hash: string; offset: number } | undefined;
}

const key = z.string().max(100);
const text = z.string().max(500);
const written = z.object({
  v: z.literal(1),
  seen: z.record(key, z.tuple([text, text.nullable(), text.nullable()])),
  at: z.tuple([key, text, z.int().nonnegative()]).optional(),
});

export function writeFeedCursor({ seen, at }: FeedPosition): Cursor {
  const value: z.input<typeof written> = {
    v: 1,
    seen: Object.fromEntries(
      Object.entries(seen).map(([name, { hash, etag, lastModified }]) => [
        name,
        [hash, etag ?? null, lastModified ?? null],
      ]),
    ),
    ...(at && { at: [at.key, at.hash, at.offset] }),
  };
  return JSON.stringify(value);
}

export function readFeedCursor(cursor: Cursor | undefined): FeedPosition {
  if (cursor === undefined) return { seen: {} };
  const { seen, at } = parseCursor(cursor, written, 'feed');
  return {
    seen: Object.fromEntries(
      Object.entries(seen).map(([name, [hash, etag, lastModified]]) => [
        name,
        { hash, etag: etag ?? undefined, lastModified: lastModified ?? undefined },
      ]),
    ),
    ...(at && { at: { key: at[0], hash: at[1], offset: at[2] } }),
  };
}
