import type { Quota } from '../access.js';
import type { RateLimit } from './rate-limit.js';

/** What the last answer said of a limit, as a quota; nothing where it did not say how much is allowed. */
export function quotasOf(limit: RateLimit | undefined, name = 'requests'): Quota[] {
  if (limit?.limit === undefined) return [];
  const { remaining, resetAt } = limit;
  return [
    {
      name: limit.name ?? name,
      limit: limit.limit,
      ...(remaining !== undefined && { remaining }),
      ...(resetAt !== undefined && { resetsAt: new Date(resetAt).toISOString() }),
    },
  ];
}
