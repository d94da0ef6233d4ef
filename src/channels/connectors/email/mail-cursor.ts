import { z } from 'zod';
import { KenningError } from '../../../core/errors.js';
import type { Cursor } from '../../../core/page.js';

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
  let value: unknown;
  try {
    value = JSON.parse(cursor);
  } catch {
    value = undefined;
  }
  const parsed = written.safeParse(value);
  if (!parsed.success)
    throw new KenningError(
      'invalid',
      'This cursor is not one of the e-mail connector; list from the beginning without one',
    );
  const [, entry, order, path, offset, check] = parsed.data;
  return { entry, order, path, offset, check };
}
