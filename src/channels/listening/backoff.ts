import { isKenningError } from '../../core/errors.js';

export interface Backoff {
  /** The wait after the first failure, in milliseconds; it doubles with each more. */
  firstMs: number;
  /** The longest wait, unless the other side asks for a longer one. */
  mostMs: number;
}

/** More is no answer that one can plan with. */
const longestAskedMs = 24 * 60 * 60 * 1000;

/**
 * How long to wait after so many failures in a row: between half of it and all of it, so that many who failed together do
 * not come back together (equal jitter, M. Brooker, "Exponential Backoff And Jitter", 2015).
 *
 * @param random gives numbers from 0 to 1
 */
export function backoffMs(
  failures: number,
  { firstMs, mostMs }: Backoff,
  random: () => number,
  error?: unknown,
): number {
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 30));
  const asked = isKenningError(error) ? Math.min(error.retryAfterMs ?? 0, longestAskedMs) : 0;
  return Math.max(asked, whole / 2 + (whole / 2) * random());
}
