import { z } from 'zod';
import type { Context } from '../context.js';
import { interactionId, recordId } from '../model/id.js';
import type { Instant } from '../model/instant.js';
import { type OutboxEntry, outboxStates } from '../model/outbox-entry.js';
import { sourceRef } from '../model/source-ref.js';
import { enqueue } from '../outbox/enqueue.js';
import { everyPage } from '../store/every-page.js';
import type { Rows } from '../store/rows.js';
import type { Store, StoreReader, StoreTransaction } from '../store/store.js';
import { type Erasure, noteStep } from './erasure.js';
import { holds } from './holds.js';

/** States in which the other system has it, or may have it. */
const written: ReadonlySet<OutboxEntry['state']> = new Set(['sent', 'done', 'unknown']);

/** What an entry of a CRM says by ids; the rest of its payload is its adapter's business. */
const crmPayload = z.object({
  contact: z.object({ record: recordId, of: sourceRef }),
  interaction: interactionId.optional(),
  profile: recordId.optional(),
});
type CrmPayload = z.infer<typeof crmPayload>;

/** What one contact of a CRM must give back. */
interface TakenBack {
  target: string;
  /** The contact's own queue, so that it goes out behind what is on its way. */
  queue: string;
  contact: CrmPayload['contact'];
  activities: string[];
  /** Absent: all that profiles ever added. */
  upserts?: string[];
  notBefore: Instant | '';
}

/**
 * Takes away entries that hold their data, sent or not. What CRMs have of it is taken back by new entries, each in the
 * transaction that removes the old ones. An activity on somebody else's contact is taken back when they wrote what it
 * tells. Gives the ids of the removed entries.
 */
export async function eraseFromOutbox(
  store: Store,
  context: Context,
  erasure: Erasure,
  signal?: AbortSignal,
): Promise<Set<string>> {
  const removed = new Set<string>();
  for (const state of outboxStates)
    for await (const rows of everyPage(store, 'outbox', 'byState', { state }, { ...(signal && { signal }) })) {
      const meant: Rows['outbox'][] = [];
      for (const row of rows) if (await isMeant(store, row, erasure)) meant.push(row);
      if (meant.length > 0) await erasePage(store, context, erasure, meant);
      for (const { id } of meant) removed.add(id);
    }
  return removed;
}

async function isMeant(store: StoreReader, { data }: Rows['outbox'], erasure: Erasure): Promise<boolean> {
  if (data.verb === 'erase') return false;
  // It tells of many, and quotes what is left when it goes.
  if (data.verb === 'alert' && !written.has(data.state)) return false;
  const theirs = new Set(erasure.records);
  const said = crmPayload.safeParse(data.payload).data;
  if (!said) {
    if (data.records.some((record) => theirs.has(record))) return true;
    return data.records.length === 0 && holds(data.payload, erasure.traces?.tells ?? []);
  }
  if (theirs.has(said.contact.record) || (said.profile && theirs.has(said.profile))) return true;
  // What they wrote is gone by now.
  const names = data.records.some((record) => theirs.has(record));
  return names && said.interaction !== undefined && !(await store.get('interactions', { id: said.interaction }));
}

async function erasePage(store: Store, context: Context, erasure: Erasure, meant: Rows['outbox'][]): Promise<void> {
  const key = `erase ${erasure.id} ${(meant[0] as Rows['outbox']).id}`;
  await store.transaction(async (transaction) => {
    await transaction.lock(() => 'everything');
    const rows: Rows['outbox'][] = [];
    for (const { id } of meant) {
      const row = await transaction.get('outbox', { id });
      if (row) rows.push(row);
    }
    const { toErase, byHand } = writtenOf(rows, erasure);
    const waits = [];
    for (const [at, one] of toErase.entries())
      waits.push(await takeBack(transaction, context, erasure, one, `${key} ${at}`));
    for (const { id } of rows) await transaction.remove('outbox', { id });
    await noteStep(transaction, erasure.id, { gone: { outbox: rows.length }, waits, byHand });
  });
}

function writtenOf(rows: Rows['outbox'][], erasure: Erasure): { toErase: TakenBack[]; byHand: string[] } {
  const theirs = new Set(erasure.records);
  const found = new Map<string, TakenBack>();
  const byHand: string[] = [];
  for (const { data, leasedUntil } of rows) {
    if (!written.has(data.state)) continue;
    const { contact } = crmPayload.safeParse(data.payload).data ?? {};
    if (!contact) {
      byHand.push(`${data.target}: what was sent there to them, or about them, stands there still.`);
      continue;
    }
    const { target, queue } = data;
    const one = found.get(queue) ?? { target, queue, contact, activities: [], notBefore: '' };
    if (data.verb === 'log-activity') one.activities.push(data.key);
    if (!theirs.has(contact.record))
      one.upserts = [...(one.upserts ?? []), ...(data.verb === 'upsert' ? [data.key] : [])];
    if (leasedUntil > one.notBefore) one.notBefore = leasedUntil;
    found.set(queue, one);
  }
  return { toErase: [...found.values()], byHand };
}

async function takeBack(
  transaction: StoreTransaction,
  context: Context,
  erasure: Erasure,
  { target, queue, contact, activities, upserts, notBefore }: TakenBack,
  key: string,
): Promise<Erasure['waits'][number]> {
  const { id } = await enqueue(transaction, context, {
    key,
    queue,
    target,
    verb: 'erase',
    payload: { contact, activities, ...(upserts && { upserts }) },
    by: erasure.by,
    ...(notBefore && { notBefore }),
  });
  return { entry: id, target };
}
