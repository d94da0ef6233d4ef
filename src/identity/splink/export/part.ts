import type { DerivedColumn } from './derived.js';
import type { Steps } from './steps.js';

/** Fields that are compared together, in SQL. */
export interface Part {
  /** How each field is read. */
  fields: readonly Steps[];
  /** Under a condition all fields are read otherwise: in the first way whose own condition holds. */
  turned?: { when: string; ways: readonly { when?: string; fields: readonly Steps[] }[] };
}

/** What SQL reads of records, and what it can not say of them. */
export interface PartColumns {
  columns: DerivedColumn[];
  unsaid: string[];
}

/** How many of something, as a sentence has it. */
export const counted = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;
