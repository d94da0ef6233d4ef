import type { CallOptions } from '../../../core/page.js';
import { PendingWrites, type Result } from '../../pending-writes.js';

/**
 * A verb whose drafts that are asked for at a time go out together. A call lasts until nobody waits for it any more.
 */
export function gathered<Draft, Value>(
  apply: (drafts: readonly Draft[], signal: AbortSignal) => Promise<Result[]>,
): (draft: Draft, options?: CallOptions) => Promise<Value> {
  const pending = new PendingWrites<{ draft: Draft; signal: AbortSignal | undefined }>((writes) => {
    const signal = unlessAll(writes.map((write) => write.signal));
    return apply(
      writes.map(({ draft }) => draft),
      signal,
    );
  });
  return (draft, { signal } = {}) => pending.add({ draft, signal }, signal) as Promise<Value>;
}

/** Aborts when all of these have. */
function unlessAll(signals: readonly (AbortSignal | undefined)[]): AbortSignal {
  const ending = new AbortController();
  let left = signals.length;
  for (const signal of signals)
    signal?.addEventListener(
      'abort',
      () => {
        left -= 1;
        if (left === 0) ending.abort(signal.reason);
      },
      { once: true },
    );
  return ending.signal;
}
