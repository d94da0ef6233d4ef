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
    return decideEntry(transaction, context, row, {
      act: 'settle',
      by: word.by,
      change: {
        state: word.as,
        attempts: 0,
        ...(word.as === 'done' && row.data.verb === 'erase' && { payload: null }),
      },
    });
  });
}

async function decide(
  store: Store,
  { ids, by }: Word,
  each: (transaction: StoreTransaction, row: OutboxRow) => Promise<OutboxEntry>,
): Promise<OutboxEntry[]> {
  if (!by.trim()) throw new KenningError('invalid', 'Say whose word this is.');
  const queues = new Set<string>();
  for (const id of ids) {
    const row = await store.get('outbox', { id });
    if (row) queues.add(outboxQueueLock(row.queue));
  }
  return store.transaction(async (transaction) => {
    await transaction.lock(() => [...queues]);
    const entries: OutboxEntry[] = [];
    for (const id of new Set(ids)) {
      const row = await transaction.get('outbox', { id });
      if (!row) throw new KenningError('not-found', `There is no outbox entry ${id.slice(0, 100)}.`);
      entries.push(await each(transaction, row));
    }
    return entries;
  });
}

function expectState(row: OutboxRow, states: OutboxEntry['state'][]): void {
  if (!states.includes(row.state))
    throw new KenningError('conflict', `The outbox entry ${row.id} is ${row.state}, not ${states.join(' or ')}.`);
}
