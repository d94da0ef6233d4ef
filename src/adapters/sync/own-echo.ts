import { recordOf } from '../../core/ingest/write-record.js';
import { activityRef } from '../../core/model/activity.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import { entryByKey } from '../../core/outbox/enqueue.js';
import { everyPage } from '../../core/store/every-page.js';
import type { StoreReader } from '../../core/store/store.js';
import type { ActivityObserved } from '../crm-adapter.js';
import { crmEntryOf, queueOfContact } from '../write-back/crm-entry.js';

/** One CRM in which we write, too. */
export interface EchoDesk {
  store: StoreReader;
  crm: string;
  source: string;
}

/**
 * Whether an activity that a CRM lists is one that we wrote: by our key, by the id that the CRM gave it, or, while the
 * answer to our write is still on its way, by its words.
 */
export async function isEcho({ store, crm, source }: EchoDesk, activity: ActivityObserved): Promise<boolean> {
  const { of, key, observed } = activity;
  if (key !== undefined && (await entryByKey(store, key))) return true;
  if (observed.type !== 'said') return false;
  for (const participant of observed.interaction.participants) {
    if (participant.of.source !== source) continue;
    const record = await recordOf(store, participant.of);
    if (!record) continue;
    const queue = queueOfContact(crm, record);
    for await (const rows of everyPage(store, 'outbox', 'byQueue', { queue, state: 'done' }))
      for (const { data } of rows)
        if (activityRef.safeParse(data.result).data?.externalId === of.externalId) return true;
    for (const state of ['sent', 'unknown'] as const)
      for await (const rows of everyPage(store, 'outbox', 'byQueue', { queue, state }))
        for (const { data } of rows) if (await saysTheSame(store, data, observed.interaction.content.text)) return true;
  }
  return false;
}

async function saysTheSame(store: StoreReader, entry: OutboxEntry, text: string): Promise<boolean> {
  const said = crmEntryOf(entry);
  if (said?.verb !== 'log-activity') return false;
  const ours = letters((await store.get('interactions', { id: said.interaction }))?.data?.content.text ?? '');
  // A CRM may set a headline before it.
  return ours.length > 0 && letters(text).includes(ours);
}

const letters = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
