import type { CompareRows } from '../compare/comparison.js';
import { comparing, type PreparedColumns } from '../prepare/prepare.js';

/** Compares rows in all fields. */
export interface CompareAll {
  /** How many fields there are. */
  width: number;
  /** Writes the level of each field of two rows. */
  pair(left: number, right: number, out: Uint8Array): void;
  /**
   * Writes the levels of one row against several, pair after pair. It goes column by column, so that the memory of
   * several rows is fetched at once.
   */
  many(left: number, rights: Uint32Array, count: number, out: Uint8Array): void;
}

export function compareAll(prepared: readonly PreparedColumns[]): CompareAll {
  const places: number[] = [];
  let width = 0;
  for (const { fields } of prepared) {
    places.push(width);
    width += fields.length;
  }
  const all = prepared.map(comparing);
  return {
    width,
    pair(left, right, out) {
      for (let index = 0; index < all.length; index += 1)
        (all[index] as CompareRows)(left, right, out, places[index] as number);
    },
    many(left, rights, count, out) {
      for (let index = 0; index < all.length; index += 1) {
        const compare = all[index] as CompareRows;
        for (let at = 0, place = places[index] as number; at < count; at += 1, place += width)
          compare(left, rights[at] as number, out, place);
      }
    },
  };
}
