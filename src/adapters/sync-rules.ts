import { z } from 'zod';
import { type CreateRule, createRule } from './sync/create/create-rule.js';
import { type FieldRule, fieldRule } from './sync/fields/field-rule.js';
import type { MergePolicy } from './sync/propose-merges.js';

/** What an app wants to be kept in step among its CRMs, and who gets into them. */
export interface SyncRules {
  /** Fields that go from CRMs to others. */
  fields?: FieldRule[];
  /** What becomes of two contacts in one CRM that are one customer here. Defaults to `propose`. */
  merges?: MergePolicy;
  /** Who becomes a contact or a lead, and what becomes a case. Without rules nobody does. */
  create?: CreateRule[];
}

export const syncRules: z.ZodType<SyncRules> = z.strictObject({
  fields: z.array(fieldRule).optional(),
  merges: z.enum(['propose', 'do', 'leave']).optional(),
  create: z.array(createRule).optional(),
});
