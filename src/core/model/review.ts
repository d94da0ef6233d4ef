import { z } from 'zod';
import { type Evidence, evidence } from './evidence.js';
import { type DecisionId, decisionId, type RecordId, recordId } from './id.js';
import { type Instant, instant } from './instant.js';

/** Two records on which a person must decide, and why the machine would not. */
export interface Review {
  id: string;
  a: RecordId;
  b: RecordId;
  /** `doubt`: the evidence is not enough. `blocked`: a ban or veto stands. `size`: too many would become one. `tie`: it fits two as well. */
  because: 'doubt' | 'blocked' | 'size' | 'tie';
  probability: number;
  evidence: Evidence[];
  version: string;
  at: Instant;
  /** The blocked link, if there is one. */
  decision?: DecisionId;
  answeredBy?: string;
}

export const review: z.ZodType<Review> = z.object({
  id: z.string(),
  a: recordId,
  b: recordId,
  because: z.enum(['doubt', 'blocked', 'size', 'tie']),
  probability: z.number().min(0).max(1),
  evidence: z.array(evidence),
  version: z.string(),
  at: instant,
  decision: decisionId.optional(),
  answeredBy: z.string().optional(),
});
