import { z } from 'zod';
import { type LocalDate, localDate } from './instant.js';

/** What we want to reach, measured by a key performance indicator that returns a number today. */
export interface Outcome {
  name: string;
  function: 'marketing' | 'sales' | 'service' | 'product' | (string & {});
  /** The name of the KPI, a function over the store. */
  kpi: string;
  baseline: number;
  target: number;
  by: LocalDate;
  owner: string;
  /** After this day sending falls back to `listen` until somebody has looked at it. */
  reviewOn: LocalDate;
}

/** `listen`: read only. `engage`: people answer. `run`: playbooks answer within limits. */
export type Stage = 'listen' | 'engage' | 'run';

/** What an app allows itself beyond the network's terms. */
export interface Policy {
  /** How many people other than the author must approve before an answer goes out. */
  approvals: number;
  /** The most outbound acts an hour and channel. */
  perHour?: number;
  /** Words that must not go out, compared without case. */
  forbiddenWords?: string[];
}

/** What a machine may answer by itself once the stage is `run`. */
export interface Playbook {
  name: string;
  /** Only interactions with one of these intents. */
  intents: string[];
  text: string;
  perDay: number;
}

/** A person's word that a draft may go out. A machine never approves. */
export interface Approval {
  draft: string;
  by: string;
  at: string;
}

export const outcome: z.ZodType<Outcome> = z.object({
  name: z.string().min(1).max(200),
  function: z.string().min(1).max(100),
  kpi: z.string().min(1).max(100),
  baseline: z.number(),
  target: z.number(),
  by: localDate,
  owner: z.string().min(1).max(200),
  reviewOn: localDate,
});

export const stage: z.ZodType<Stage> = z.enum(['listen', 'engage', 'run']);

export const policy: z.ZodType<Policy> = z.strictObject({
  approvals: z.number().int().nonnegative(),
  perHour: z.number().int().positive().optional(),
  forbiddenWords: z.array(z.string().min(1).max(200)).max(1000).optional(),
});

export const playbook: z.ZodType<Playbook> = z.object({
  name: z.string().min(1).max(200),
  intents: z.array(z.string().min(1)).min(1),
  text: z.string().min(1).max(10_000),
  perDay: z.number().int().positive(),
});

export const approval: z.ZodType<Approval> = z.object({ draft: z.string(), by: z.string().min(1), at: z.string() });
