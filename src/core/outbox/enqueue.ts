import { instantOf } from '../clock.js';
import type { Context } from '../context.js';
import { KenningError } from '../errors.js';
import type { Instant } from '../model/instant.js';
import type { OutboxEntry } from '../model/outbox-entry.js';
import type { StoreReader, StoreTransaction } from '../store/store.js';
import { fitsIn } from '../text/fits-in.js';

export interface OutboxDraft extends Pick<OutboxEntry, 'key' | 'queue' | 'target' | 'verb' | 'payload' | 'by'> {
  records?: OutboxEntry['records'];
  /** `held` waits for a person's word. Defaults to `pending`. */
  state?: 'pending' | 'held';
  /** Why it is held. */
  problem?: string;
  /** Not sent before this moment. */
  notBefore?: Instant;
}

/**
 * What `transaction.lock` must hold so that no other process adds the same intent meanwhile. Stores that let several
 * transactions run at a time need it.
 */
export function outboxKeyLock(key: string): string {
  return `outbox key ${key}`;
}

/** What whoever changes an entry of a queue holds. */
export function outboxQueueLock(queue: string): string {
  return `outbox queue ${queue}`;
}

/** The entry of an intent, if it was ever added. */
export async function entryByKey(store: StoreReader, key: string): Promise<OutboxEntry | undefined> {
  return (await store.list('outbox', 'byKey', { where: { key }, limit: 1 }))[0]?.data;
}

/**
 * Adds something that must reach another system, in the caller's transaction, unless an entry with its key is there
 * already; gives the entry that holds the key. Hold `outboxKeyLock(draft.key)` in the transaction.
 *
 * @throws `invalid` for a key of no or more than 500 characters, or a queue of more than 2,500 bytes.
 * @example
 * await store.transaction(async (transaction) => {
 *   await transaction.lock(() => [outboxKeyLock(key)]);
 *   await enqueue(transaction, context, { key, queue, target: 'crm:contacts', verb: 'upsert', payload, by: 'sync' });
 * });
 */
export async function enqueue(
  transaction: StoreTransaction,
  context: Context,
  draft: OutboxDraft,
): Promise<OutboxEntry> {
  const { key, queue, notBefore, state = 'pending', records = [], ...rest } = draft;
  if (key.length === 0 || key.length > 500)
    throw new KenningError('invalid', 'An outbox entry needs a key of 1 to 500 characters.');
  if (!fitsIn(2500)(queue)) throw new KenningError('invalid', 'The queue of an outbox entry has at most 2,500 bytes.');
  const known = await entryByKey(transaction, key);
  if (known) return known;
  const createdAt = instantOf(context.clock);
  const id = context.ids.next();
  const entry: OutboxEntry = { ...rest, id, key, queue, records, state, attempts: 0, createdAt };
  await transaction.put('outbox', {
    id,
    key,
    queue,
    state,
    notBefore: notBefore ?? createdAt,
    leasedUntil: '',
    data: entry,
  });
  return entry;
}
