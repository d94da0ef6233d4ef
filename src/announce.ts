import type { Listeners } from './core/listeners.js';
import type { Change } from './core/model/change.js';
import type { RecordId } from './core/model/id.js';
import type { StoreReader } from './core/store/store.js';
import { customerView } from './identity/customer.js';
import type { SurvivorshipRules } from './identity/golden-record.js';

/** Turns committed changes into events, for those who listen. Views are made only when somebody wants them. */
export async function announce(
  store: StoreReader,
  listeners: Listeners,
  changes: readonly Change[],
  rules?: SurvivorshipRules,
): Promise<void> {
  // Who speaks often in a page is looked at once for it.
  const views = new Map<RecordId, Awaited<ReturnType<typeof customerView>>>();
  const viewOf = async (record: RecordId) => {
    if (!views.has(record)) views.set(record, await customerView(store, record, rules));
    return views.get(record);
  };
  for (const change of changes) {
    if (change.type === 'said' && listeners.has('interaction')) {
      const { data: interaction } = (await store.get('interactions', { id: change.interaction })) ?? {};
      const author = interaction?.participants.find(({ role }) => role === 'author') ?? interaction?.participants[0];
      const customer = author && (await viewOf(author.record));
      if (interaction && customer && customer !== 'erased')
        listeners.emit('interaction', { interaction, customer, channel: change.channel, revised: change.revised });
    } else if (change.type === 'removed' && listeners.has('removed')) {
      const { data: interaction } = (await store.get('interactions', { id: change.interaction })) ?? {};
      if (interaction) listeners.emit('removed', { interaction });
    } else if (change.type === 'merged') {
      listeners.emit('merged', { customer: change.customer, from: change.from, decision: change.decision });
    } else if (change.type === 'split') {
      listeners.emit('split', { from: change.from, into: change.into, decision: change.decision });
    } else if (change.type === 'alert' && listeners.has('alert')) {
      const alert = (await store.get('alerts', { id: change.alert }))?.data;
      if (alert) listeners.emit('alert', { alert });
    } else if (change.type === 'review' && listeners.has('review')) {
      const review = (await store.get('reviews', { id: change.review }))?.data;
      if (review) listeners.emit('review', { review });
    } else if (change.type === 'routed') {
      listeners.emit('routed', { interaction: change.interaction, to: change.to });
    } else if (change.type === 'case' && listeners.has('case')) {
      const { what, clock } = change;
      const found = (await store.get('cases', { id: change.case }))?.data;
      if (found) listeners.emit('case', { case: found, what, ...(clock && { clock }) });
    } else if (change.type === 'incident' && listeners.has('incident')) {
      const incident = (await store.get('incidents', { id: change.incident }))?.data;
      if (incident) listeners.emit('incident', { incident, what: change.what });
    }
  }
}
