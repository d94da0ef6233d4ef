import { z } from 'zod';
import type { Cursor } from '../../../core/page.js';
import { parseCursor } from '../../../core/parse-cursor.js';

/** How far a log was read. */
export interface LogPosition {
  /** The last line that was taken. */
  line: number;
  /** How large the log was, in bytes. */
  size: number;
  /** A hash of it as it was, so that one that was rewritten is noticed. */
  check: string;
  /** Its rows are a new version of rows that were taken before. */
  isRewritten: boolean;
  /** There was nothing more. */
  isRead: boolean;
}

const written = z.tuple([
  z.literal(1),
  z.int().nonnegative(),
  z.int().nonnegative(),
  z.string(),
  z.boolean(),
  z.boolean(),
]);

export function writeLogCursor({ line, size, check, isRewritten, isRead }: LogPosition): Cursor {
  return JSON.stringify([1, line, size, check, isRewritten, isRead]);
}

export function readLogCursor(cursor: Cursor): LogPosition {
  const [, line, size, check, isRewritten, isRead] = parseCursor(cursor, written, 'logbook');
  return { line, size, check, isRewritten, isRead };
}
