import type { RecordId } from '../../core/model/id.js';
import type { SyncConflict } from '../../core/model/sync-conflict.js';
import type { StoreReader, StoreTransaction } from '../../core/store/store.js';

/** Names the conflict over a field of a contact: it has one at a time. */
export function fieldConflictId(record: RecordId, field: string): string {
  return `field ${record} ${field}`;
}

/** Names the proposal that a CRM makes one contact of two. */
export function mergeConflictId(into: RecordId, from: RecordId): string {
  return `merge ${into} ${from}`;
}

/** Lists a conflict; one that is listed is brought up to date, and one that was answered as it stands stays so. */
export async function openConflict(transaction: StoreTransaction, conflict: SyncConflict): Promise<boolean> {
  const { id, sides } = conflict;
  const known = await transaction.get('conflicts', { id });
  const isOpen = known?.state === 'open';
  if (known?.state === 'answered' && sameSides(known.data, conflict)) return false;
  const data = isOpen ? { ...conflict, at: known.data.at } : conflict;
  const record = (sides[0] as SyncConflict['sides'][number]).record;
  await transaction.put('conflicts', { id, record, state: 'open', data });
  return !isOpen;
}

/** There is nothing to decide any more. */
export async function closeConflict(transaction: StoreTransaction, id: string): Promise<void> {
  const known = await transaction.get('conflicts', { id });
  if (known?.state === 'open') await transaction.put('conflicts', { ...known, state: 'gone' });
}

export async function openConflicts(
  store: StoreReader,
  { limit = 50, after }: { limit?: number; after?: string } = {},
): Promise<SyncConflict[]> {
  const where = { state: 'open' as const };
  const rows = await store.list('conflicts', 'byState', { where, limit, ...(after && { after: { id: after } }) });
  return rows.map(({ data }) => data);
}

function sameSides(left: SyncConflict, right: SyncConflict): boolean {
  const values = ({ sides }: SyncConflict) => JSON.stringify(sides.map(({ record, value }) => [record, value]));
  return values(left) === values(right);
}
