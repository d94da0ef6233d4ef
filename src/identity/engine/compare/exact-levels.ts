import { type Bytes, bytes, type Words } from '../columns/memory.js';
import type { Census } from './census.js';
import type { Level } from './comparison.js';

/** The levels of agreeing on a value, parted by how common the value is: agreeing on a rare one says more. */
export interface ExactLevels {
  levels: Level[];
  /** The level of each value by its number. */
  of: Bytes;
}

/** A band holds the values that are up to four times as common as its rarest. */
const bandBits = 2;
const bandCount = 10;
const leastSeen = 0.01;
const bandNames = Array.from({ length: bandCount }, (_, band) => `exact, 1 in ${2 ** (bandBits * band)}`);
/** What is usual is worth so many pairs against what was counted. */
export const usualWorth = 100_000;

/**
 * Parts the values of a column into bands of commonness.
 *
 * @param part what the values are of, and the values by their numbers, the empty one first.
 * @param slots the number of each row's value, 0 where there is none.
 * @param first which level the first band shall be.
 * @param m how likely two records of one person agree, and `u` how likely two strangers do where nothing is known.
 */
export function exactLevels(
  part: { name: string; values: readonly string[]; census: Census },
  slots: readonly Words[],
  first: number,
  { m, u }: { m: number; u: number },
): ExactLevels {
  const count = part.values.length;
  const { times, total: known } = part.census.times(part.name, part.values, slots);
  const values = new Float64Array(bandCount);
  const pairs = new Float64Array(bandCount);
  const of = bytes(count);
  for (let value = 1; value < count; value += 1) {
    const seen = times[value] as number;
    const band = bandOf(seen, known);
    of[value] = first + band;
    values[band] = (values[band] as number) + seen;
    pairs[band] = (pairs[band] as number) + (seen * (seen - 1)) / 2;
  }
  const all = Math.max(1, (known * (known - 1)) / 2);
  const levels = Array.from(
    values,
    (seen, band): Level => ({
      name: bandNames[band] as string,
      m: (m * (seen + leastSeen)) / (known + bandCount * leastSeen),
      u: ((pairs[band] as number) + (usualWorth * u * seen) / Math.max(known, 1) + 0.5) / (all + usualWorth),
      counted: true,
    }),
  );
  return { levels, of };
}

/** In which band a value is that was seen so often among so many. */
export function bandOf(seen: number, known: number): number {
  const rarity = Math.floor(Math.log2(known / Math.max(seen, 1)) / bandBits);
  return Math.min(bandCount - 1, Math.max(0, rarity));
}
