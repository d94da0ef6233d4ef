import type { Context } from '../../core/context.js';
import type { RecordId } from '../../core/model/id.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import { enqueue } from '../../core/outbox/enqueue.js';
import type { StoreTransaction } from '../../core/store/store.js';
import { type CrmEntry, queueOfContact, targetOfCrm } from './crm-entry.js';

export interface EntryToEnqueue {
  /** The app's name of the CRM. */
  crm: string;
  /** Stable for the intent; the transaction holds `outboxKeyLock` of it. */
  key: string;
  entry: CrmEntry;
  /** Who asks for it. */
  by: string;
  /** Whose data it holds beside the contact's. */
  about?: RecordId[];
}

/** Puts an entry for a CRM into the outbox, behind what is written to the same contact; gives the one that has the key. */
export function enqueueEntry(
  transaction: StoreTransaction,
  context: Context,
  { crm, key, entry, by, about = [] }: EntryToEnqueue,
): Promise<OutboxEntry> {
  const { verb, ...payload } = entry;
  const record = entry.verb === 'create' ? entry.profile : entry.contact.record;
  return enqueue(transaction, context, {
    key,
    queue: queueOfContact(crm, record),
    target: targetOfCrm(crm),
    verb,
    payload,
    by,
    records: [...new Set([record, ...about])],
  });
}
