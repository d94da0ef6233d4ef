import { KenningError } from '../../errors.js';

/** A tenant's name: 1 to 100 characters without U+0000. */
export function checkTenant(name: string): string {
  if (typeof name !== 'string' || name.length === 0 || name.length > 100 || name.includes('\u0000'))
    throw new KenningError('invalid', 'A tenant needs a name of 1 to 100 characters.');
  return name;
}
