import type { RecordId } from '../core/model/id.js';
import type { SourceRecord } from '../core/model/source-record.js';
import type { StoreReader } from '../core/store/store.js';
import { fitsIn } from '../core/text/fits-in.js';

/** A key that more records share than this means nothing and finds nobody. */
export const sharedByAtMost = 50;

/** Whether an index can hold a key. One that none holds finds nobody. */
export const isKey: (key: string) => boolean = fitsIn(2200);

/** The records that share a key that means something: found by keys, never by scanning. */
export async function candidatesOf(
  store: StoreReader,
  record: RecordId | undefined,
  keys: readonly string[],
  most: number = sharedByAtMost,
): Promise<SourceRecord[]> {
  const ids = new Set<RecordId>();
  for (const key of keys) {
    const rows = await store.list('keys', 'byKey', { where: { key }, limit: most + 1 });
    if (rows.length <= most) for (const row of rows) ids.add(row.record);
  }
  if (record) ids.delete(record);
  const rows = await Promise.all([...ids].map((id) => store.get('records', { id })));
  return rows.flatMap((row) => (row?.data && row.state === 'standing' ? [row.data] : []));
}
