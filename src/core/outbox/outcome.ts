import { type ErrorCode, isKenningError } from '../errors.js';
import { problemOf } from './delivery.js';

/** What an attempt came to. Times are in milliseconds of the clock. */
export type Outcome =
  | { to: 'done'; result: unknown }
  | { to: 'failed' | 'unknown'; problem: string }
  /** Certainly not written; again later. */
  | { to: 'pending'; problem: string; at: number }
  /** Perhaps written; again, or looked up, later. */
  | { to: 'sent'; problem: string; at: number };

export interface RetryRules {
  /** The most attempts at one entry. */
  attempts: number;
  /** The first wait; it doubles with each attempt. */
  backoffMs: number;
  maxBackoffMs: number;
  /** The least time that a write whose answer was lost is left to arrive before it is looked up or sent again. */
  settleMs: number;
}

/** With these the other side has said that it did not write. A timeout or lost connection says nothing. */
const refusals: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'auth',
  'forbidden',
  'invalid',
  'not-found',
  'not-permitted',
  'unsupported',
  'conflict',
  'too-large',
]);

/**
 * What to do after a failed attempt. `uncertain`: an earlier one may have arrived, so that not even a refusal says
 * that nothing was written. `repeatable`: sending again, or looking first, can not write twice.
 */
export function outcomeOf(
  error: unknown,
  state: { uncertain: boolean; repeatable: boolean; attempts: number; now: number },
  rules: RetryRules,
): Outcome {
  const problem = problemOf(error);
  const { uncertain, repeatable, attempts, now } = state;
  const again = attempts < rules.attempts;
  const wait = Math.min(rules.maxBackoffMs, rules.backoffMs * 2 ** Math.min(attempts - 1, 30));
  if (isKenningError(error, 'rate-limited')) {
    const at = now + Math.max(wait, Math.min(error.retryAfterMs ?? 0, 86_400_000));
    if (!again) return { to: uncertain ? 'unknown' : 'failed', problem };
    return { to: uncertain ? 'sent' : 'pending', problem, at };
  }
  if (isKenningError(error) && refusals.has(error.code)) {
    if (error.retryable && again) return { to: uncertain ? 'sent' : 'pending', problem, at: now + wait };
    return { to: uncertain ? 'unknown' : 'failed', problem };
  }
  if (!repeatable || !again) return { to: 'unknown', problem };
  return { to: 'sent', problem, at: now + Math.max(wait, rules.settleMs) };
}
