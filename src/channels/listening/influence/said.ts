import { KenningError } from '../../../core/errors.js';
import type { Instant } from '../../../core/model/instant.js';

/** One thing said in a conversation, by somebody to us or by us. */
export interface Said {
  /** Names it; `inReplyTo` of others speaks of this. */
  id: string;
  at: Instant;
  /** What hangs together: a thread, a chat. */
  conversation: string;
  /** Who said it: a customer where the person is known, else the record of the profile. */
  person: string;
  /** `inbound` is said by others, `outbound` by us. */
  direction: 'inbound' | 'outbound';
  /** The id of what it answers, where the network tells. */
  inReplyTo?: string;
  sentiment?: 'positive' | 'neutral' | 'negative';
  /** Such as `complaint`, `praise` or `churn-risk`. */
  intent?: string;
  /** Sent by a machine: it is no answer, and nothing that a person said. */
  automatic?: boolean;
}

/**
 * The same in the order of time, with that time in milliseconds since 1970; what was said at the same moment in that of ids.
 *
 * @throws KenningError `invalid` for an `at` that is no moment
 */
export function inOrder<Of extends { id: string; at: Instant }>(all: Iterable<Of>): { said: Of; time: number }[] {
  const timed = Array.from(all, (said) => ({ said, time: timeOf(said.at) }));
  return timed.sort((one, other) => one.time - other.time || (one.said.id < other.said.id ? -1 : 1));
}

export function timeOf(at: Instant): number {
  const time = Date.parse(at);
  if (Number.isNaN(time)) throw new KenningError('invalid', 'at is a moment such as 2026-11-24T09:30:00.000Z.');
  return time;
}
