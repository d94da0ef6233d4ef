import { instantOf } from '../clock.js';
import type { Context } from '../context.js';
import type { ChangeBody } from '../model/change.js';
import type { RecordId } from '../model/id.js';
import type { SourceRecord, SourceRecordDraft } from '../model/source-record.js';
import type { SourceRef } from '../model/source-ref.js';
import type { Recognizer } from '../ports.js';
import type { StoreReader, StoreTransaction } from '../store/store.js';
import { combineRecord, saysOtherwise } from './combine-record.js';

/** The record that a system's id names, unless it was erased. */
export async function recordOf(store: StoreReader, { source, externalId }: SourceRef): Promise<RecordId | undefined> {
  const rows = await store.list('records', 'bySource', { where: { source, externalId }, limit: 1 });
  return rows[0]?.id;
}

/**
 * Keeps what a system says of somebody: creates the record, or updates it and resolves it again.
 * The record's keys are held by the transaction.
 *
 * @param options.later a new record is not recognized at once, but by `catchUp`
 */
export async function writeRecord(
  transaction: StoreTransaction,
  context: Context,
  recognizer: Recognizer,
  draft: SourceRecordDraft,
  { later = false }: { later?: boolean } = {},
): Promise<{ id: RecordId; changes: ChangeBody[] }> {
  const { source, externalId } = draft;
  const row = (await transaction.list('records', 'bySource', { where: { source, externalId }, limit: 1 }))[0];
  const old = row?.data;
  if (row && old) {
    const record = combineRecord(old, draft);
    if (record === old && row.state !== 'removed') return { id: old.id, changes: [] };
    await putRecord(transaction, record);
    if (!saysOtherwise(old, record) && row.state !== 'removed') return { id: old.id, changes: [] };
    await transaction.remove('unresolved', { record: old.id });
    return recognized(transaction, recognizer, record, false);
  }
  const { partial: _partial, ...said } = draft;
  const record: SourceRecord = { ...said, id: context.ids.next<RecordId>(), firstSeenAt: instantOf(context.clock) };
  await putRecord(transaction, record);
  if (!later || record.own) return recognized(transaction, recognizer, record, true);
  const { id } = record;
  await transaction.put('members', { record: id, customer: id });
  await transaction.put('unresolved', { record: id, state: 'stored' });
  return { id, changes: [{ type: 'record', record: id, customer: id }] };
}

async function putRecord(transaction: StoreTransaction, record: SourceRecord): Promise<void> {
  const { id, source, externalId, kind } = record;
  await transaction.put('records', {
    id,
    source,
    externalId,
    kind,
    state: record.own ? 'own' : 'standing',
    data: record,
  });
}

async function recognized(
  transaction: StoreTransaction,
  recognizer: Recognizer,
  record: SourceRecord,
  isNew: boolean,
): Promise<{ id: RecordId; changes: ChangeBody[] }> {
  const { customer, changes } = await recognizer.recognize(transaction, record, isNew);
  return { id: record.id, changes: [{ type: 'record', record: record.id, customer }, ...changes] };
}
