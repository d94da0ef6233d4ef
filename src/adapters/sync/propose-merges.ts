import { instantOf } from '../../core/clock.js';
import { customerOf } from '../../core/members.js';
import type { SourceRecord } from '../../core/model/source-record.js';
import type { SyncConflict } from '../../core/model/sync-conflict.js';
import { outboxKeyLock } from '../../core/outbox/enqueue.js';
import { everyPage } from '../../core/store/every-page.js';
import { crmContactOf } from '../write-back/crm-people.js';
import { enqueueEntry } from '../write-back/enqueue-entry.js';
import { mergeConflictId, openConflict } from './conflicts.js';
import type { KnownIn } from './fields/field-sides.js';
import type { Stepping } from './fields/keep-in-step.js';

/** `propose`: a person is asked. `do`: CRMs that can merge do it. `leave`: nothing. */
export type MergePolicy = 'propose' | 'do' | 'leave';

export const mergeKey = (crm: string, into: SourceRecord['id'], from: SourceRecord['id']): string =>
  `merge ${crm} ${into} ${from}`;

/** Two contacts of one CRM that are one customer here: each but the oldest is to be merged into it. */
export async function proposeMerges(
  { store, context, crms }: Pick<Stepping, 'store' | 'context' | 'crms'>,
  { contacts }: KnownIn,
  policy: MergePolicy,
  dry: boolean,
): Promise<SyncConflict[]> {
  const proposed: SyncConflict[] = [];
  for (const [crm, [into, ...others]] of contacts) {
    if (!into || policy === 'leave') continue;
    for (const from of others) {
      const proposal = proposalOf(crm, into, from, instantOf(context.clock));
      if (policy === 'do' && crms[crm]?.merge) {
        if (dry) continue;
        const key = mergeKey(crm, into.id, from.id);
        await store.transaction(async (transaction) => {
          await transaction.lock(() => [outboxKeyLock(key)]);
          const entry = { verb: 'merge' as const, contact: crmContactOf(into), from: crmContactOf(from) };
          await enqueueEntry(transaction, context, { crm, key, entry, by: 'sync' });
        });
        continue;
      }
      proposed.push(proposal);
      if (dry) continue;
      await store.transaction(async (transaction) => {
        await transaction.lock(() => [`conflict ${proposal.id}`]);
        await openConflict(transaction, proposal);
      });
    }
  }
  return proposed;
}

function proposalOf(crm: string, into: SourceRecord, from: SourceRecord, at: string): SyncConflict {
  const side = ({ id, observedAt }: SourceRecord) => ({ crm, record: id, at: observedAt });
  return {
    id: mergeConflictId(into.id, from.id),
    kind: 'merge',
    sides: [side(into), side(from)],
    because: 'two-contacts',
    problem: `"${crm}" has two contacts of one customer. Let it make them one, or say that they stay two.`,
    at,
  };
}

/** Proposals about these contacts that fell away: they are two customers again, or one is gone. */
export async function withdrawMerges(
  { store }: Pick<Stepping, 'store'>,
  { contacts, customer }: KnownIn,
): Promise<void> {
  for (const { id } of [...contacts.values()].flat())
    for await (const rows of everyPage(store, 'conflicts', 'byRecord', { record: id }))
      for (const row of rows) {
        if (row.state !== 'open' || row.data.kind !== 'merge') continue;
        const from = row.data.sides[1]?.record;
        const known = from && (await store.get('records', { id: from }));
        if (known?.state === 'standing' && (await customerOf(store, known.id)) === customer) continue;
        await store.transaction(async (transaction) => {
          await transaction.lock(() => [`conflict ${row.id}`]);
          await transaction.put('conflicts', { ...row, state: 'gone' });
        });
      }
}
