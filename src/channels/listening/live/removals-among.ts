import type { Removal } from '../../../core/model/alert.js';
import type { InteractionId } from '../../../core/model/id.js';
import type { Interaction } from '../../../core/model/interaction.js';
import type { StoreReader } from '../../../core/store/store.js';
import { type Intent, intentOf } from '../../engagement/intent.js';
import { queuesOf } from '../../engagement/outbox-queue.js';

/** A removal of ours, and by what it is known when it comes again. */
export type KnownRemoval = Removal & ({ text: string } | { sketch: string });

/** Those of the interactions that we hid or deleted, with who did it and why. */
export async function removalsAmong(
  store: StoreReader,
  interactions: Iterable<InteractionId>,
): Promise<KnownRemoval[]> {
  const removals: KnownRemoval[] = [];
  for (const id of interactions) {
    const interaction = (await store.get('interactions', { id }))?.data;
    if (interaction?.removal?.by !== 'us') continue;
    const intent = await intentBehind(store, interaction);
    const { at, reason = 'no reason was told' } = interaction.removal;
    const told = { interaction: id, at, by: intent?.by.name ?? 'us', reason: intent?.reason ?? reason };
    if (intent?.sketch !== undefined) removals.push({ ...told, sketch: intent.sketch });
    else removals.push({ ...told, text: interaction.content.text });
  }
  return removals;
}

/** What somebody wanted by which it was hidden or deleted; undefined where that was done on the network itself. */
async function intentBehind(store: StoreReader, interaction: Interaction): Promise<Intent | undefined> {
  const verb = interaction.state === 'hidden' ? 'hide' : 'remove';
  for (const queue of queuesOf(interaction.channels, verb, interaction))
    for (const state of ['sent', 'done'] as const) {
      const [latest] = await store.list('outbox', 'byQueue', {
        where: { queue, state },
        direction: 'descending',
        limit: 1,
      });
      const intent = latest && intentOf(latest.data);
      if (intent) return intent;
    }
  return undefined;
}
