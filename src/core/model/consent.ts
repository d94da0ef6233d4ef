import { z } from 'zod';
import { type Instant, instant } from './instant.js';

/** A statement of a person on what we may do, as one system recorded it. */
export interface Consent {
  /** What for: `marketing`, `service`, `research`… */
  purpose: string;
  /** The network it is about, or `*` for all. */
  channel: string;
  state: 'granted' | 'denied' | 'withdrawn';
  /** Who recorded it: `crm`, `web-form`, `reply`… */
  source: string;
  at: Instant;
  /** What shows it: a form's id, a message's permalink. */
  proof?: string;
}

export const consent: z.ZodType<Consent> = z.object({
  purpose: z.string().min(1).max(100),
  channel: z.string().min(1).max(100),
  state: z.enum(['granted', 'denied', 'withdrawn']),
  source: z.string().min(1).max(200),
  at: instant,
  proof: z.string().max(2000).optional(),
});
