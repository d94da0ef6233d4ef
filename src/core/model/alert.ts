import { z } from 'zod';
import { type InteractionId, interactionId, type RecordId, recordId } from './id.js';
import { type Instant, instant } from './instant.js';

/**
 * What came beyond the usual: less than the posts of an ordinary hour, than those of six, than those of a day, or more. Of
 * what was removed and posted again: less than 4 posts, than 16, than 64, or more.
 */
export type AlertSeverity = 'low' | 'medium' | 'high' | 'critical';

/** One thing said that others say again: its copies, shares and quotes. */
export interface Cascade {
  /** The post that it began with, as far as is known. */
  root: InteractionId;
  since: Instant;
  /** The last post of it. */
  until: Instant;
  posts: number;
  /** How many different authors carry it. */
  breadth: number;
  /** How long it took to double the last time, in milliseconds; absent below two posts. */
  doublingMs?: number;
}

/** What a storm likely comes from. */
export interface Causes {
  /** The posts that are reacted to most, shared and copied most. */
  posts: InteractionId[];
  /** Who posts most. */
  authors: RecordId[];
  /** Words that stand in it more often than before, each said by several. */
  words: string[];
}

/** Something that was hidden or deleted: by whom, and why. */
export interface Removal {
  interaction: InteractionId;
  at: Instant;
  /** Who did it: a person's name, or who else it was. */
  by: string;
  reason: string;
}

interface AlertHead {
  /** The same for the same alert, so that it is delivered once. */
  key: string;
  at: Instant;
  severity: AlertSeverity;
}

/** More posts than usual: a storm where they are critical, a wave of praise or of news where they are not. */
export interface StormAlert extends AlertHead {
  kind: 'storm' | 'wave';
  phase: 'opened' | 'grew' | 'over';
  openedAt: Instant;
  /** What it is held against: all posts, and the critical ones among them, in a span up to now. */
  baseline: {
    spanMs: number;
    posts: { seen: number; expected: number };
    critical: { seen: number; expected: number };
  };
  /** Of the posts beyond the usual, the share that is critical. */
  criticalShare: number;
  /** Of the critical posts, the share that is angry, afraid or disgusted. */
  heat: number;
  /** The share of all traffic in that span, and the usual one; absent where no traffic was told. */
  trafficShare?: { seen: number; usual: number };
  causes: Causes & { cascades: Cascade[] };
}

/** Something that we hid or deleted was posted again. */
export interface RepostAlert extends AlertHead {
  kind: 'repost';
  phase: 'opened' | 'grew';
  /** What was taken away, by whom, and why. */
  removal: Removal;
  /** The post that brings it back; absent once it is erased. */
  post?: InteractionId;
  /** How many did so far. */
  reposts: number;
}

/** An alert of one series, as it is kept and told. */
export type Alert = (StormAlert | RepostAlert) & {
  /** The series and the key: `brand/storm/2026-11-24T10:00:00.000Z/high`. All alerts of one storm name its `openedAt`. */
  id: string;
  /** The saved search whose posts are watched. */
  series: string;
};

const head = {
  id: z.string().min(1).max(400),
  series: z.string().min(1).max(100),
  key: z.string().min(1).max(300),
  at: instant,
  severity: z.enum(['low', 'medium', 'high', 'critical']),
};
const held = z.object({ seen: z.number(), expected: z.number() });
const cascade: z.ZodType<Cascade> = z.object({
  root: interactionId,
  since: instant,
  until: instant,
  posts: z.number().int(),
  breadth: z.number().int(),
  doublingMs: z.number().optional(),
});

export const alert: z.ZodType<Alert> = z.discriminatedUnion('kind', [
  z.object({
    ...head,
    kind: z.enum(['storm', 'wave']),
    phase: z.enum(['opened', 'grew', 'over']),
    openedAt: instant,
    baseline: z.object({ spanMs: z.number(), posts: held, critical: held }),
    criticalShare: z.number(),
    heat: z.number(),
    trafficShare: z.object({ seen: z.number(), usual: z.number() }).optional(),
    causes: z.object({
      posts: z.array(interactionId),
      authors: z.array(recordId),
      words: z.array(z.string()),
      cascades: z.array(cascade),
    }),
  }),
  z.object({
    ...head,
    kind: z.literal('repost'),
    phase: z.enum(['opened', 'grew']),
    removal: z.object({ interaction: interactionId, at: instant, by: z.string(), reason: z.string() }),
    post: interactionId.optional(),
    reposts: z.number().int(),
  }),
]);
