import type { Context } from '../../core/context.js';
import { appendChanges } from '../../core/ingest/append-changes.js';
import { recordLock } from '../../core/ingest/lock-all.js';
import type { Change, ChangeBody } from '../../core/model/change.js';
import type { SourceRef } from '../../core/model/source-ref.js';
import type { Store, StoreTransaction } from '../../core/store/store.js';

/** What retiring and joining contacts needs. */
export interface Registry {
  store: Store;
  context: Context;
}

/**
 * Takes contacts that are gone from their CRM out of recognizing others. Their records stay in their customers, since the
 * ledger names them.
 */
export async function retire({ store, context }: Registry, refs: readonly SourceRef[]): Promise<Change[]> {
  return store.transaction(async (transaction) => {
    await transaction.lock(() => refs.map(recordLock));
    // The feed names customers, which must not be merged meanwhile.
    await transaction.lockLedger();
    const bodies: ChangeBody[] = [];
    for (const ref of refs) bodies.push(...(await retireWithin(transaction, ref)));
    return appendChanges(transaction, context, bodies);
  });
}

/** The same within a transaction that holds the record and the ledger. */
export async function retireWithin(
  transaction: StoreTransaction,
  { source, externalId }: SourceRef,
): Promise<ChangeBody[]> {
  const [row] = await transaction.list('records', 'bySource', { where: { source, externalId }, limit: 1 });
  if (row?.state !== 'standing') return [];
  await transaction.put('records', { ...row, state: 'removed' });
  const customer = (await transaction.get('members', { record: row.id }))?.customer ?? row.id;
  return [{ type: 'record', record: row.id, customer }];
}
