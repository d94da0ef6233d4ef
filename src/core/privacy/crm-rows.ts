import type { RecordId } from '../model/id.js';
import type { SourceRef } from '../model/source-ref.js';
import { everyPage } from '../store/every-page.js';
import type { StoreReader, StoreTransaction } from '../store/store.js';
import type { Gone } from './erasure.js';

/** One text that names a contact in the rows of cases and deals. */
export function partyOf({ source, externalId }: SourceRef): string {
  return JSON.stringify([source, externalId]);
}

/** The cases and deals that are about a contact. */
export async function* itemsOf(store: StoreReader, of: SourceRef) {
  for await (const rows of everyPage(store, 'crmItemParties', 'byParty', { party: partyOf(of) }))
    for (const { source, kind, externalId } of rows) yield { source, kind, externalId };
}

/** Takes away what is kept of a record beside it for keeping CRMs in step, and the cases and deals about it. */
export async function eraseCrmRows(transaction: StoreTransaction, record: RecordId, of: SourceRef): Promise<Gone> {
  let rows = 0;
  for await (const states of everyPage(transaction, 'fieldStates', 'byRecord', { record }))
    for (const { field } of states) {
      await transaction.remove('fieldStates', { record, field });
      rows += 1;
    }
  for await (const conflicts of everyPage(transaction, 'conflicts', 'byRecord', { record }))
    for (const { id } of conflicts) {
      await transaction.remove('conflicts', { id });
      rows += 1;
    }
  await transaction.remove('unresolved', { record });
  let items = 0;
  for await (const item of itemsOf(transaction, of)) {
    for await (const parties of everyPage(transaction, 'crmItemParties', 'byItem', item))
      for (const { party } of parties) await transaction.remove('crmItemParties', { party, ...item });
    await transaction.remove('crmItems', item);
    items += 1;
  }
  return { ...(rows > 0 && { 'field states': rows }), ...(items > 0 && { 'cases and deals': items }) };
}
