import { z } from 'zod';
import { type Instant, instant } from './instant.js';

/** Something that many cases are about: a storm, an outage. */
export interface Incident {
  id: string;
  status: 'open' | 'over';
  title: string;
  openedAt: Instant;
  /** A person, or the alert that told of it. */
  openedBy: string;
  /** The saved search in which a storm was seen: cases that it finds belong to the incident while it is open. */
  series?: string;
  /** When that storm began. */
  since?: Instant;
  overAt?: Instant;
}

export const incident: z.ZodType<Incident> = z.object({
  id: z.string().min(1),
  status: z.enum(['open', 'over']),
  title: z.string().min(1).max(500),
  openedAt: instant,
  openedBy: z.string(),
  series: z.string().optional(),
  since: instant.optional(),
  overAt: instant.optional(),
});
