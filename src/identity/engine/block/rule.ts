import type { Words } from '../columns/memory.js';
import type { SortedRows } from './sorted-rows.js';

/** A rule by which pairs become candidates: both rows have the same key. */
export interface Rule {
  /** The names of the keys that it puts together. */
  keys: readonly string[];
  sorted: SortedRows;
  /** How many pairs it makes, also those that other rules make. */
  pairs: number;
  /** How many pairs share its key and are left to other rules, since too many rows share it. */
  left: number;
}

export interface BlockingLimits {
  /** A block of more rows than this is parted by a second key. */
  block: number;
  /** So many rules at most. */
  rules: number;
  /** The rows as they were drawn by lot; without it they stand in an order that does not matter. */
  lots?: Words;
}
