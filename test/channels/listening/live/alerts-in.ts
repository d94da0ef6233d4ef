import type { Store } from '../../../../src/core/store/store.js';

/** The alerts of a store: in the order of its feed, and the keys of what is to be sent. */
export async function alertsIn(store: Store): Promise<{ changes: string[]; entries: string[] }> {
  const changes = await store.list('changes', 'all', { where: {}, limit: 10_000 });
  const entries = await store.list('outbox', 'byState', { where: { state: 'pending' } });
  return {
    changes: changes.flatMap(({ data }) => (data.type === 'alert' ? [data.alert] : [])),
    entries: entries.map(({ key }) => key).sort(),
  };
}
