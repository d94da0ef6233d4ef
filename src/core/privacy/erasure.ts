import type { CustomerId, RecordId } from '../model/id.js';
import type { Instant } from '../model/instant.js';
import type { SourceRef } from '../model/source-ref.js';
import type { StoreReader, StoreTransaction } from '../store/store.js';

/** How many rows of each kind are gone. */
export type Gone = Record<string, number>;

/** An erasure that has begun. It stands in the store until it is finished, so that a process that dies leaves none half done. */
export interface Erasure {
  id: string;
  at: Instant;
  by: string;
  customer?: CustomerId;
  records: RecordId[];
  gone: Gone;
  /** Writes to CRMs that take away what we wrote there; they wait in the outbox. */
  waits: { entry: string; target: string }[];
  /** What people must see to, as far as erasing found out. */
  byHand: string[];
  /** Whether tombstones keep them away. */
  keptAway: boolean;
  /** What finds their traces; gone once all of them are. */
  traces?: { refs: SourceRef[]; names: string[]; tells: string[] };
}

const prefix = 'erasure ';

export async function putErasure(transaction: StoreTransaction, erasure: Erasure): Promise<void> {
  await transaction.put('settings', { name: `${prefix}${erasure.id}`, data: erasure });
}

export async function removeErasure(transaction: StoreTransaction, id: string): Promise<void> {
  await transaction.remove('settings', { name: `${prefix}${id}` });
}

/** Erasures that have begun and are not finished. */
export async function openErasures(store: StoreReader): Promise<Erasure[]> {
  const rows = await store.list('settings', 'all', { where: {}, from: { name: prefix }, limit: 1000 });
  return rows.flatMap(({ name, data }) => (name.startsWith(prefix) ? [data as Erasure] : []));
}

/** Notes what one step has done, in its transaction. */
export async function noteStep(
  transaction: StoreTransaction,
  id: string,
  step: { gone?: Gone; waits?: Erasure['waits']; byHand?: string[] },
): Promise<void> {
  const row = await transaction.get('settings', { name: `${prefix}${id}` });
  if (!row) return;
  const erasure = row.data as Erasure;
  await putErasure(transaction, {
    ...erasure,
    gone: sum(erasure.gone, step.gone ?? {}),
    waits: [...erasure.waits, ...(step.waits ?? [])],
    byHand: [...new Set([...erasure.byHand, ...(step.byHand ?? [])])],
  });
}

export function sum(left: Gone, right: Gone): Gone {
  const total = { ...left };
  for (const [kind, count] of Object.entries(right)) if (count > 0) total[kind] = (total[kind] ?? 0) + count;
  return total;
}
