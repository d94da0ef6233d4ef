import { instantOf } from '../core/clock.js';
import type { Context } from '../core/context.js';
import { KenningError } from '../core/errors.js';
import type { Decision } from '../core/model/decision.js';
import type { DecisionId, RecordId } from '../core/model/id.js';
import type { StoreReader, StoreTransaction } from '../core/store/store.js';

type Omitted<Entry> = Entry extends unknown ? Omit<Entry, 'id' | 'sequence' | 'at'> : never;
/** A decision before the ledger has given it an id, a place and a time. */
export type DecisionDraft = Omitted<Decision>;

/** The records that a decision names. */
export function recordsOf(decision: DecisionDraft): RecordId[] {
  switch (decision.kind) {
    case 'link':
    case 'unlink':
    case 'relate':
      return [decision.a, decision.b];
    case 'ban':
      return [...decision.left, ...decision.right];
    case 'erase':
      return decision.records;
    case 'unban':
      return [];
  }
}

/** Appends a decision; the only way into the ledger. The ledger's lock is taken here. */
export async function append<Draft extends DecisionDraft>(
  transaction: StoreTransaction,
  context: Context,
  draft: Draft,
): Promise<Draft & Decision> {
  await transaction.lockLedger();
  const decision = {
    ...draft,
    id: context.ids.next<DecisionId>(),
    sequence: await transaction.sequence('ledger', 1),
    at: instantOf(context.clock),
  } as Draft & Decision;
  await transaction.put('decisions', { id: decision.id, sequence: decision.sequence, data: decision });
  for (const record of new Set(recordsOf(draft)))
    await transaction.put('decisionRecords', { record, sequence: decision.sequence, decision: decision.id });
  return decision;
}

/** One entry of the ledger. */
export async function decisionOf(store: StoreReader, id: DecisionId): Promise<Decision> {
  const row = await store.get('decisions', { id });
  if (!row) throw new KenningError('not-found', `There is no decision ${id} in this tenant's ledger.`);
  return row.data;
}

/** Every decision that names one of these records, in ledger order. */
export async function decisionsOf(store: StoreReader, records: Iterable<RecordId>): Promise<Decision[]> {
  const ids = new Map<DecisionId, number>();
  for (const record of records) {
    let after: { sequence: number } | undefined;
    for (;;) {
      const rows = await store.list('decisionRecords', 'byRecord', {
        where: { record },
        limit: 500,
        ...(after && { after }),
      });
      for (const row of rows) ids.set(row.decision, row.sequence);
      const last = rows.at(-1);
      if (rows.length < 500 || !last) break;
      after = { sequence: last.sequence };
    }
  }
  const sorted = [...ids].sort((left, right) => left[1] - right[1]);
  return Promise.all(sorted.map(([id]) => decisionOf(store, id)));
}

/** The whole ledger, page by page, in order. */
export async function* readLedger(store: StoreReader): AsyncGenerator<Decision> {
  let sequence = 0;
  for (;;) {
    const rows = await store.list('decisions', 'all', { where: {}, after: { sequence }, limit: 500 });
    for (const row of rows) yield row.data;
    const last = rows.at(-1);
    if (!last || rows.length < 500) return;
    sequence = last.sequence;
  }
}
