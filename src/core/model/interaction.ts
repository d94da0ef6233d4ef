import { z } from 'zod';
import { fitsIn } from '../text/fits-in.js';
import { type Content, content } from './content.js';
import { type Count, count } from './count.js';
import { type InteractionId, interactionId, type RecordId, recordId } from './id.js';
import { type Instant, instant } from './instant.js';
import type { Origin } from './source-record.js';
import { type SourceRef, sourceRef } from './source-ref.js';

/** What an interaction is by itself. Comment, reply and mention are relations, not kinds. */
export type InteractionKind =
  | 'post'
  | 'message'
  | 'review'
  | 'reaction'
  | 'share'
  | 'follow'
  | 'email'
  | 'call'
  | 'sms'
  | 'chat'
  | 'meeting'
  | 'webinar'
  | 'letter'
  | 'fax'
  | 'visit'
  | (string & {});

export type ParticipantRole = 'author' | 'recipient' | 'copied' | 'attendee' | 'organizer' | 'mentioned';

/** Names one interaction on its network. */
export interface InteractionRef {
  network: string;
  /** The part of the network where the id is valid: an instance, a mailbox; `''` when it is valid all over. */
  realm: string;
  externalId: string;
}

/** What every form of an interaction has: as a connector reports it and as it is kept. */
export interface InteractionHead extends InteractionRef {
  kind: InteractionKind;
  /** When it was said or done. */
  at: Instant;
  /** When it was over: a call, a meeting. */
  endedAt?: Instant;
  content: Content;
  /** The network's key of this revision; when absent, a hash of author, text and attachments is taken. */
  version?: string;
  /** When this revision was made; absent for the first. */
  revisedAt?: Instant;
  /** The thread's root; absent when it is this interaction. */
  root?: InteractionRef;
  inReplyTo?: InteractionRef;
  /** What it speaks of or reacts to: a quoted post, a reviewed place. */
  about?: InteractionRef[];
  visibility?: 'public' | 'unlisted' | 'followers' | 'direct';
  permalink?: string;
  /** Stars or points of a review, of `best`. */
  rating?: { value: number; best: number };
  /** Written by a machine: an auto-reply, a newsletter. */
  automatic?: 'reply' | 'bulk' | 'notice';
  origin: Origin;
}

/** An interaction as a connector reports it: participants are named by their network's own ids. */
export interface ObservedInteraction extends InteractionHead {
  participants: { role: ParticipantRole; of: SourceRef }[];
  counts?: Count[];
}

export interface Participant {
  role: ParticipantRole;
  record: RecordId;
}

/** One thing said or done, kept once per network, realm and external id. */
export interface Interaction extends InteractionHead {
  id: InteractionId;
  participants: Participant[];
  /** The revision's key: the network's, else a hash. */
  version: string;
  /** The channels that saw it, by the app's own names. */
  channels: string[];
  state: 'standing' | 'hidden' | 'removed';
  /** Why and when it stopped standing. */
  removal?: { at: Instant; by: 'author' | 'us' | 'network' | 'unknown'; reason?: string };
  /** When its words went since a network's term said so, and which. They do not come back. */
  forgotten?: { at: Instant; term: string };
  firstSeenAt: Instant;
}

/** An earlier wording of an interaction. */
export interface Revision {
  version: string;
  at: Instant;
  content: Content;
}

const role = z.enum(['author', 'recipient', 'copied', 'attendee', 'organizer', 'mentioned']);

const refShape = {
  network: z.string().min(1).max(100).refine(fitsIn(100), 'takes more than 100 bytes'),
  realm: z.string().max(300).refine(fitsIn(300), 'takes more than 300 bytes'),
  externalId: z.string().min(1).max(2000).refine(fitsIn(2000), 'takes more than 2,000 bytes'),
};
const ref = z.object(refShape);
export const interactionRef: z.ZodType<InteractionRef> = ref;

const headShape = {
  ...refShape,
  kind: z.string().min(1).max(50),
  at: instant,
  endedAt: instant.optional(),
  content,
  version: z.string().min(1).max(500).optional(),
  revisedAt: instant.optional(),
  root: ref.optional(),
  inReplyTo: ref.optional(),
  about: z.array(ref).max(50).optional(),
  visibility: z.enum(['public', 'unlisted', 'followers', 'direct']).optional(),
  permalink: z.string().max(4000).optional(),
  rating: z.object({ value: z.number(), best: z.number() }).optional(),
  automatic: z.enum(['reply', 'bulk', 'notice']).optional(),
  origin: z.enum(['api', 'import', 'public-feed', 'human']),
};

export const observedInteraction: z.ZodType<ObservedInteraction> = z.object({
  ...headShape,
  participants: z
    .array(z.object({ role, of: sourceRef }))
    .min(1)
    .max(1000),
  counts: z.array(count).max(50).optional(),
});

export const interaction: z.ZodType<Interaction> = z.object({
  ...headShape,
  id: interactionId,
  participants: z.array(z.object({ role, record: recordId })).min(1),
  version: z.string().min(1).max(500),
  channels: z.array(z.string().min(1).max(100)),
  state: z.enum(['standing', 'hidden', 'removed']),
  removal: z
    .object({
      at: instant,
      by: z.enum(['author', 'us', 'network', 'unknown']),
      reason: z.string().max(2000).optional(),
    })
    .optional(),
  forgotten: z.object({ at: instant, term: z.string().min(1).max(100) }).optional(),
  firstSeenAt: instant,
});

export const revision: z.ZodType<Revision> = z.object({ version: z.string().min(1).max(500), at: instant, content });
