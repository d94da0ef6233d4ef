import { z } from 'zod';
import { type Instant, instant } from '../../core/model/instant.js';
import type { Cursor } from '../../core/page.js';
import type { StoreReader } from '../../core/store/store.js';

/** A reading of a listing that is under way. */
export interface Run {
  began: Instant;
  /** Only what changed after this place; absent when all is read. */
  since?: Cursor;
  /** Where to go on; absent at the beginning. */
  cursor?: Cursor;
  pages: number;
  /** Something could not be read, so that nobody is missing who was not seen. */
  flawed?: true;
  /** Nothing was known of this listing when it began, so that nobody can be missing. */
  first?: true;
  /** The listing has ended; what follows it has not. `changed`: where the next begins. */
  ended?: { changed?: Cursor };
}

/** How far a listing of a CRM was read. */
export interface ReadingPlace {
  /** Where the next reading of changes begins. */
  since?: Cursor;
  /** When the last whole reading began. */
  wholeAt?: Instant;
  run?: Run;
}

const cursor = z.string().max(100_000).optional();
const place = z.object({
  since: cursor,
  wholeAt: instant.optional(),
  run: z
    .object({
      began: instant,
      since: cursor,
      cursor,
      pages: z.number(),
      flawed: z.literal(true).optional(),
      first: z.literal(true).optional(),
      ended: z.object({ changed: cursor }).optional(),
    })
    .optional(),
});

/** The name under which the place in a listing of a CRM is kept. */
export function readingName(source: string, listing: string): string {
  return `crm ${source} ${listing}`;
}

/** How far a listing was read. What can not be understood counts as nothing: it is read again, and nothing is doubled. */
export async function readingPlace(store: StoreReader, name: string): Promise<ReadingPlace> {
  const row = await store.get('checkpoints', { name });
  return (place.safeParse(row?.data).data as ReadingPlace | undefined) ?? {};
}
