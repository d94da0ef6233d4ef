import { z } from 'zod';
import { type ClockKind, clockKinds } from './case.js';
import { type InteractionId, interactionId } from './id.js';
import { type Instant, instant } from './instant.js';

export const caseHappenings = [
  'opened',
  'said',
  'answered',
  'claimed',
  'assigned',
  'snoozed',
  'woken',
  'resolved',
  'reopened',
  'warned',
  'breached',
  'incident',
] as const;
/** What can happen to a case. */
export type CaseHappening = (typeof caseHappenings)[number];

/** One entry of a case's history. */
export interface CaseEvent {
  at: Instant;
  what: CaseHappening;
  /** Who did it; absent when time or a customer did. */
  by?: { type: 'human' | 'machine'; name: string };
  interaction?: InteractionId;
  clock?: ClockKind;
  /** Who got it, until when it sleeps, to which incident it belongs. */
  to?: string;
  /** A word of who did it. */
  note?: string;
}

export const caseEvent: z.ZodType<CaseEvent> = z.object({
  at: instant,
  what: z.enum(caseHappenings),
  by: z.object({ type: z.enum(['human', 'machine']), name: z.string() }).optional(),
  interaction: interactionId.optional(),
  clock: z.enum(clockKinds).optional(),
  to: z.string().optional(),
  note: z.string().max(2000).optional(),
});
