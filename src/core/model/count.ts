import { z } from 'zod';
import { type Instant, instant } from './instant.js';

/** How often something was done to an interaction or profile, as schema.org's InteractionCounter puts it. */
export interface Count {
  /** A schema.org action: `LikeAction`, `ShareAction`, `CommentAction`, `FollowAction`, `ViewAction`… */
  action: string;
  total: number;
}

/** Counts as seen at one moment: an observation, never a revision. */
export interface CountObservation {
  at: Instant;
  counts: Count[];
}

/** Counts by their actions; those that the network did not give are left out. */
export function countsOf(totals: Record<string, number | undefined>): Count[] {
  return Object.entries(totals).flatMap(([action, total]) => (total === undefined ? [] : [{ action, total }]));
}

export const count: z.ZodType<Count> = z.object({
  action: z.string().min(1).max(100),
  total: z.number().int().nonnegative(),
});

export const countObservation: z.ZodType<CountObservation> = z.object({ at: instant, counts: z.array(count).max(50) });
