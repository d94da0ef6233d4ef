import type { Change } from '../../../core/model/change.js';
import type { InteractionId } from '../../../core/model/id.js';
import type { StoreReader } from '../../../core/store/store.js';
import type { Looked } from './look-at.js';
import { type KnownRemoval, removalsAmong } from './removals-among.js';

/** What a page of the change feed means for those who watch. */
export interface PageNews {
  /** What was said for the first time, and not by us. */
  heard: readonly Looked[];
  /** What we hid or deleted, and what stands again. */
  removals: readonly KnownRemoval[];
  restored: readonly InteractionId[];
  /** Interactions and records that must not be known any more: what was removed, and what was erased. */
  gone: ReadonlySet<string>;
  erased: ReadonlySet<string>;
}

export async function newsIn(
  store: StoreReader,
  page: readonly Change[],
  looked: readonly Looked[],
): Promise<PageNews> {
  const first = new Set<InteractionId>();
  const ended = new Set<InteractionId>();
  const restored: InteractionId[] = [];
  const gone = new Set<string>();
  const erased = new Set<string>();
  for (const one of page) {
    if (one.type === 'said' && !one.revised) first.add(one.interaction);
    if (one.type === 'removed' || one.type === 'hidden') ended.add(one.interaction);
    if (one.type === 'removed') gone.add(one.interaction);
    if (one.type === 'restored') restored.push(one.interaction);
    if (one.type === 'erased') for (const id of [...one.records, ...one.interactions]) erased.add(id);
  }
  return {
    heard: looked.filter(({ interaction, own }) => !own && first.has(interaction.id)),
    removals: await removalsAmong(store, ended),
    restored,
    gone: gone.union(erased),
    erased,
  };
}
