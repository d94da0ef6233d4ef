import type { Context } from './context.js';
import type { Store } from './store/store.js';

/** A right to do something alone, across processes, for as long as it is renewed. */
export interface Lease {
  /** Whether it still holds by this process's clock. */
  holds(): boolean;
  /** Holds it for as long again; false when another has taken it. */
  renew(): Promise<boolean>;
  /** Lets others have it at once. */
  release(): Promise<void>;
}

/**
 * Takes a lease, or gives undefined while another holds it. A holder that was killed loses it when its time is over. Clocks
 * of processes must agree within a small part of that time.
 */
export async function takeLease(
  { store, context }: { store: Store; context: Context },
  name: string,
  leaseMs: number,
): Promise<Lease | undefined> {
  const owner = context.ids.next();
  const instantAt = (time: number) => new Date(time).toISOString();
  let until = 0;

  async function hold(mayTake: boolean): Promise<boolean> {
    const now = context.clock.now();
    const held = await store.transaction(async (transaction) => {
      await transaction.lock(() => [`lease ${name}`]);
      const row = await transaction.get('leases', { name });
      const free = mayTake && (!row || row.until <= instantAt(now));
      if (!free && row?.owner !== owner) return false;
      await transaction.put('leases', { name, owner, until: instantAt(now + leaseMs) });
      return true;
    });
    until = held ? now + leaseMs : 0;
    return held;
  }

  if (!(await hold(true))) return undefined;
  return {
    holds: () => context.clock.now() < until,
    renew: () => hold(false),
    async release() {
      until = 0;
      await store.transaction(async (transaction) => {
        await transaction.lock(() => [`lease ${name}`]);
        if ((await transaction.get('leases', { name }))?.owner === owner) await transaction.remove('leases', { name });
      });
    },
  };
}
