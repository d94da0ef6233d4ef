import { type Words, words32 } from '../columns/memory.js';

/** What a level of a field is expected to be before anything was learned. */
export interface Level {
  name: string;
  /** How likely it is of two records of one person. */
  m: number;
  /** How likely it is of two strangers. */
  u: number;
  /** Whether `u` was counted over all pairs, and need not be drawn. */
  counted?: boolean;
}

/**
 * What a field tells of people besides the same and strangers: `given` and `family` are the names, `shared` is what a
 * household has in common, `own` is each person's.
 */
export type Role = 'own' | 'given' | 'family' | 'shared';

/** A field as a model sees it. Its first level is `missing`, which says nothing. */
export interface Field {
  name: string;
  role: Role;
  levels: readonly Level[];
  /** So many levels stand before those of agreeing exactly. */
  graded: number;
}

/** A key under which rows are found. */
export interface Key {
  name: string;
  /** A number by row, 0 of one that has none; several where a row may have several. */
  slots: readonly Words[];
  /** Whether it may stand alone; others only together with a second. */
  alone: boolean;
  /** How often two records of one person that have it agree, by what it is made of; a guess, to choose among keys. */
  agrees: Readonly<Record<string, number>>;
}

/**
 * What columns that belong together were brought into: plain data over typed arrays, so that threads can share it.
 */
export interface Prepared {
  fields: readonly Field[];
  keys: readonly Key[];
  /** What a glance at rows needs, a few numbers a row that lie together; only of rows that stay as they are. */
  glances?: Words | undefined;
}

/** Writes the level of each field of two rows, from a place on. Symmetric. */
export type CompareRows = (left: number, right: number, levels: Uint8Array, at: number) => void;

/** What a glance at two rows leaves open: any level but those of agreeing exactly, or any at all. */
export const open = 128;
export const anything = 255;

/** Either this level, or any but those of agreeing exactly. */
export const orOpen = (level: number): number => level | open;

/**
 * Writes what a glance at a row and several others tells of the level of each field: from a place on, then a step further
 * for each pair. It reads a few numbers that lie together; what is not sure is {@link open}.
 */
export type GlanceAtRows = (
  left: number,
  rights: Uint32Array,
  count: number,
  levels: Uint8Array,
  at: number,
  step: number,
) => void;

/** Compares rows in the fields of columns that belong together. */
export interface Comparer {
  /** Absent where rows were not made ready for it: then all is open. */
  glance?: GlanceAtRows;
  compare: CompareRows;
}

export const level = (name: string, m: number, u: number): Level => ({ name, m, u });

/** A number that two others give, never 0. */
export function mix(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e3779b9, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ b, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13), 0x27d4eb2f);
  return (hash ^ (hash >>> 16)) >>> 0 || 1;
}

/** Two keys in one; 0 where either is missing. */
export function mixed(left: Words, right: Words): Words {
  const out = words32(left.length);
  for (let row = 0; row < left.length; row += 1)
    if (left[row] !== 0 && right[row] !== 0) out[row] = mix(left[row] as number, right[row] as number);
  return out;
}

/** A number for a text, never 0 but for the empty one. */
export function hashOf(text: string): number {
  if (text === '') return 0;
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return mix(hash, text.length);
}
