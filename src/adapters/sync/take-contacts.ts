import type { Ingest, KeptWith } from '../../core/ingest/ingest.js';
import { prepareRecord } from '../../core/ingest/prepare.js';
import type { Change } from '../../core/model/change.js';
import type { SourceRecordDraft } from '../../core/model/source-record.js';
import type { Rejected } from '../../core/page.js';
import type { ContactObserved } from '../crm-adapter.js';
import { type Joining, joinContacts } from './join-contacts.js';
import { retire } from './retire.js';

/** What taking contacts in came to. */
export interface ContactsTaken {
  contacts: number;
  rejected: Rejected[];
  changes: Change[];
}

export interface TakingContacts extends Joining {
  ingest: Ingest;
}

/**
 * Takes in what a CRM said of contacts, in its order. The checkpoint is kept with the last of it; what is taken in twice
 * changes nothing.
 */
export async function takeContacts(
  taking: TakingContacts,
  items: readonly ContactObserved[],
  also: KeptWith = {},
): Promise<ContactsTaken> {
  const taken: ContactsTaken = { contacts: 0, rejected: [], changes: [] };
  let drafts: SourceRecordDraft[] = [];
  const write = async (kept: KeptWith) => {
    taken.contacts += drafts.length;
    taken.changes.push(...(await taking.ingest.records(drafts, kept)));
    drafts = [];
  };
  for (const item of items) {
    if (item.type === 'contact') {
      const result = prepareRecord(item.contact);
      if ('draft' in result) drafts.push(result.draft);
      else taken.rejected.push(result.rejected);
      continue;
    }
    if (drafts.length > 0) await write({ later: also.later ?? false });
    if (item.type === 'removed') taken.changes.push(...(await retire(taking, [item.of])));
    else taken.changes.push(...(await joinContacts(taking, item)));
  }
  await write(also);
  return taken;
}
