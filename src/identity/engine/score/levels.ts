import type { CompareRows } from '../compare/comparison.js';
import { comparing, type PreparedColumns } from '../prepare/prepare.js';

/** Writes the levels of all fields of two rows. */
export type CompareAll = (left: number, right: number, out: Uint8Array) => void;

export function compareAll(prepared: readonly PreparedColumns[]): CompareAll {
  const places: number[] = [];
  let width = 0;
  for (const { fields } of prepared) {
    places.push(width);
    width += fields.length;
  }
  const all = prepared.map(comparing);
  return (left, right, out) => {
    for (let index = 0; index < all.length; index += 1)
      (all[index] as CompareRows)(left, right, out, places[index] as number);
  };
}
