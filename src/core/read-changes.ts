import type { Change } from './model/change.js';
import type { Store } from './store/store.js';
import { wait } from './wait.js';

export interface ChangesOptions {
  /** The sequence of the last change that was worked off. Defaults to 0: from the beginning. */
  after?: number;
  /** Ends the reading. */
  signal?: AbortSignal;
  /** Waits for more at the end instead of ending. Defaults to false. */
  follow?: boolean;
  /** How often to look for more, in milliseconds. Defaults to 500. */
  everyMs?: number;
}

/**
 * Reads the change feed in the order of commits. Whoever keeps the sequence of the last change it worked off, in the same
 * transaction as its work, misses nothing and does nothing twice, however often it is killed.
 *
 * @example
 * for await (const change of readChanges(store, { after: 0 })) console.log(change.sequence, change.type);
 */
export async function* readChanges(store: Store, options: ChangesOptions = {}): AsyncGenerator<Change> {
  const { signal, follow = false, everyMs = 500 } = options;
  let sequence = options.after ?? 0;
  for (;;) {
    signal?.throwIfAborted();
    const rows = await store.list('changes', 'all', { where: {}, after: { sequence }, limit: 500 });
    for (const row of rows) {
      sequence = row.sequence;
      yield row.data;
    }
    if (rows.length > 0) continue;
    if (!follow) return;
    await wait(everyMs, signal);
  }
}
