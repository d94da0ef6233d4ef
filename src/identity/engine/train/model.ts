import type { Field, Level, Role } from '../compare/comparison.js';
import type { Training } from './training.js';

/** Which kinds of pairs there are beside strangers. */
export const classes = ['same', 'household', 'namesake'] as const;

/** A model: how likely each level is in each class, and how likely each class. */
export interface Model {
  fields: readonly Field[];
  /** By class, then field, then level. */
  m: Float64Array[][];
  /** Of strangers, by field and level. */
  u: Float64Array[];
  /** The share of each class among all pairs. */
  share: Float64Array;
  /** How it came about, where that is known. */
  training?: Training | undefined;
}

/** How near a class is to `same`, by what a field tells: the rest of it is as among strangers. */
const nearness: Readonly<Record<(typeof classes)[number], Readonly<Record<Role, number>>>> = {
  same: { own: 1, given: 1, family: 1, shared: 1 },
  household: { own: 0.02, given: 0.03, family: 0.6, shared: 0.9 },
  namesake: { own: 0.01, given: 0.98, family: 0.98, shared: 0.05 },
};

/** Who is looked for in a short list may be one of so many more. */
const fewest = 5;

/** How many pairs classes are shares of. */
export const populationOf = (size: number): number => (size * (size - 1)) / 2 + (size + 1) * fewest;

/** The model that stands before anything was learned. */
export function priorModel(fields: readonly Field[], size: number): Model {
  const chance = (level: Level): number => level.u;
  return {
    fields,
    m: classes.map((kind) =>
      fields.map(({ role, levels }) => {
        const near = nearness[kind][role];
        return normalized(Float64Array.from(levels, (level) => near * level.m + (1 - near) * chance(level)));
      }),
    ),
    u: fields.map(({ levels }) => normalized(Float64Array.from(levels, chance))),
    // As many pairs are of one person as there are rows, and half as many of one household or one name.
    share: Float64Array.from([1, 0.5, 0.5], (each) => (each * Math.max(size, 1)) / populationOf(size)),
  };
}

/** Shares that sum to 1, the missing level aside, which says nothing. */
export function normalized(levels: Float64Array): Float64Array {
  let sum = 0;
  for (let level = 1; level < levels.length; level += 1) sum += levels[level] as number;
  const out = levels.map((one) => one / (sum || 1));
  out[0] = 1;
  return out;
}
