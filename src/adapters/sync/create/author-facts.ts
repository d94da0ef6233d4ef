import { membersOf } from '../../../core/members.js';
import type { CustomerId, InteractionId } from '../../../core/model/id.js';
import type { StoreReader } from '../../../core/store/store.js';
import type { AuthorFacts } from './create-rule.js';

const mostRead = 1000;

/** What is known of who said something; undefined for our own words, and for what is no longer said. */
export async function authorFacts(
  store: StoreReader,
  id: InteractionId,
): Promise<{ facts: AuthorFacts; customer: CustomerId } | undefined> {
  const interaction = (await store.get('interactions', { id }))?.data;
  if (interaction?.state !== 'standing' || interaction.automatic) return undefined;
  const author = interaction.participants.find(({ role }) => role === 'author')?.record;
  const row = author && (await store.get('records', { id: author }));
  if (!row?.data || row.state !== 'standing') return undefined;
  const customer = (await store.get('members', { record: row.id }))?.customer ?? row.id;
  const facts: AuthorFacts = { interaction, profile: row.data, said: 0, privately: 0, intents: [] };
  for (const record of await membersOf(store, customer)) {
    const rows = await store.list('participants', 'byRecord', {
      where: { record },
      direction: 'descending',
      limit: mostRead,
    });
    for (const { role, interaction: other } of rows) {
      if (role !== 'author') continue;
      const said = (await store.get('interactions', { id: other }))?.data;
      if (said?.state !== 'standing') continue;
      facts.said += 1;
      if (said.visibility === 'direct') facts.privately += 1;
    }
  }
  const signals = await store.list('signals', 'byInteraction', { where: { interaction: id }, limit: 1000 });
  facts.intents = signals.flatMap(({ type, data }) => (type === 'intent' ? [data.value] : []));
  return { facts, customer };
}
