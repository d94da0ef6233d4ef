import { membersOf } from './members.js';
import type { CrmItem } from './model/crm-item.js';
import type { CustomerId } from './model/id.js';
import { itemsOf } from './privacy/crm-rows.js';
import type { StoreReader } from './store/store.js';

/** The cases or deals of a customer, in any CRM, those that changed last first. Removed ones are left out. */
export async function crmItemsOf(store: StoreReader, customer: CustomerId, kind: 'case' | 'deal'): Promise<CrmItem[]> {
  const found = new Map<string, CrmItem>();
  for (const id of await membersOf(store, customer)) {
    const row = await store.get('records', { id });
    if (!row?.data) continue;
    for await (const key of itemsOf(store, row)) {
      const data = key.kind === kind ? (await store.get('crmItems', key))?.data : undefined;
      if (data && data.state !== 'removed') found.set(`${key.source} ${key.externalId}`, data);
    }
  }
  return [...found.values()].sort((left, right) => (left.changedAt < right.changedAt ? 1 : -1));
}
