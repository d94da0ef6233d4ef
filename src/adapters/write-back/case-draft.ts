import type { Interaction } from '../../core/model/interaction.js';
import type { StoreReader } from '../../core/store/store.js';
import type { CaseDraft } from '../crm-adapter.js';
import { headline } from './activity-draft.js';
import type { CrmEntry } from './crm-entry.js';
import { insist, type Sending, type Skipped, standing } from './sending.js';
import { ourPartIn } from './terms-gate.js';

/** The case that an entry asks for, while what it is about is still said and may be passed on. */
export async function caseOf(
  { store, gate, entry }: Sending,
  said: Extract<CrmEntry, { verb: 'open-case' }>,
): Promise<CaseDraft | Skipped> {
  const data = (await store.get('interactions', { id: said.interaction }))?.data;
  if (data?.state !== 'standing') return { skipped: 'It is no longer said.' };
  if (!(await standing(store, said.contact))) return { skipped: 'The contact is gone.' };
  insist(gate.activity(data, await ourPartIn(store, data)));
  return caseDraft(store, entry.key, said, data);
}

/** A case as a CRM is to open it from something that was said. */
async function caseDraft(
  store: StoreReader,
  key: string,
  { contact, interaction, priority }: Extract<CrmEntry, { verb: 'open-case' }>,
  { content, permalink, ...rest }: Interaction,
): Promise<CaseDraft> {
  return {
    key,
    contact: contact.of,
    subject: content.title ?? (await headline(store, { content, ...rest })),
    text: content.text,
    ...(priority && { priority }),
    interaction,
    ...(permalink !== undefined && { permalink }),
  };
}
