import type { Instant } from '../model/instant.js';
import type { Store, StoreReader } from '../store/store.js';

/** Where a network lost our place. A side that is not known is absent. */
export interface Gap {
  from?: Instant;
  to?: Instant;
}

/** A gap as it is kept until a poll has read over it. */
export interface OpenGap extends Gap {
  name: string;
}

const prefixOf = (channel: string) => `channel:${channel}/gap/`;

/** The name under which a gap of a channel is kept. */
export function gapName(channel: string, id: string): string {
  return prefixOf(channel) + id;
}

/** The gaps of a channel that no poll has repaired yet, at most 1,000. */
export async function openGaps(store: StoreReader, channel: string): Promise<OpenGap[]> {
  const prefix = prefixOf(channel);
  const rows = await store.list('checkpoints', 'all', { where: {}, from: { name: prefix }, limit: 1000 });
  return rows.flatMap(({ name, data }) => (name.startsWith(prefix) ? [{ ...(data as Gap), name }] : []));
}

/** Forgets gaps that a poll has read over. Those that came since stay. */
export async function closeGaps(store: Store, gaps: readonly OpenGap[]): Promise<void> {
  if (gaps.length === 0) return;
  await store.transaction(async (transaction) => {
    for (const { name } of gaps) await transaction.remove('checkpoints', { name });
  });
}
