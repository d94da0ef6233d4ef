import type { ActivityDraft } from '../../core/model/activity.js';
import type { Interaction } from '../../core/model/interaction.js';
import type { StoreReader } from '../../core/store/store.js';
import type { CrmContact } from './crm-entry.js';
import type { OurPart } from './terms-gate.js';

/** An interaction as a CRM is to store it on a contact. */
export async function activityDraft(
  store: StoreReader,
  { key, interaction, contact, part }: { key: string; interaction: Interaction; contact: CrmContact; part: OurPart },
): Promise<Omit<ActivityDraft, 'of'>> {
  const { id, kind, network, at, content, permalink } = interaction;
  return {
    key,
    interaction: id,
    contact: contact.of,
    kind,
    network,
    direction: part.byUs ? 'outbound' : 'inbound',
    at,
    subject: content.title ?? (await headline(store, interaction)),
    text: content.text,
    ...(permalink !== undefined && { permalink }),
  };
}

/** `Post on bluesky by Maya Lindqvist`. */
export async function headline(store: StoreReader, { kind, network, participants }: Interaction): Promise<string> {
  const author = participants.find(({ role }) => role === 'author');
  const record = author && (await store.get('records', { id: author.record }))?.data;
  const name = record?.attributes.name ?? record?.identifiers.find((identifier) => identifier.kind === 'handle')?.value;
  const what = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} on ${network}`;
  return name ? `${what} by ${name}` : what;
}
