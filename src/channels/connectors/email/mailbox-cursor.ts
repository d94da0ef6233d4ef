import { z } from 'zod';
import type { Cursor } from '../../../core/page.js';
import { parseCursor } from '../../../core/parse-cursor.js';

/** How far each folder is read. Its UIDs mean something only under its UIDVALIDITY. */
export type MailboxPlaces = Map<string, { validity: string; uid: number }>;

const written = z.tuple([
  z.literal('imap'),
  z.literal(1),
  z.array(z.tuple([z.string().max(1000), z.string().max(20), z.int().nonnegative()])).max(200),
]);

export function writeMailboxCursor(places: MailboxPlaces): Cursor {
  return JSON.stringify(['imap', 1, [...places].map(([path, { validity, uid }]) => [path, validity, uid])]);
}

export function readMailboxCursor(cursor: Cursor | undefined): MailboxPlaces {
  if (cursor === undefined) return new Map();
  const [, , places] = parseCursor(cursor, written, 'e-mail');
  return new Map(places.map(([path, validity, uid]) => [path, { validity, uid }]));
}
