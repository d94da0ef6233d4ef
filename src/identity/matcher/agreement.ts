import type { Field } from './weights.js';

/** How one field of two records came out. Holds no value of either. */
export interface Agreement {
  field: Field;
  level: string;
  /** Whether no stranger could have chosen it. */
  firm: boolean;
  /** How large a share of records has the value they agree on, where that is known. */
  share: number | undefined;
  /** Its weight, where it is not the level's: how rare the thing is that agrees. */
  bits: number | undefined;
}

/** Makes an agreement; all have one shape, so that millions are compared fast. */
export function agreement(field: Field, level: string, firm: boolean, share?: number, bits?: number): Agreement {
  return { field, level, firm, share, bits };
}
