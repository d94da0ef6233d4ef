import type { z } from 'zod';
import { KenningError } from '../errors.js';
import { problemIn } from '../problem-in.js';

/** Checks what an app declares: every field, and that it has no others. */
export function checked<Value extends object>(schema: z.ZodType<Value>, value: Value, what: string): Value {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new KenningError('invalid', `This ${what} can not be: ${problemIn(parsed.error)}. Mend it.`);
  }
  const extra = Object.keys(value).find((key) => !Object.hasOwn(parsed.data, key));
  if (extra === undefined) return parsed.data;
  throw new KenningError('invalid', `A ${what} has no "${extra.slice(0, 100)}". Leave it out.`);
}
