import type { Customer } from '../core/model/customer.js';
import type { RecordId } from '../core/model/id.js';
import type { StoreReader } from '../core/store/store.js';
import { customerOf } from './cluster.js';
import { customerView } from './customer.js';
import type { SurvivorshipRules } from './golden-record.js';

export interface CustomersOptions {
  /** Goes on behind this customer. */
  after?: RecordId;
  /** The most customers. Defaults to 50. */
  limit?: number;
}

const pageSize = 200;

/** Customers, the oldest first: of each the record that it is called by stands for it. */
export async function listCustomers(
  store: StoreReader,
  { after, limit = 50, rules }: CustomersOptions & { rules?: SurvivorshipRules } = {},
): Promise<Customer[]> {
  const found: Customer[] = [];
  let place = after;
  while (found.length < limit) {
    const rows = await store.list('records', 'byState', {
      where: { state: 'standing' },
      limit: pageSize,
      ...(place && { after: { id: place } }),
    });
    for (const { id } of rows) {
      place = id;
      if ((await customerOf(store, id)) !== id) continue;
      const view = await customerView(store, id, rules);
      if (view && view !== 'erased') found.push(view);
      if (found.length === limit) break;
    }
    if (rows.length < pageSize) break;
  }
  return found;
}
