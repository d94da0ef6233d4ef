import { type Bytes, type Words, words32 } from '../columns/memory.js';
import type { Census } from './census.js';
import type { Comparer, GlanceAtRows, Level, Prepared, Role } from './comparison.js';
import { exactLevels } from './exact-levels.js';

/** One field whose rows have one or several values of a dictionary. */
export interface PreparedValues extends Prepared {
  /** The number of a row's values, 0 where there is none. */
  slots: readonly Words[];
  /** The level on which two rows agree that have the same value, by its number. */
  exact: Bytes;
}

/** How many numbers a glance takes: the value's, its signature, and its length beside its exact level. */
export const glanceSize = 4;
const exactBits = 8;
const exactMask = (1 << exactBits) - 1;

/** What a glance at a value tells, by its number. */
export interface Glance {
  signature(value: number): number;
  length(value: number): number;
}

/** A field of values: its levels from worst to best, then those of agreeing exactly. */
export function preparedValues(
  { name, role, levels, ...usual }: { name: string; role: Role; levels: readonly Level[]; m: number; u: number },
  slots: readonly Words[],
  values: readonly string[],
  census: Census,
): PreparedValues {
  const exact = exactLevels({ name, values, census }, slots, levels.length, usual);
  return {
    fields: [{ name, role, levels: [...levels, ...exact.levels], graded: levels.length }],
    keys: [],
    slots,
    exact: exact.of,
  };
}

/** What a glance at rows of one value needs, a few numbers a row that lie together. */
export function valuesAtGlance({ slots, exact }: PreparedValues, { signature, length }: Glance): Words | undefined {
  const [codes] = slots as readonly [Words];
  if (slots.length > 1) return undefined;
  const glances = words32(glanceSize * codes.length);
  for (let row = 0, at = 0; row < codes.length; row += 1, at += glanceSize) {
    const code = codes[row] as number;
    if (code === 0) continue;
    glances[at] = code;
    glances[at + 1] = signature(code);
    glances[at + 2] = (length(code) << exactBits) | (exact[code] as number);
  }
  return glances;
}

/** What a glance tells of two different values. */
export type GlanceAtValues = (ourLength: number, ourSignature: number, length: number, signature: number) => number;

/** Compares each value of one row with each of the other; the best level counts. */
export function compareValues(
  { slots, exact, glances }: PreparedValues,
  levelOf: (a: number, b: number) => number,
  glanceAt: GlanceAtValues,
): Comparer {
  const [first] = slots as readonly [Words];
  if (slots.length === 1)
    return {
      ...(glances && { glance: glanceAtValues(glances, glanceAt) }),
      compare(left, right, levels, at) {
        const a = first[left] as number;
        const b = first[right] as number;
        levels[at] = a === 0 || b === 0 ? 0 : a === b ? (exact[a] as number) : levelOf(a, b);
      },
    };
  return {
    compare(left, right, levels, at) {
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
    },
  };
}

function glanceAtValues(glances: Words, glanceAt: GlanceAtValues): GlanceAtRows {
  return (left, rights, count, levels, at, step) => {
    const ours = glanceSize * left;
    const ourValue = glances[ours] as number;
    const ourSignature = glances[ours + 1] as number;
    const ourInfo = glances[ours + 2] as number;
    for (let index = 0, place = at; index < count; index += 1, place += step) {
      const theirs = glanceSize * (rights[index] as number);
      const value = glances[theirs] as number;
      if (ourValue === 0 || value === 0) levels[place] = 0;
      else if (ourValue === value) levels[place] = ourInfo & exactMask;
      else {
        const length = (glances[theirs + 2] as number) >>> exactBits;
        levels[place] = glanceAt(ourInfo >>> exactBits, ourSignature, length, glances[theirs + 1] as number);
      }
    }
  };
}
