import { z } from 'zod';
import type { Instant } from '../../core/model/instant.js';
import type { StoreReader } from '../../core/store/store.js';
import { type Head, head } from './head.js';

/** A part of a newest-first listing that is not read yet: from a cursor down to what was read before. */
export interface Unread {
  /** Absent at the very top. */
  cursor?: string;
  /** Where it ends; absent at the end of the listing. */
  until?: Head;
  /** It goes on at least down to this moment. */
  downTo?: Instant;
  /** How much of `until` it has met, and on how many pages it has been among what is known. */
  met?: { keys: number; pages: number };
}

/** How far a listing has been read. */
export interface Progress {
  /** Oldest-first: where to go on. */
  cursor?: string;
  /** Newest-first: the top when it was last looked at. All beneath is known, but what is `unread`. */
  head?: Head;
  /** Newest-first: the newest part first. */
  unread: Unread[];
}

const cursor = z.string().max(100_000).optional();
const progress = z.object({
  cursor,
  head: head.optional(),
  unread: z
    .array(
      z.object({
        cursor,
        until: head.optional(),
        downTo: z.string().optional(),
        met: z.object({ keys: z.number(), pages: z.number() }).optional(),
      }),
    )
    .default([]),
});

/** The name under which a listing's progress is kept. */
export function progressName(channel: string, listing: string): string {
  return `channel:${channel}/${listing}`;
}

/** How far a listing was read. What can not be understood counts as nothing: it is read again, and nothing is doubled. */
export async function progressOf(store: StoreReader, channel: string, listing: string): Promise<Progress> {
  const row = await store.get('checkpoints', { name: progressName(channel, listing) });
  return (progress.safeParse(row?.data).data as Progress | undefined) ?? { unread: [] };
}
