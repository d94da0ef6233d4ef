import { KenningError } from '../errors.js';

/** A listing's limit: 100 by default, a whole number from 1 to 100,000. */
export function checkLimit(limit = 100): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > 100_000)
    throw new KenningError('invalid', `A listing's limit is a whole number from 1 to 100,000, not ${String(limit)}.`);
  return limit;
}
