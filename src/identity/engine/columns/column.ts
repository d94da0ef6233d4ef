import type { Words } from './memory.js';

/** What the values of a column are; the only thing that the engine is told of it. */
export const kinds = [
  'given-name',
  'family-name',
  'name',
  'date',
  'email',
  'phone',
  'street',
  'city',
  'postal-code',
  'region',
  'organization-name',
  'organization',
  'url',
  'identifier',
  'text',
] as const;

export type Kind = (typeof kinds)[number];

/** A column, dictionary-encoded: each value is kept once, and a row holds its number. */
export interface Column {
  name: string;
  kind: Kind;
  /** The number of each row's value; 0 where there is none. */
  codes: Words;
  /** The values by number; the first is the empty one. */
  values: readonly string[];
}

/** Rows by column. Columns of one name are one column in which a row may have several values. */
export interface Table {
  size: number;
  columns: readonly Column[];
}
