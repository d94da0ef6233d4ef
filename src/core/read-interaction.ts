import type { CountObservation } from './model/count.js';
import type { InteractionId } from './model/id.js';
import type { Interaction, Revision } from './model/interaction.js';
import type { Signal } from './model/signal.js';
import type { StoreReader } from './store/store.js';

/** An interaction with all that is kept of it. */
export interface InteractionHistory {
  interaction: Interaction;
  /** Earlier wordings, the oldest first. */
  revisions: Revision[];
  /** What was counted on it, the oldest first. */
  counts: CountObservation[];
  signals: Signal[];
}

/** The most of each kind that is read. */
const most = 10_000;

/** An interaction with its earlier wordings, counts and signals; undefined when there is none of this id. */
export async function readInteraction(store: StoreReader, id: InteractionId): Promise<InteractionHistory | undefined> {
  const interaction = (await store.get('interactions', { id }))?.data;
  if (!interaction) return undefined;
  const listing = { where: { interaction: id }, limit: most };
  const revisions = await store.list('revisions', 'byInteraction', listing);
  const counts = await store.list('counts', 'byInteraction', listing);
  const signals = await store.list('signals', 'byInteraction', listing);
  return {
    interaction,
    revisions: revisions.map(({ data }) => data),
    counts: counts.map(({ at, data }) => ({ at, counts: data })),
    signals: signals.map(({ data }) => data),
  };
}
