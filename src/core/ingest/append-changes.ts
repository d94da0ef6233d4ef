import { instantOf } from '../clock.js';
import type { Context } from '../context.js';
import type { Change, ChangeBody } from '../model/change.js';
import type { StoreTransaction } from '../store/store.js';

/** Puts changes into the feed, in this order and behind all that was committed before. The last thing a transaction does. */
export async function appendChanges(
  transaction: StoreTransaction,
  context: Context,
  bodies: readonly ChangeBody[],
): Promise<Change[]> {
  if (bodies.length === 0) return [];
  const at = instantOf(context.clock);
  const first = await transaction.sequence('changes', bodies.length);
  const changes = bodies.map((body, index): Change => ({ ...body, sequence: first + index, at }));
  for (const change of changes)
    await transaction.put('changes', { sequence: change.sequence, type: change.type, at, data: change });
  return changes;
}
