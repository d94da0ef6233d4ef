import { z } from 'zod';
import { type InteractionId, interactionId, type RecordId, recordId } from './id.js';
import { type Instant, instant } from './instant.js';

export const casePriorities = ['low', 'normal', 'high', 'urgent'] as const;
export type CasePriority = (typeof casePriorities)[number];

export const caseStatuses = ['new', 'open', 'waiting', 'snoozed', 'resolved'] as const;
/**
 * `new`: nobody has it yet. `open`: somebody has it. `waiting`: for the customer, who was answered. `snoozed`: until a
 * moment. A new message opens it again, whatever it was.
 */
export type CaseStatus = (typeof caseStatuses)[number];

export const clockKinds = ['first-response', 'next-response', 'resolution'] as const;
export type ClockKind = (typeof clockKinds)[number];

/** One promise of a service level, and how it stands. */
export interface CaseClock {
  kind: ClockKind;
  /** What was promised, in milliseconds of the level's hours. */
  targetMs: number;
  startedAt: Instant;
  isRunning: boolean;
  /** How much was used up to `countedTo`, in milliseconds of the level's hours. */
  usedMs: number;
  countedTo: Instant;
  /** When it will be about to be broken, and when broken; absent while it does not run. */
  warnAt?: Instant;
  dueAt?: Instant;
  warnedAt?: Instant;
  /** The moment at which it was broken. */
  breachedAt?: Instant;
  /** When a person kept it, late or not. */
  metAt?: Instant;
}

/** A conversation that someone must deal with. */
export interface Case {
  id: string;
  /** Counts what happened to it. */
  version: number;
  status: CaseStatus;
  priority: CasePriority;
  /** Whose it is. */
  team: string;
  assignee?: string;
  /** Whom it is about: who said what opened it. The customer is whoever holds this record today. */
  record: RecordId;
  /** What opened it. */
  interaction: InteractionId;
  /** The rule that opened it, and the facts by which; absent when a person did. */
  opening?: { rule: string; reasons: { fact: string; value: string | number | boolean }[] };
  openedAt: Instant;
  openedBy: string;
  /** Said by whom it is about, and answered by us. */
  messages: number;
  answers: number;
  lastSaidAt: Instant;
  /** The oldest that nobody has answered. */
  unansweredSince?: Instant;
  /** When a person first took it, and first answered. */
  takenAt?: Instant;
  firstAnsweredAt?: Instant;
  snoozedUntil?: Instant;
  resolvedAt?: Instant;
  reopened: number;
  /** Saved searches that find what opened it. */
  queries: string[];
  /** How many follow who said it, and what the customer is worth, as far as it is known. */
  followers?: number;
  value?: number;
  /** The service level whose promises hold. */
  level?: string;
  clocks: CaseClock[];
  incident?: string;
}

export const casePriority = z.enum(casePriorities);
export const caseStatus = z.enum(caseStatuses);

const count = z.number().int().nonnegative();

export const caseClock: z.ZodType<CaseClock> = z.object({
  kind: z.enum(clockKinds),
  targetMs: count,
  startedAt: instant,
  isRunning: z.boolean(),
  usedMs: count,
  countedTo: instant,
  warnAt: instant.optional(),
  dueAt: instant.optional(),
  warnedAt: instant.optional(),
  breachedAt: instant.optional(),
  metAt: instant.optional(),
});

export const caseSchema: z.ZodType<Case> = z.object({
  id: z.string().min(1),
  version: count,
  status: caseStatus,
  priority: casePriority,
  team: z.string().min(1).max(100),
  assignee: z.string().optional(),
  record: recordId,
  interaction: interactionId,
  opening: z
    .object({
      rule: z.string(),
      reasons: z.array(z.object({ fact: z.string(), value: z.union([z.string(), z.number(), z.boolean()]) })),
    })
    .optional(),
  openedAt: instant,
  openedBy: z.string(),
  messages: count,
  answers: count,
  lastSaidAt: instant,
  unansweredSince: instant.optional(),
  takenAt: instant.optional(),
  firstAnsweredAt: instant.optional(),
  snoozedUntil: instant.optional(),
  resolvedAt: instant.optional(),
  reopened: count,
  queries: z.array(z.string()),
  followers: count.optional(),
  value: z.number().optional(),
  level: z.string().optional(),
  clocks: z.array(caseClock),
  incident: z.string().optional(),
});
