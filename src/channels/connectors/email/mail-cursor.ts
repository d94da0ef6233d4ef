import { z } from 'zod';
import type { Cursor } from '../../../core/page.js';
import { parseCursor } from '../../../core/parse-cursor.js';

/** How far the reading has come: everything before this byte of this file, and every file before it. */
export interface MailPosition {
  entry: number;
  order: number;
  path: string;
  offset: number;
  /** A hash of what stands before that byte, so that a file that was rewritten is noticed. */
  check: string;
}

const written = z.tuple([z.literal(1), z.number(), z.number(), z.string(), z.int().nonnegative(), z.string()]);

export function writeMailCursor({ entry, order, path, offset, check }: MailPosition): Cursor {
  return JSON.stringify([1, entry, order, path, offset, check]);
}

export function readMailCursor(cursor: Cursor): MailPosition {
  const [, entry, order, path, offset, check] = parseCursor(cursor, written, 'e-mail');
  return { entry, order, path, offset, check };
}
