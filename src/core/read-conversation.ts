import { threadOf } from './ingest/write-interaction.js';
import type { Conversation } from './model/conversation.js';
import type { InteractionId, RecordId } from './model/id.js';
import type { Instant } from './model/instant.js';
import type { StoreReader } from './store/store.js';

const pageSize = 1000;

/**
 * The conversation that an interaction belongs to: all that shares its thread's root, the oldest first. What was removed
 * stays in it without words.
 */
export async function readConversation(store: StoreReader, of: InteractionId): Promise<Conversation | undefined> {
  const interaction = (await store.get('interactions', { id: of }))?.data;
  if (!interaction) return undefined;
  const where = { thread: threadOf(interaction) };
  const interactions: InteractionId[] = [];
  const participants = new Set<RecordId>();
  let startedAt: Instant | undefined;
  let last: { at: Instant; id: InteractionId } | undefined;
  for (;;) {
    const rows = await store.list('interactions', 'byThread', { where, limit: pageSize, ...(last && { after: last }) });
    for (const { id, at, data } of rows) {
      last = { at, id };
      if (!data) continue;
      startedAt ??= at;
      interactions.push(id);
      for (const { record } of data.participants) participants.add(record);
    }
    if (rows.length < pageSize) break;
  }
  const { network, realm, externalId } = interaction.root ?? interaction;
  return {
    root: { network, realm, externalId },
    interactions,
    participants: [...participants],
    startedAt: startedAt ?? interaction.at,
    lastAt: last?.at ?? interaction.at,
  };
}
