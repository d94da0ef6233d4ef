import { customerOf } from '../../core/members.js';
import type { MergeDraft } from '../crm-adapter.js';
import type { CrmEntry } from './crm-entry.js';
import { type Sending, type Skipped, standing } from './sending.js';

/** A merge as a CRM is to make it, while the two are one customer here. */
export async function mergeOf(
  { store, entry }: Sending,
  { contact, from }: Extract<CrmEntry, { verb: 'merge' }>,
): Promise<MergeDraft | Skipped> {
  const both = (await standing(store, contact)) && (await standing(store, from));
  const isOne = (await customerOf(store, contact.record)) === (await customerOf(store, from.record));
  if (!both || !isOne) return { skipped: 'They are two again, or one is gone.' };
  return { key: entry.key, into: contact.of, from: from.of };
}
