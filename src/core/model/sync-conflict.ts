import { z } from 'zod';
import { type FieldValue, fieldValue } from './field-state.js';
import { type RecordId, recordId } from './id.js';
import { type Instant, instant } from './instant.js';

/** One side of a conflict. */
export interface ConflictSide {
  /** The app's name of the CRM; `person` for an edit made here. */
  crm: string;
  record: RecordId;
  /** Absent where a merge is proposed. */
  value?: FieldValue;
  at: Instant;
}

/** Something on which a person must decide: what CRMs say against each other, or a merge that one of them should make. */
export interface SyncConflict {
  id: string;
  kind: 'field' | 'merge';
  /** The field, as the rule calls it. */
  field?: string;
  /** `merge`: the contact that stays is the first. */
  sides: ConflictSide[];
  /**
   * `differ`: they never agreed. `both-changed`: each was changed since they did. `unsteady`: they changed each other too
   * often. The others: what a CRM would not take.
   */
  because: 'differ' | 'both-changed' | 'unsteady' | 'too-long' | 'no-choice' | 'two-contacts';
  /** In words, and what to do. */
  problem: string;
  at: Instant;
  answeredBy?: string;
}

export const syncConflict: z.ZodType<SyncConflict> = z.object({
  id: z.string(),
  kind: z.enum(['field', 'merge']),
  field: z.string().optional(),
  sides: z.array(z.object({ crm: z.string(), record: recordId, value: fieldValue.optional(), at: instant })),
  because: z.enum(['differ', 'both-changed', 'unsteady', 'too-long', 'no-choice', 'two-contacts']),
  problem: z.string(),
  at: instant,
  answeredBy: z.string().optional(),
});
