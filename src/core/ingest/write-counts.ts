import type { Count } from '../model/count.js';
import type { InteractionId } from '../model/id.js';
import type { Instant } from '../model/instant.js';
import type { Observed } from '../model/observed.js';
import { toldByNetwork } from '../model/signal.js';
import type { StoreTransaction } from '../store/store.js';

/** Keeps counts as seen at a moment, unless the last ones were the same. */
export async function writeCounts(
  transaction: StoreTransaction,
  interaction: InteractionId,
  counts: Count[],
  at: Instant,
  isNew = false,
): Promise<void> {
  const where = { interaction };
  const [last] = isNew
    ? []
    : await transaction.list('counts', 'byInteraction', { where, direction: 'descending', limit: 1 });
  if (last && JSON.stringify(last.data) === JSON.stringify(counts)) return;
  await transaction.put('counts', { interaction, at, data: counts });
}

/** Keeps how far something that we sent has come. Reports may come late: `read` is never taken back by `sent`. */
export async function writeDelivery(
  transaction: StoreTransaction,
  interaction: InteractionId,
  { status, at }: Extract<Observed, { type: 'delivery' }>,
): Promise<void> {
  const rank = { sent: 0, delivered: 1, failed: 2, read: 3 };
  const key = { interaction, type: 'delivery', analyzer: toldByNetwork };
  const known = (await transaction.get('signals', key))?.data.value as keyof typeof rank | undefined;
  if (known && rank[known] >= rank[status]) return;
  const data = { interaction, type: 'delivery', value: status, analyzer: toldByNetwork, version: '1', at };
  await transaction.put('signals', { ...key, data });
}
