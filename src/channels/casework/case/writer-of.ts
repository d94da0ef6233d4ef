import { interactionRowOf } from '../../../core/ingest/write-interaction.js';
import type { Interaction } from '../../../core/model/interaction.js';
import type { OutboxEntry } from '../../../core/model/outbox-entry.js';
import { approvalsOf } from '../../../core/outbox/approvals.js';
import type { StoreReader } from '../../../core/store/store.js';
import type { Actor } from '../../engagement/actor.js';
import { intentOf } from '../../engagement/intent.js';
import { messageQueueOf, outboxQueueOf } from '../../engagement/outbox-queue.js';
import { somebody } from './somebody.js';

/** How many of a conversation's entries are looked at in each state, the latest first. */
const most = 100;

/**
 * Who wrote something of ours. What went out through the outbox tells; what a person agreed to is a person's. What was
 * written elsewhere is a person's unless it says that it is automatic.
 */
export async function writerOf(store: StoreReader, interaction: Interaction): Promise<Actor> {
  if (interaction.automatic) return { type: 'machine', name: interaction.automatic };
  for (const queue of await queuesOf(store, interaction))
    for (const state of ['done', 'sent', 'unknown'] as const) {
      const listing = { where: { queue, state }, direction: 'descending', limit: most } as const;
      for (const { data } of await store.list('outbox', 'byQueue', listing)) {
        const intent = isOf(data, interaction) ? intentOf(data) : undefined;
        const [agreed] = approvalsOf(data)?.given ?? [];
        if (intent) return agreed ? { type: 'human', name: agreed.by } : intent.by;
      }
    }
  return { type: 'human', name: somebody };
}

/** The queues in which it can have been. */
async function queuesOf(store: StoreReader, interaction: Interaction): Promise<string[]> {
  const { inReplyTo, channels, participants } = interaction;
  const parent = inReplyTo && (await interactionRowOf(store, inReplyTo))?.data;
  const answered = parent ? channels.map((channel) => outboxQueueOf(channel, 'reply', parent)) : [];
  const written: string[] = [];
  for (const { role, record } of participants) {
    const account = role === 'recipient' ? await store.get('records', { id: record }) : undefined;
    if (account) written.push(...channels.map((channel) => messageQueueOf(channel, account)));
  }
  return [...answered, ...written];
}

/** What is sent and has no answer yet is known by its words. */
function isOf(entry: OutboxEntry, { network, realm, externalId, content }: Interaction): boolean {
  const ref = (entry.result as { ref?: { network?: string; realm?: string; externalId?: string } } | undefined)?.ref;
  if (ref) return ref.network === network && ref.realm === realm && ref.externalId === externalId;
  return intentOf(entry)?.text?.trim() === content.text.trim();
}
