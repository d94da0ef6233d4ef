import { erasedRef, refsOf, withRefs } from '../ingest/erased-ref.js';
import { interactionLock } from '../ingest/lock-all.js';
import { putInteraction } from '../ingest/write-interaction.js';
import { everyPage } from '../store/every-page.js';
import type { Rows } from '../store/rows.js';
import type { StoreTransaction } from '../store/store.js';

/** What erased interactions are called from now on, by their keys. */
export type ErasedNames = ReadonlyMap<string, string>;

/**
 * Lets an interaction that stays name erased ones by names that tell nothing: a network's id of a post often holds its
 * author's. The conversation holds together as before.
 */
export async function renameErased(
  transaction: StoreTransaction,
  row: Rows['interactions'],
  erased: ErasedNames,
): Promise<void> {
  const { data } = row;
  if (!data || !refsOf(data).some((ref) => erased.has(interactionLock(ref)))) return;
  const next = withRefs(data, (ref) => {
    const name = erased.get(interactionLock(ref));
    return name === undefined ? ref : erasedRef(ref, name);
  });
  await putInteraction(transaction, next, row.checkedAt);
}

/** The same in whole conversations. */
export async function renameErasedInThreads(
  transaction: StoreTransaction,
  threads: Iterable<string>,
  erased: ErasedNames,
): Promise<void> {
  for (const thread of threads)
    for await (const rows of everyPage(transaction, 'interactions', 'byThread', { thread }))
      for (const row of rows) await renameErased(transaction, row, erased);
}
