import { instantOf } from '../core/clock.js';
import type { Context } from '../core/context.js';
import { KenningError } from '../core/errors.js';
import { combineRecord } from '../core/ingest/combine-record.js';
import type { ChangeBody } from '../core/model/change.js';
import type { DecisionAuthor } from '../core/model/decision.js';
import type { RecordId } from '../core/model/id.js';
import type { Attributes } from '../core/model/party.js';
import type { SourceRecord, SourceRecordDraft } from '../core/model/source-record.js';
import type { StoreTransaction } from '../core/store/store.js';
import { customerOf } from './cluster.js';
import { join } from './join.js';

/** What holds a person's edits of a record. */
export function editKey(of: RecordId): string {
  return `record human ${of}`;
}

/**
 * Keeps what a person says of a record: a record of the source `human` beside it, linked to it by that person, so that it
 * goes with it in a split. A later edit changes what it says and leaves the rest. No machine links anything to it.
 * Hold `editKey` in the transaction.
 *
 * @throws `not-found` when there is no such record, or it was erased.
 */
export async function edit(
  transaction: StoreTransaction,
  context: Context,
  options: { of: RecordId; attributes: Attributes; by: DecisionAuthor & { type: 'human' }; version: string },
): Promise<ChangeBody[]> {
  const { of, attributes, by, version } = options;
  const edited = (await transaction.get('records', { id: of }))?.data;
  if (!edited) throw new KenningError('not-found', `There is no record ${of}, or it was erased.`);
  if (edited.kind === 'human')
    throw new KenningError('invalid', `${of} is an edit itself; edit the record on which it was made.`);
  const draft: SourceRecordDraft = {
    source: 'human',
    externalId: of,
    kind: 'human',
    party: edited.party,
    identifiers: [],
    attributes,
    origin: 'human',
    observedAt: instantOf(context.clock),
    partial: true,
  };
  const where = { source: draft.source, externalId: draft.externalId };
  const known = (await transaction.list('records', 'bySource', { where, limit: 1 }))[0]?.data;
  const record = known ? combineRecord(known, draft) : bornOf(draft, context);
  if (record === known) return [];
  const { id, kind, source, externalId } = record;
  await transaction.put('records', { id, source, externalId, kind, state: 'standing', data: record });
  const changes: ChangeBody[] = [];
  if (!known) {
    await transaction.put('members', { record: id, customer: id });
    const evidence = [{ type: 'human' as const, field: 'edit', level: 'made on it' }];
    changes.push(...(await join(transaction, context, { by, version, evidence, a: of, b: id })).changes);
  }
  await transaction.lockLedger();
  const customer = (await customerOf(transaction, id)) ?? id;
  return [{ type: 'record', record: id, customer }, ...changes];
}

function bornOf(draft: SourceRecordDraft, context: Context): SourceRecord {
  const { partial: _partial, ...said } = draft;
  return { ...said, id: context.ids.next<RecordId>(), firstSeenAt: instantOf(context.clock) };
}
