import { type CollectionName, collectionNames, definitionOf } from '../../../src/core/store/collections.js';
import type { Store } from '../../../src/core/store/store.js';

/** The indexes by which every row of a collection is found, where `all` is missing. */
const byOwner: Partial<Record<CollectionName, { index: string; owner: CollectionName; column: string }>> = {
  members: { index: 'byCustomer', owner: 'records', column: 'customer' },
  keys: { index: 'byRecord', owner: 'records', column: 'record' },
  decisionRecords: { index: 'byRecord', owner: 'records', column: 'record' },
  edges: { index: 'byRecord', owner: 'records', column: 'record' },
  bans: { index: 'byRecord', owner: 'records', column: 'record' },
  participants: { index: 'byRecord', owner: 'records', column: 'record' },
  revisions: { index: 'byInteraction', owner: 'interactions', column: 'interaction' },
  counts: { index: 'byInteraction', owner: 'interactions', column: 'interaction' },
  signals: { index: 'byInteraction', owner: 'interactions', column: 'interaction' },
};

const states: Partial<Record<CollectionName, readonly string[]>> = {
  records: ['standing', 'own', 'removed', 'erased'],
  reviews: ['open', 'accepted', 'refused', 'gone'],
  outbox: ['held', 'pending', 'sent', 'done', 'unknown', 'failed', 'cancelled'],
  inbox: ['waiting', 'failed'],
};

/** Every row of every collection of a tenant, however many. */
export async function rowsOf(store: Store): Promise<Record<string, unknown[]>> {
  const found: Record<string, Record<string, unknown>[]> = {};
  const list = async (name: CollectionName, index: string, where: object): Promise<Record<string, unknown>[]> =>
    (await store.list(name, index as never, { where, limit: 100_000 } as never)) as never;
  const ordered = [...collectionNames].sort((left, right) => Number(left in byOwner) - Number(right in byOwner));
  for (const name of ordered) {
    const owned = byOwner[name];
    if (owned)
      found[name] = (
        await Promise.all((found[owned.owner] ?? []).map(({ id }) => list(name, owned.index, { [owned.column]: id })))
      ).flat();
    else if (states[name])
      found[name] = (await Promise.all(states[name].map((state) => list(name, 'byState', { state })))).flat();
    else {
      const index = Object.entries(definitionOf(name).indexes).find(([, { by }]) => by.length === 0);
      found[name] = await list(name, index?.[0] as string, {});
    }
  }
  return found;
}
