import { z } from 'zod';
import type { Cursor } from '../../../core/page.js';
import { parseCursor } from '../../../core/parse-cursor.js';

/** How far a folder is read. UIDs mean something only under the folder's UIDVALIDITY. */
export interface FolderPlace {
  validity: string;
  uid: number;
  /** The UIDs of mails that were still being written when they were passed, the newest hundred. */
  drafts: number[];
  /** The folder's state when the drafts were last looked at (CONDSTORE, RFC 7162). */
  state?: string | undefined;
}

export type MailboxPlaces = Map<string, FolderPlace>;

export const mostDrafts = 100;

const written = z.tuple([
  z.literal('imap'),
  z.literal(1),
  z
    .array(
      z.tuple([
        z.string().max(1000),
        z.string().max(20),
        z.int().nonnegative(),
        z.array(z.int().positive()).max(mostDrafts).optional(),
        z.string().regex(/^\d+$/).max(20).optional(),
      ]),
    )
    .max(200),
]);

export function writeMailboxCursor(places: MailboxPlaces): Cursor {
  const list = [...places].map(([path, { validity, uid, drafts, state }]) =>
    drafts.length > 0 ? [path, validity, uid, drafts, ...(state === undefined ? [] : [state])] : [path, validity, uid],
  );
  return JSON.stringify(['imap', 1, list]);
}

export function readMailboxCursor(cursor: Cursor | undefined): MailboxPlaces {
  if (cursor === undefined) return new Map();
  const [, , places] = parseCursor(cursor, written, 'e-mail');
  return new Map(
    places.map(([path, validity, uid, drafts = [], state]) => [path, { validity, uid, drafts, state }] as const),
  );
}
