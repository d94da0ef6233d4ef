import type { CrmAdapter } from '../../../../src/adapters/crm-adapter.js';
import type { Contact } from '../../../../src/core/model/source-record.js';
import { type Rejected, walk } from '../../../../src/core/page.js';

/** All contacts of a CRM, and what was rejected. */
export async function contactsOf(crm: CrmAdapter, limit = 1000) {
  const contacts: Contact[] = [];
  const rejected: Rejected[] = [];
  for await (const page of walk((options) => crm.contacts({ ...options, limit }))) {
    for (const item of page.items) if (item.type === 'contact') contacts.push(item.contact);
    rejected.push(...page.rejected);
  }
  return { contacts, rejected };
}
