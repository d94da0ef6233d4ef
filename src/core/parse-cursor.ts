import type { z } from 'zod';
import { KenningError } from './errors.js';
import type { Cursor } from './page.js';

/**
 * Reads a cursor that a connector wrote as JSON. It comes back through the app, so it is parsed like all that comes from outside.
 *
 * @param connector as the message calls it: `email`
 * @throws `invalid` for a cursor of another connector, or none at all.
 */
export function parseCursor<Written>(cursor: Cursor, schema: z.ZodType<Written>, connector: string): Written {
  let value: unknown;
  try {
    value = JSON.parse(cursor);
  } catch {
    value = undefined;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new KenningError(
    'invalid',
    `This cursor is not one of the ${connector} connector; list from the beginning without one`,
  );
}
