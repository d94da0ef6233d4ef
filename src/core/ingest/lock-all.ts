import type { RecordId } from '../model/id.js';
import type { InteractionRef } from '../model/interaction.js';
import type { SourceRecord, SourceRecordDraft } from '../model/source-record.js';
import type { SourceRef } from '../model/source-ref.js';
import type { Recognizer } from '../ports.js';
import type { StoreTransaction } from '../store/store.js';
import { combineRecord } from './combine-record.js';
import { nameOf } from './participants.js';
import type { Prepared } from './prepare.js';

const unborn = '' as RecordId;

/**
 * Holds all that a transaction touches before it reads it: first records and interactions by their names, then, when the
 * records can not change any more, the keys under which they are and will be found. So of two records that share a key,
 * the one that comes second always sees the first.
 */
export async function lockAll(
  transaction: StoreTransaction,
  recognizer: Recognizer,
  items: readonly Prepared[],
  drafts: readonly SourceRecordDraft[],
): Promise<void> {
  let keys: string[] = [];
  await transaction.lock(
    () => [...drafts.map(recordLock), ...interactionsOf(items).map(interactionLock)],
    async () => {
      const refs = drafts.map(({ source, externalId }) => ({ source, externalId }));
      await Promise.all([
        transaction.foresee('interactions', 'byRef', () => interactionsOf(items), 1),
        transaction.foresee('records', 'bySource', () => refs, 1),
      ]);
      keys = await keysOf(transaction, recognizer, drafts);
      return keys.map((key) => `key ${key}`);
    },
  );
  // Read before it is locked, a key could lack a record that another transaction is about to add.
  await transaction.foresee('keys', 'byKey', () => keys.map((key) => ({ key })));
}

/** What holds a record. Whoever writes one holds it. */
export function recordLock(ref: SourceRef): string {
  return `record ${nameOf(ref)}`;
}

/** What holds an interaction. */
export function interactionLock({ network, realm, externalId }: InteractionRef): string {
  return `interaction ${network} ${realm} ${externalId}`;
}

function interactionsOf(items: readonly Prepared[]): InteractionRef[] {
  return items.flatMap((item) => {
    if (item.type !== 'said' && !('of' in item)) return [];
    const { network, realm, externalId } = item.type === 'said' ? item.interaction : item.of;
    return [{ network, realm, externalId }];
  });
}

/** The keys of records that will change, as they are and as they will be after each draft. */
async function keysOf(
  transaction: StoreTransaction,
  recognizer: Recognizer,
  drafts: readonly SourceRecordDraft[],
): Promise<string[]> {
  const records = new Map<string, SourceRecord>();
  const keys = new Set<string>();
  for (const draft of drafts) {
    const { source, externalId } = draft;
    const where = { source, externalId };
    const [row] = await transaction.list('records', 'bySource', { where, limit: 1 });
    const old = records.get(nameOf(draft)) ?? row?.data;
    const { partial: _partial, ...said } = draft;
    const record = old ? combineRecord(old, draft) : { ...said, id: unborn, firstSeenAt: draft.observedAt };
    records.set(nameOf(draft), record);
    if (record === old && row?.state !== 'removed') continue;
    for (const state of old ? [old, record] : [record]) for (const key of recognizer.keys(state)) keys.add(key);
  }
  return [...keys];
}
