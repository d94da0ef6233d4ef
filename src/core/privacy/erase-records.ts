import type { Context } from '../context.js';
import { appendChanges } from '../ingest/append-changes.js';
import type { DecisionAuthor } from '../model/decision.js';
import type { RecordId } from '../model/id.js';
import type { Registrar } from '../ports.js';
import { everyPage } from '../store/every-page.js';
import type { StoreTransaction } from '../store/store.js';
import { eraseCases } from './case-rows.js';
import { eraseCrmRows } from './crm-rows.js';
import { type Gone, sum } from './erasure.js';

/**
 * Takes away what records say and under which keys they are found. Each keeps its id alone, which then means `erased`;
 * links through it stand, so that others do not come apart. Hold everything. It writes to the change feed,
 * so it comes last in its transaction.
 */
export async function eraseRecords(
  { context, registrar }: { context: Context; registrar: Registrar },
  transaction: StoreTransaction,
  records: readonly RecordId[],
  by: DecisionAuthor,
): Promise<Gone> {
  await transaction.lockLedger();
  const gone = { records: 0, identifiers: 0, keys: 0, reviews: 0 };
  let beside: Gone = {};
  const erased: RecordId[] = [];
  for (const id of records) {
    const row = await transaction.get('records', { id });
    if (!row || row.state === 'erased') continue;
    erased.push(id);
    gone.records += 1;
    gone.identifiers += row.data?.identifiers.length ?? 0;
    await transaction.put('records', { id, source: '', externalId: '', kind: 'erased', state: 'erased' });
    const { source, externalId } = row;
    beside = sum(beside, await eraseCrmRows(transaction, id, { source, externalId }));
    beside = sum(beside, await eraseCases(transaction, id));
    gone.keys += await removeKeys(transaction, id);
    gone.reviews += await removeReviews(transaction, id);
  }
  if (erased.length === 0) return gone;
  const changes = await registrar.erase(transaction, erased, by);
  await appendChanges(transaction, context, [{ type: 'erased', records: erased, interactions: [] }, ...changes]);
  return { ...gone, ...beside };
}

async function removeKeys(transaction: StoreTransaction, record: RecordId): Promise<number> {
  let removed = 0;
  for await (const rows of everyPage(transaction, 'keys', 'byRecord', { record })) {
    for (const { key } of rows) await transaction.remove('keys', { key, record });
    removed += rows.length;
  }
  return removed;
}

async function removeReviews(transaction: StoreTransaction, record: RecordId): Promise<number> {
  const ids = new Set<string>();
  for await (const rows of everyPage(transaction, 'reviews', 'byA', { a: record }))
    for (const { id } of rows) ids.add(id);
  for await (const rows of everyPage(transaction, 'reviews', 'byB', { b: record }))
    for (const { id } of rows) ids.add(id);
  for (const id of ids) await transaction.remove('reviews', { id });
  return ids.size;
}
