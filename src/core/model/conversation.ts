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

export const conversation: z.ZodType<Conversation> = z.object({
  root: interactionRef,
  interactions: z.array(interactionId),
  participants: z.array(recordId),
  startedAt: instant,
  lastAt: instant,
});
