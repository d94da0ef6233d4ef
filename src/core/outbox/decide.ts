import type { Context } from '../context.js';
import { KenningError } from '../errors.js';
import type { OutboxEntry } from '../model/outbox-entry.js';
import type { Store, StoreTransaction } from '../store/store.js';
import { isApproved } from './approvals.js';
import { decideEntry, type OutboxRow } from './change-entry.js';
import { outboxQueueLock } from './enqueue.js';

/** A person's word on entries. */
export interface Word {
  ids: readonly string[];
  /** Who says so. */
  by: string;
  guard?: Guard;
}

/** Asked of each entry that would go out by a person's word; what `check` throws keeps all of them where they are. */
export interface Guard {
  /** What the check needs to hold, beside the entry's queue. */
  locks(entry: OutboxEntry): readonly string[];
  check(transaction: StoreTransaction, entry: OutboxEntry): Promise<void>;
}

/**
 * Lets held entries go out. One that still needs approvals is not released by this.
 *
 * @throws `not-found`, `conflict` for an entry that is not held, `not-permitted` for one that needs approvals; then
 * none is released.
 */
export function release(store: Store, context: Context, word: Word): Promise<OutboxEntry[]> {
  return decide(store, word, async (transaction, row) => {
    expectState(row, ['held']);
    if (!isApproved(row.data))
      throw new KenningError('not-permitted', `The draft ${row.id} still needs approvals; approve it instead.`);
    await word.guard?.check(transaction, row.data);
    return decideEntry(transaction, context, row, { act: 'release', by: word.by, change: { state: 'pending' } });
  });
}

/** Takes back entries that were not sent. @throws `conflict` for one that was or may have been sent. */
export function cancel(store: Store, context: Context, word: Word): Promise<OutboxEntry[]> {
  return decide(store, word, async (transaction, row) => {
    expectState(row, ['held', 'pending', 'failed', 'cancelled']);
    return decideEntry(transaction, context, row, { act: 'cancel', by: word.by, change: { state: 'cancelled' } });
  });
}

/**
 * A person has looked whether an `unknown` entry arrived: `done` when it did, `pending` to send it, `cancelled` to leave
 * it. A `failed` one can be sent again or left.
 */
export function settle(
  store: Store,
  context: Context,
  word: Word & { as: 'done' | 'pending' | 'cancelled' },
): Promise<OutboxEntry[]> {
  return decide(store, word, async (transaction, row) => {
    expectState(row, word.as === 'done' ? ['unknown'] : ['unknown', 'failed']);
    if (word.as === 'pending') await word.guard?.check(transaction, row.data);
    return decideEntry(transaction, context, row, {
      act: 'settle',
      by: word.by,
      change: {
        state: word.as,
        attempts: 0,
        // Looked up first where that can be done: the person may have looked too early.
        ...(row.state === 'unknown' && word.as === 'pending' && { uncertain: true as const }),
        ...(word.as === 'done' && row.data.verb === 'erase' && { payload: null }),
      },
    });
  });
}

/** Changes entries by a person's word, all or none. `each` says what becomes of one, under the lock of its queue. */
export async function decide(
  store: Store,
  { ids, by, guard }: Word,
  each: (transaction: StoreTransaction, row: OutboxRow) => Promise<OutboxEntry>,
): Promise<OutboxEntry[]> {
  if (!by.trim()) throw new KenningError('invalid', 'Say whose word this is.');
  const locks = new Set<string>();
  for (const id of ids) {
    const row = await store.get('outbox', { id });
    if (row) for (const lock of [outboxQueueLock(row.queue), ...(guard?.locks(row.data) ?? [])]) locks.add(lock);
  }
  return store.transaction(async (transaction) => {
    await transaction.lock(() => [...locks]);
    const entries: OutboxEntry[] = [];
    for (const id of new Set(ids)) {
      const row = await transaction.get('outbox', { id });
      if (!row) throw new KenningError('not-found', `There is no outbox entry ${id.slice(0, 100)}.`);
      entries.push(await each(transaction, row));
    }
    return entries;
  });
}

/** @throws `conflict` for an entry that is in none of these states. */
export function expectState(row: OutboxRow, states: OutboxEntry['state'][]): void {
  if (!states.includes(row.state))
    throw new KenningError('conflict', `The outbox entry ${row.id} is ${row.state}, not ${states.join(' or ')}.`);
}
