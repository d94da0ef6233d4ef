import { z } from 'zod';
import { type InteractionId, interactionId } from '../../core/model/id.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import { type SourceRef, sourceRef } from '../../core/model/source-ref.js';
import type { Approvals } from '../../core/outbox/approvals.js';
import { type Actor, actor } from './actor.js';

export const engagementVerbs = ['reply', 'publish', 'message', 'like', 'hide', 'remove'] as const;
export type EngagementVerb = (typeof engagementVerbs)[number];

/** What somebody wants to go out, as the gate sees it and as the outbox keeps it beside the network's draft. */
export interface Intent {
  verb: EngagementVerb;
  channel: string;
  by: Actor;
  /** The interaction that is answered, liked, hidden or removed. */
  of?: InteractionId;
  /** Whom a message goes to. */
  to?: SourceRef;
  subject?: string;
  text?: string;
  language?: string;
  reason?: string;
  /** What the text was like that is hidden or removed, so that it is known when it comes again. The text can not be had from it. */
  sketch?: string;
  purpose?: string;
  playbook?: string;
  /** A hash of the normalized text. */
  fingerprint?: string;
}

/** What an outbox entry of a channel holds. */
export interface EngagementPayload {
  intent: Intent;
  /** What the connector's verb is given. */
  draft: unknown;
  approvals?: Approvals;
}

const intent: z.ZodType<Intent> = z.object({
  verb: z.enum(engagementVerbs),
  channel: z.string(),
  by: actor,
  of: interactionId.optional(),
  to: sourceRef.optional(),
  subject: z.string().optional(),
  text: z.string().optional(),
  language: z.string().optional(),
  reason: z.string().optional(),
  sketch: z.string().optional(),
  purpose: z.string().optional(),
  playbook: z.string().optional(),
  fingerprint: z.string().optional(),
});
const holder = z.object({ intent });

/** The intent of an outbox entry; undefined for entries that came another way. */
export function intentOf(entry: OutboxEntry): Intent | undefined {
  return holder.safeParse(entry.payload).data?.intent;
}

/** What must be equal for two intents to be one. */
export function sameIntent(left: Intent, right: Intent): boolean {
  const meaning = ({ verb, channel, of, to, subject, text, reason }: Intent) =>
    JSON.stringify([verb, channel, of, to?.source, to?.externalId, subject, text, reason]);
  return meaning(left) === meaning(right);
}
