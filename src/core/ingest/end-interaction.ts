import { instantOf } from '../clock.js';
import type { Context } from '../context.js';
import type { ChangeBody } from '../model/change.js';
import type { InteractionId } from '../model/id.js';
import type { Interaction } from '../model/interaction.js';
import type { Observed } from '../model/observed.js';
import type { StoreTransaction } from '../store/store.js';
import { interactionRowOf, putInteraction, threadOf } from './write-interaction.js';

type Ended = Extract<Observed, { type: 'removed' | 'hidden' | 'restored' }>;

/**
 * Something is no longer said, or is said again. What was removed loses its words, earlier wordings and raw payload at
 * once and keeps only that it was; a removal that comes before its original leaves a stub that waits for it.
 */
export async function endInteraction(
  transaction: StoreTransaction,
  context: Context,
  ended: Ended,
): Promise<ChangeBody[]> {
  const row = await interactionRowOf(transaction, ended.of);
  const now = instantOf(context.clock);
  if (!row) {
    if (ended.type !== 'removed') return [];
    const id = context.ids.next<InteractionId>();
    const { network, realm, externalId } = ended.of;
    const ref = { network, realm, externalId };
    await transaction.put('interactions', {
      ...ref,
      id,
      thread: threadOf(ref),
      at: ended.at,
      state: 'stub',
      checkedAt: now,
    });
    return [];
  }
  if (!row.data) {
    // The words never came; once the removal is undone they may.
    if (ended.type === 'restored') await transaction.remove('interactions', { id: row.id });
    return [];
  }
  if (ended.type === 'removed') return row.state === 'removed' ? [] : remove(transaction, row.data, ended, now);
  const state = ended.type === 'hidden' ? 'hidden' : 'standing';
  if (row.state === state || (row.state === 'removed' && state === 'hidden')) return [];
  const { removal: _removal, ...rest } = row.data;
  const removal = state === 'hidden' ? { removal: { at: ended.at, by: ended.by } } : {};
  await putInteraction(transaction, { ...rest, ...removal, state }, now);
  return [{ type: ended.type, interaction: row.id }];
}

async function remove(
  transaction: StoreTransaction,
  interaction: Interaction,
  ended: Ended,
  now: string,
): Promise<ChangeBody[]> {
  await forgetWords(transaction, interaction.id);
  const { permalink: _permalink, rating: _rating, ...rest } = interaction;
  const removal = { at: ended.at, by: ended.by };
  await putInteraction(
    transaction,
    { ...rest, content: { text: '' }, version: 'removed', state: 'removed', removal },
    now,
  );
  return [{ type: 'removed', interaction: interaction.id }];
}

/** Takes away what hangs on an interaction's words: earlier wordings, raw payload, signals, and where they led. */
export async function forgetWords(transaction: StoreTransaction, interaction: InteractionId): Promise<void> {
  for (const { version } of await transaction.list('revisions', 'byInteraction', {
    where: { interaction },
    limit: 10_000,
  }))
    await transaction.remove('revisions', { interaction, version });
  for (const { type, analyzer } of await transaction.list('signals', 'byInteraction', {
    where: { interaction },
    limit: 10_000,
  }))
    await transaction.remove('signals', { interaction, type, analyzer });
  for (const { team } of await transaction.list('routes', 'byInteraction', { where: { interaction }, limit: 1000 }))
    await transaction.remove('routes', { interaction, team });
  await transaction.remove('raw', { interaction });
}
