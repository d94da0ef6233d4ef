import { KenningError } from '../errors.js';
import { fitsIn } from '../text/fits-in.js';

/** A tenant's name: 1 to 100 bytes without U+0000. */
export function checkTenant(name: string): string {
  if (typeof name !== 'string' || name.length === 0 || !fitsIn(100)(name) || name.includes('\u0000'))
    throw new KenningError('invalid', 'A tenant needs a name of 1 to 100 bytes without U+0000.');
  return name;
}
