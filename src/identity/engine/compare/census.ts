import type { Column } from '../columns/column.js';
import type { Words } from '../columns/memory.js';

/** How often each value of a part was seen, by its number, and how often any. */
export interface Times {
  times: ArrayLike<number>;
  total: number;
}

/**
 * What is known of columns and values by counting: from the rows at hand, or once and for all, so that each pair of rows
 * comes out the same whatever other rows there are.
 */
export interface Census {
  /** The columns that are looked at. */
  columns(given: readonly Column[], size: number): readonly Column[];
  /** @param values by their numbers, the empty one first; `slots` has the number of each row's value. */
  times(part: string, values: readonly string[], slots: readonly Words[]): Times;
  /** 1 for each value, by its number, that too many different people have to identify any of them. */
  shared(part: string, values: readonly string[], codes: Words, person: Words | undefined): Uint8Array;
}
