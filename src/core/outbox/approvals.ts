import { z } from 'zod';
import type { OutboxEntry } from '../model/outbox-entry.js';
import { type Approval, approval } from '../model/strategy.js';

/** The part of an entry's payload that says whose word it still needs. */
export interface Approvals {
  /** How many people other than the author must agree. */
  needed: number;
  given: Approval[];
}

const holder = z.object({ approvals: z.object({ needed: z.number(), given: z.array(approval) }) });

/** What an entry's payload says of approvals; undefined where it needs none. */
export function approvalsOf(entry: OutboxEntry): Approvals | undefined {
  return holder.safeParse(entry.payload).data?.approvals;
}

/** Whether an entry may go out as far as people's agreement is concerned. */
export function isApproved(entry: OutboxEntry): boolean {
  const approvals = approvalsOf(entry);
  return !approvals || approvals.given.length >= approvals.needed;
}
