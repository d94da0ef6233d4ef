import type { RecordId } from './model/id.js';
import type { StoreReader } from './store/store.js';

/** The customer that holds a record; undefined when there is no such record. */
export async function customerOf(store: StoreReader, record: RecordId): Promise<RecordId | undefined> {
  return (await store.get('members', { record }))?.customer;
}

/** The records of a customer, erased ones included, by the name it is called by. */
export async function membersOf(store: StoreReader, customer: RecordId): Promise<RecordId[]> {
  const members: RecordId[] = [];
  for (;;) {
    const last = members.at(-1);
    const rows = await store.list('members', 'byCustomer', {
      where: { customer },
      limit: 1000,
      ...(last && { after: { record: last } }),
    });
    for (const row of rows) members.push(row.record);
    if (rows.length < 1000) return members;
  }
}
