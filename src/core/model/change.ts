import { z } from 'zod';
import { type ClockKind, clockKinds } from './case.js';
import { type CaseHappening, caseHappenings } from './case-event.js';
import {
  type CustomerId,
  type DecisionId,
  decisionId,
  type InteractionId,
  interactionId,
  type RecordId,
  recordId,
} from './id.js';
import { type Instant, instant } from './instant.js';

/** What a change says, by its type. */
export type ChangeBody =
  /** Somebody said something, or said it otherwise. */
  | { type: 'said'; interaction: InteractionId; channel: string; revised: boolean }
  | { type: 'removed' | 'hidden' | 'restored'; interaction: InteractionId }
  /** A source record is new or says something else. */
  | { type: 'record'; record: RecordId; customer: CustomerId }
  /** The customers of `from` are now one, called `customer`. */
  | { type: 'merged'; customer: CustomerId; from: CustomerId[]; decision: DecisionId }
  /** The customer `from` is now the customers of `into`. */
  | { type: 'split'; from: CustomerId; into: CustomerId[]; decision: DecisionId }
  | { type: 'review'; review: string }
  | { type: 'signal'; interaction: InteractionId }
  | { type: 'alert'; alert: string }
  /** It goes to these teams; to none when it went to some before. */
  | { type: 'routed'; interaction: InteractionId; to: string[] }
  /** Something happened to a case; `clock` says which promise is about to be broken, or is. */
  | { type: 'case'; case: string; what: CaseHappening; clock?: ClockKind }
  | { type: 'incident'; incident: string; what: 'opened' | 'over' }
  /** These records and interactions are gone, and everything made of them must go. */
  | { type: 'erased'; records: RecordId[]; interactions: InteractionId[] };

/** One entry of the change feed: ordered, durable, the same for every reader. */
export type Change = ChangeBody & { sequence: number; at: Instant };

const head = { sequence: z.number().int().positive(), at: instant };
const interactionChange = { interaction: interactionId };

export const change: z.ZodType<Change> = z.discriminatedUnion('type', [
  z.object({ ...head, type: z.literal('said'), ...interactionChange, channel: z.string(), revised: z.boolean() }),
  z.object({ ...head, type: z.enum(['removed', 'hidden', 'restored']), ...interactionChange }),
  z.object({ ...head, type: z.literal('record'), record: recordId, customer: recordId }),
  z.object({
    ...head,
    type: z.literal('merged'),
    customer: recordId,
    from: z.array(recordId),
    decision: decisionId,
  }),
  z.object({ ...head, type: z.literal('split'), from: recordId, into: z.array(recordId), decision: decisionId }),
  z.object({ ...head, type: z.literal('review'), review: z.string() }),
  z.object({ ...head, type: z.literal('signal'), ...interactionChange }),
  z.object({ ...head, type: z.literal('alert'), alert: z.string() }),
  z.object({ ...head, type: z.literal('routed'), ...interactionChange, to: z.array(z.string()) }),
  z.object({
    ...head,
    type: z.literal('case'),
    case: z.string(),
    what: z.enum(caseHappenings),
    clock: z.enum(clockKinds).optional(),
  }),
  z.object({ ...head, type: z.literal('incident'), incident: z.string(), what: z.enum(['opened', 'over']) }),
  z.object({ ...head, type: z.literal('erased'), records: z.array(recordId), interactions: z.array(interactionId) }),
]);
