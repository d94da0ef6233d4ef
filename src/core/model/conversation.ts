import { z } from 'zod';
import { type InteractionId, interactionId, type RecordId, recordId } from './id.js';
import { type Instant, instant } from './instant.js';
import { type InteractionRef, interactionRef } from './interaction.js';

/** Interactions that share a thread root. */
export interface Conversation {
  root: InteractionRef;
  interactions: InteractionId[];
  participants: RecordId[];
  startedAt: Instant;
  lastAt: Instant;
}

/** A conversation that someone must deal with. */
export interface Case {
  id: string;
  root: InteractionRef;
  status: 'open' | 'claimed' | 'snoozed' | 'resolved';
  priority: 'low' | 'normal' | 'high' | 'urgent';
  assignee?: string;
  openedAt: Instant;
  answerBy?: Instant;
  resolveBy?: Instant;
}

export const conversation: z.ZodType<Conversation> = z.object({
  root: interactionRef,
  interactions: z.array(interactionId),
  participants: z.array(recordId),
  startedAt: instant,
  lastAt: instant,
});

export const caseSchema: z.ZodType<Case> = z.object({
  id: z.string().min(1),
  root: interactionRef,
  status: z.enum(['open', 'claimed', 'snoozed', 'resolved']),
  priority: z.enum(['low', 'normal', 'high', 'urgent']),
  assignee: z.string().optional(),
  openedAt: instant,
  answerBy: instant.optional(),
  resolveBy: instant.optional(),
});
