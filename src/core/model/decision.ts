import { z } from 'zod';
import { type Evidence, evidence } from './evidence.js';
import { type DecisionId, decisionId, type RecordId, recordId } from './id.js';
import { type Instant, instant } from './instant.js';

/**
 * Who decided: a rule or model by its version, a person by name, or a CRM, in which people have decided. What people and
 * CRMs linked never comes apart by itself.
 */
export interface DecisionAuthor {
  type: 'rule' | 'model' | 'human' | 'crm';
  name: string;
}

/** Whether nobody but people may undo it. */
export function isLasting(author: DecisionAuthor['type']): boolean {
  return author === 'human' || author === 'crm';
}

interface DecisionHead {
  id: DecisionId;
  /** Place in the tenant's ledger, from 1, without gaps. */
  sequence: number;
  at: Instant;
  by: DecisionAuthor;
  /** Version of what decided. */
  version: string;
  probability?: number;
  evidence: Evidence[];
  reason?: string;
}

/** One entry of the append-only ledger. */
export type Decision =
  /** `a` and `b` are one. `blocked`: a ban or veto stands against it, so it joins nothing and waits in review. */
  | (DecisionHead & { kind: 'link'; a: RecordId; b: RecordId; blocked?: boolean; alsoNear?: RecordId[] })
  | (DecisionHead & { kind: 'unlink'; of: DecisionId; a: RecordId; b: RecordId })
  /** No record of `left` may ever be one with a record of `right`. */
  | (DecisionHead & { kind: 'ban'; left: RecordId[]; right: RecordId[] })
  | (DecisionHead & { kind: 'unban'; of: DecisionId })
  /** They have to do with each other and are not one: `household`, `works-for`. */
  | (DecisionHead & { kind: 'relate'; a: RecordId; b: RecordId; relation: string })
  /** The records were erased. Links through them stand, so that others do not come apart. */
  | (DecisionHead & { kind: 'erase'; records: RecordId[] });

const head = {
  id: decisionId,
  sequence: z.number().int().positive(),
  at: instant,
  by: z.object({ type: z.enum(['rule', 'model', 'human', 'crm']), name: z.string().min(1).max(200) }),
  version: z.string().min(1).max(100),
  probability: z.number().min(0).max(1).optional(),
  evidence: z.array(evidence).max(100),
  reason: z.string().max(2000).optional(),
};

export const decision: z.ZodType<Decision> = z.discriminatedUnion('kind', [
  z.object({
    ...head,
    kind: z.literal('link'),
    a: recordId,
    b: recordId,
    blocked: z.boolean().optional(),
    alsoNear: z.array(recordId).optional(),
  }),
  z.object({ ...head, kind: z.literal('unlink'), of: decisionId, a: recordId, b: recordId }),
  z.object({ ...head, kind: z.literal('ban'), left: z.array(recordId).min(1), right: z.array(recordId).min(1) }),
  z.object({ ...head, kind: z.literal('unban'), of: decisionId }),
  z.object({ ...head, kind: z.literal('relate'), a: recordId, b: recordId, relation: z.string().min(1).max(100) }),
  z.object({ ...head, kind: z.literal('erase'), records: z.array(recordId).min(1) }),
]);
