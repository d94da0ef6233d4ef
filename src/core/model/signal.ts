import { z } from 'zod';
import { type InteractionId, interactionId } from './id.js';
import { type Instant, instant } from './instant.js';

/** Stands as the analyzer beside what a network itself says: how far something that we sent has come. */
export const toldByNetwork = 'network';

/** What analysis found in an interaction. */
export interface Signal {
  interaction: InteractionId;
  /** `language`, `sentiment`, `intent`, `topic`, `urgency`… */
  type: string;
  value: string;
  score?: number;
  analyzer: string;
  version: string;
  at: Instant;
}

export const signal: z.ZodType<Signal> = z.object({
  interaction: interactionId,
  type: z.string().min(1).max(100),
  value: z.string().max(1000),
  score: z.number().optional(),
  analyzer: z.string().min(1).max(200),
  version: z.string().min(1).max(100),
  at: instant,
});
