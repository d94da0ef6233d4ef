import type { Interaction } from '../../core/model/interaction.js';
import type { StoreReader } from '../../core/store/store.js';
import type { CaseDraft } from '../crm-adapter.js';
import { headline } from './activity-draft.js';
import type { CrmEntry } from './crm-entry.js';

/** A case as a CRM is to open it from something that was said. */
export async function caseDraft(
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
