import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import type { StoreReader } from '../../core/store/store.js';
import { targetPrefix } from './outbox-queue.js';
import { type Outgoing, outgoingOf } from './outgoing.js';

export interface WaitingOptions {
  channel?: string;
  /** Defaults to those that wait for a person: `held` and `unknown`. */
  states?: readonly OutboxEntry['state'][];
  /** The most. Defaults to 100. */
  limit?: number;
}

const pageSize = 500;

/** What waits in the outbox of channels, the oldest of each state first. */
export async function waiting(store: StoreReader, options: WaitingOptions = {}): Promise<Outgoing[]> {
  const { channel, states = ['held', 'unknown'], limit = 100 } = options;
  const found: Outgoing[] = [];
  for (const state of states) {
    let after: { id: string } | undefined;
    do {
      const rows = await store.list('outbox', 'byState', {
        where: { state },
        limit: pageSize,
        ...(after && { after }),
      });
      for (const { data } of rows) {
        if (found.length >= limit) return found;
        const concerned =
          channel === undefined ? data.target.startsWith(targetPrefix) : data.target === `${targetPrefix}${channel}`;
        if (concerned) found.push(await outgoingOf(store, data));
      }
      const last = rows.at(-1);
      after = last && rows.length === pageSize ? { id: last.id } : undefined;
    } while (after);
  }
  return found;
}
