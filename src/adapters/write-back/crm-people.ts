import { customerOf, membersOf } from '../../core/members.js';
import type { CustomerId, RecordId } from '../../core/model/id.js';
import type { Interaction } from '../../core/model/interaction.js';
import type { SourceRecord } from '../../core/model/source-record.js';
import type { StoreReader } from '../../core/store/store.js';
import type { CrmContact } from './crm-entry.js';

/** The customers who take part in an interaction. */
export async function customersIn(store: StoreReader, { participants }: Interaction): Promise<Set<CustomerId>> {
  const customers = new Set<CustomerId>();
  for (const { record } of participants) {
    const customer = await customerOf(store, record);
    if (customer) customers.add(customer);
  }
  return customers;
}

/** What stands in a customer; nothing of it is ours. */
export interface CrmCustomer {
  members: RecordId[];
  /** Its contacts in one CRM, the oldest first. */
  contacts: SourceRecord[];
  profiles: SourceRecord[];
}

/** A customer as one CRM is to see it. */
export async function crmCustomer(store: StoreReader, source: string, customer: CustomerId): Promise<CrmCustomer> {
  const found: CrmCustomer = { members: await membersOf(store, customer), contacts: [], profiles: [] };
  for (const id of found.members) {
    const row = await store.get('records', { id });
    if (row?.state !== 'standing' || !row.data) continue;
    if (row.kind === 'contact' && row.source === source) found.contacts.push(row.data);
    else if (row.kind === 'profile') found.profiles.push(row.data);
  }
  return found;
}

export function crmContactOf({ id, source, externalId }: SourceRecord): CrmContact {
  return { record: id, of: { source, externalId } };
}
