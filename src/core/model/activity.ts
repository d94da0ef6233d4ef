import { z } from 'zod';
import { type InteractionId, interactionId } from './id.js';
import { type Instant, instant } from './instant.js';
import { type SourceRef, sourceRef } from './source-ref.js';

/** An interaction as a CRM is to store it. */
export interface ActivityDraft {
  /** Stable for the intent: writing it twice changes nothing. */
  key: string;
  interaction: InteractionId;
  /** The contact it is logged on. */
  contact: SourceRef;
  kind: string;
  network: string;
  direction: 'inbound' | 'outbound';
  at: Instant;
  subject: string;
  text: string;
  permalink?: string;
  /** The activity that this is a newer wording of. Where that is gone, this is logged anew. */
  of?: ActivityRef;
}

/** Names an activity in its CRM. */
export interface ActivityRef {
  crm: string;
  externalId: string;
}

export const activityRef: z.ZodType<ActivityRef> = z.object({ crm: z.string(), externalId: z.string() });

export const activityDraft: z.ZodType<ActivityDraft> = z.object({
  key: z.string().min(1).max(500),
  interaction: interactionId,
  contact: sourceRef,
  kind: z.string(),
  network: z.string(),
  direction: z.enum(['inbound', 'outbound']),
  at: instant,
  subject: z.string(),
  text: z.string(),
  permalink: z.string().optional(),
  of: activityRef.optional(),
});
