import type { Bytes, Words } from '../columns/memory.js';
import type { Census } from './census.js';
import type { CompareRows, Level, Prepared, Role } from './comparison.js';
import { exactLevels } from './exact-levels.js';

/** One field whose rows have one or several values of a dictionary. */
export interface PreparedValues extends Prepared {
  /** The number of a row's values, 0 where there is none. */
  slots: readonly Words[];
  /** The level on which two rows agree that have the same value, by its number. */
  exact: Bytes;
}

/** A field of values: its levels from worst to best, then those of agreeing exactly. */
export function preparedValues(
  { name, role, levels, ...usual }: { name: string; role: Role; levels: readonly Level[]; m: number; u: number },
  slots: readonly Words[],
  values: readonly string[],
  census: Census,
): PreparedValues {
  const exact = exactLevels({ name, values, census }, slots, levels.length, usual);
  return { fields: [{ name, role, levels: [...levels, ...exact.levels] }], keys: [], slots, exact: exact.of };
}

/** Compares each value of one row with each of the other; the best level counts. */
export function compareValues(
  { slots, exact }: PreparedValues,
  levelOf: (a: number, b: number) => number,
): CompareRows {
  const [first] = slots as readonly [Words];
  if (slots.length === 1)
    return (left, right, levels, at) => {
      const a = first[left] as number;
      const b = first[right] as number;
      levels[at] = a === 0 || b === 0 ? 0 : a === b ? (exact[a] as number) : levelOf(a, b);
    };
  return (left, right, levels, at) => {
    let best = 0;
    for (const ours of slots) {
      const a = ours[left] as number;
      if (a === 0) continue;
      for (const theirs of slots) {
        const b = theirs[right] as number;
        if (b === 0) continue;
        const found = a === b ? (exact[a] as number) : levelOf(a, b);
        if (found > best) best = found;
      }
    }
    levels[at] = best;
  };
}
