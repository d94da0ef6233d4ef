import { z } from 'zod';
import { type RecordId, recordId } from './id.js';
import { type Instant, instant } from './instant.js';

export const outboxStates = ['held', 'pending', 'sent', 'done', 'unknown', 'failed', 'cancelled'] as const;

/**
 * Something that must reach another system. `pending` → `sent` → `done`; one left in `sent` by a crash is repeated,
 * looked up, or becomes `unknown` and waits for a person, as its verb allows. Never twice.
 */
export interface OutboxEntry {
  id: string;
  /** Stable for the intent: the same intent makes one entry. */
  key: string;
  /** Entries of one queue go out one after another: a conversation, a CRM's contact. */
  queue: string;
  /** Where to: `channel:brand` or `crm:contacts`. */
  target: string;
  /** What: `reply`, `log-activity`, `upsert`, `erase`… */
  verb: string;
  payload: unknown;
  /** Whose data it holds, so that erasing them finds it. */
  records: RecordId[];
  state: (typeof outboxStates)[number];
  attempts: number;
  /** An earlier attempt may have arrived, and a person has it sent again: it is looked up first where that can be done. */
  uncertain?: true;
  createdAt: Instant;
  /** Who asked for it. */
  by: string;
  /** Why it failed or was held; holds no secret. */
  problem?: string;
  result?: unknown;
}

export const outboxEntry: z.ZodType<OutboxEntry> = z.object({
  id: z.string(),
  key: z.string().min(1).max(500),
  queue: z.string().max(2500),
  target: z.string(),
  verb: z.string(),
  payload: z.unknown(),
  records: z.array(recordId),
  state: z.enum(outboxStates),
  attempts: z.number().int().nonnegative(),
  uncertain: z.literal(true).optional(),
  createdAt: instant,
  by: z.string(),
  problem: z.string().optional(),
  result: z.unknown().optional(),
});
