import type { Context } from './context.js';
import { KenningError } from './errors.js';
import { type Lease, takeLease } from './lease.js';
import type { Store } from './store/store.js';
import { wait } from './wait.js';

export interface LeasedOptions {
  store: Store;
  context: Context;
  /** The lease's name. */
  name: string;
  /** How long it stays with a process that was killed, in milliseconds. Defaults to 30,000. */
  leaseMs?: number;
  signal?: AbortSignal;
}

/** How often to look whether a lease is free, in milliseconds. */
const everyMs = 250;

/**
 * Does something while it holds a lease, which it renews. It waits for the lease of a process that has died, and gives
 * `elsewhere` as soon as it sees that a living one holds it.
 *
 * @throws `conflict`, retryable, when the lease was lost in the middle.
 */
export async function whileLeased<Result>(
  options: LeasedOptions,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result | 'elsewhere'> {
  const { name, leaseMs = 30_000, signal } = options;
  const lease = await freeLease({ ...options, leaseMs });
  if (!lease) return 'elsewhere';
  const lost = new AbortController();
  const over = new AbortController();
  const renewing = keep(lease, leaseMs, over.signal).then((kept) => kept || lost.abort(lostLease(name)));
  try {
    return await work(signal ? AbortSignal.any([signal, lost.signal]) : lost.signal);
  } finally {
    over.abort();
    await renewing;
    if (!lost.signal.aborted) await lease.release();
  }
}

async function freeLease({ store, context, name, leaseMs, signal }: LeasedOptions & { leaseMs: number }) {
  let held: string | undefined;
  for (let waited = 0; waited <= leaseMs; waited += everyMs) {
    const lease = await takeLease({ store, context }, name, leaseMs);
    if (lease) return lease;
    const until = (await store.get('leases', { name }))?.until;
    // Who renews it is alive.
    if (held !== undefined && until !== undefined && until > held) return undefined;
    held ??= until;
    await wait(everyMs, signal);
  }
  return undefined;
}

/** Renews a lease until it is over; false when it is lost. */
async function keep(lease: Lease, leaseMs: number, over: AbortSignal): Promise<boolean> {
  for (;;) {
    try {
      await wait(leaseMs / 3, over);
    } catch {
      return true;
    }
    try {
      if (!(await lease.renew())) return false;
    } catch {
      // A store that is busy may answer the next time, while the lease still holds.
      if (!lease.holds()) return false;
    }
  }
}

function lostLease(name: string): KenningError {
  return new KenningError('conflict', `Another process has taken over "${name}". What was done is kept.`, {
    retryable: true,
  });
}
