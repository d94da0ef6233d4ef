import { instantOf } from '../clock.js';
import type { Context } from '../context.js';
import { appendChanges } from '../ingest/append-changes.js';
import { forgetWords } from '../ingest/end-interaction.js';
import { interactionLock } from '../ingest/lock-all.js';
import { putInteraction } from '../ingest/write-interaction.js';
import type { Rows } from '../store/rows.js';
import type { Store } from '../store/store.js';
import { removeInteraction } from './remove-interaction.js';

/** Lets go of what somebody said, since a term asks for it: its words, or with `whole` that it ever was. */
export async function forget(
  store: Store,
  context: Context,
  { id, network, realm, externalId }: Rows['interactions'],
  { term, whole }: { term: string; whole: boolean },
): Promise<void> {
  await store.transaction(async (transaction) => {
    await transaction.lock(() => [interactionLock({ network, realm, externalId })]);
    const row = await transaction.get('interactions', { id });
    if (!row) return;
    if (whole) await removeInteraction(transaction, id);
    else if (!row.data || row.data.forgotten) return;
    else {
      await forgetWords(transaction, id);
      const { permalink: _permalink, rating: _rating, ...rest } = row.data;
      const forgotten = { at: instantOf(context.clock), term };
      await putInteraction(transaction, { ...rest, content: { text: '' }, forgotten }, row.checkedAt);
    }
    await appendChanges(transaction, context, [{ type: 'erased', records: [], interactions: [id] }]);
  });
}
