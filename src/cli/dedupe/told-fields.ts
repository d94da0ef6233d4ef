import type { FieldWeight } from '../../identity/engine/score/waterfall.js';

/** What the fields tell of a pair, in words; those that one of the two lacks tell nothing. */
export const toldFields = (fields: readonly FieldWeight[]): string =>
  fields
    .filter(({ level }) => level !== 'missing')
    .map(({ field, level, bits }) => `${field}: ${level} (${bits < 0 ? '' : '+'}${bits.toFixed(1)})`)
    .join('; ');
