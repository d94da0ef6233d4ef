import type { Instant } from './model/instant.js';

/** What a credential may do, as the system that it is for says. */
export interface Access {
  /** Whose it is: an account's or an organization's name. */
  account: string;
  /** Until when, where it ends. */
  until?: Instant;
  /** Permissions that are granted, as the system names them; absent where it does not say. */
  scopes?: string[];
  /** What is missing for which verbs: `{ scope: 'write:statuses', verbs: ['reply'] }`. */
  missing: { scope: string; verbs: string[] }[];
  /** What the plan allows, and how much is left of it. */
  quotas: Quota[];
  /** Where the plan has a price that calls add to: in `currency` for a thousand calls. */
  price?: { perThousandCalls: number; currency: string; source: string };
  /** What somebody should know: a version that ends, a feature that the plan lacks. */
  notes: string[];
}

/** A number of calls that may be made in a time. */
export interface Quota {
  /** `daily`, `search`. */
  name: string;
  limit: number;
  remaining?: number;
  /** In milliseconds; absent where it is for all time. */
  windowMs?: number;
  resetsAt?: Instant;
}
