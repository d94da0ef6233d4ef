import { forgetWords } from '../ingest/end-interaction.js';
import type { InteractionId } from '../model/id.js';
import { everyPage } from '../store/every-page.js';
import type { StoreTransaction } from '../store/store.js';
import { leaveCase } from './case-rows.js';
import type { Gone } from './erasure.js';

/** Takes an interaction away with every row that hangs on it. Whoever calls this holds its key. */
export async function removeInteraction(transaction: StoreTransaction, interaction: InteractionId): Promise<Gone> {
  const where = { interaction };
  const gone: Gone = {
    interactions: 1,
    revisions: await transaction.count('revisions', 'byInteraction', where),
    signals: await transaction.count('signals', 'byInteraction', where),
    raw: (await transaction.get('raw', where)) ? 1 : 0,
    counts: await transaction.count('counts', 'byInteraction', where),
  };
  await forgetWords(transaction, interaction);
  for await (const rows of everyPage(transaction, 'counts', 'byInteraction', where))
    for (const { at } of rows) await transaction.remove('counts', { interaction, at });
  for await (const rows of everyPage(transaction, 'participants', 'byInteraction', where))
    for (const { record, role } of rows) await transaction.remove('participants', { record, interaction, role });
  await leaveCase(transaction, interaction);
  await transaction.remove('interactions', { id: interaction });
  return gone;
}
