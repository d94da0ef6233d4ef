import type { Context } from '../../core/context.js';
import { KenningError } from '../../core/errors.js';
import { customerOf } from '../../core/members.js';
import type { ActivityDraft, ActivityRef } from '../../core/model/activity.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import type { SourceRecord } from '../../core/model/source-record.js';
import { type Delivery, type DeliveryTarget, unsupportedVerb } from '../../core/outbox/delivery.js';
import { entryByKey } from '../../core/outbox/enqueue.js';
import type { OutboxOptions } from '../../core/outbox/outbox.js';
import type { CallOptions } from '../../core/page.js';
import type { Permission } from '../../core/privacy/permits.js';
import type { Store, StoreReader } from '../../core/store/store.js';
import type { ContactDraft, CrmAdapter, CrmWriteVerb, ErasureDraft } from '../crm-adapter.js';
import { activityDraft } from './activity-draft.js';
import { type CrmContact, type CrmEntry, crmEntryOf, takenBackBy, targetOfCrm } from './crm-entry.js';
import { customersIn } from './crm-people.js';
import { enrichment } from './enrichment.js';
import { ourPartIn, type TermsGate, type TermsOptions, termsGate } from './terms-gate.js';

export interface CrmDeliveryOptions extends TermsOptions {
  store: Store;
  context: Context;
  /** By names of the app's own. */
  crms: Readonly<Record<string, CrmAdapter>>;
}

/** Why nothing was written after all: it no longer stands, or no longer belongs there. */
interface Skipped {
  skipped: string;
}

/**
 * How the outbox reaches CRMs. What is written is read from the store when it is sent: what was removed, split off or
 * forbidden meanwhile is not written.
 *
 * @example
 * const box = outbox({ store, context, ...crmDelivery({ store, context, crms, permits, terms }) });
 */
export function crmDelivery(options: CrmDeliveryOptions): Pick<OutboxOptions, 'targets'> {
  const gate = termsGate(options, options.context);
  const targets: Record<string, DeliveryTarget> = {};
  for (const [name, adapter] of Object.entries(options.crms)) {
    const target = (entry: OutboxEntry, call: CallOptions) => deliveryTo(adapter, { ...options, gate, entry, call });
    targets[targetOfCrm(name)] = Object.assign(target, { together: adapter.gathers === true });
  }
  return { targets };
}

interface Sending {
  store: StoreReader;
  gate: TermsGate;
  entry: OutboxEntry;
  call: CallOptions;
}

function deliveryTo(adapter: CrmAdapter, sending: Sending): Delivery {
  const said = crmEntryOf(sending.entry);
  if (said?.verb === 'log-activity' && adapter.logActivity)
    return delivery(adapter.logActivity, () => activityOf(sending, said), sending);
  if (said?.verb === 'upsert' && adapter.upsert)
    return delivery(adapter.upsert, () => upsertOf(sending, said), sending);
  if (said?.verb === 'erase' && adapter.erase)
    return {
      ...delivery(adapter.erase, async () => erasureOf(sending, said), sending),
      keep: () => takenBackBy(sending.entry),
    };
  throw unsupportedVerb(sending.entry);
}

function delivery<Draft, Result>(
  verb: CrmWriteVerb<Draft, Result>,
  draft: () => Promise<Draft | Skipped>,
  { call }: Sending,
): Delivery {
  const whenStanding = async (work: (draft: Draft) => Promise<Result | undefined>) => {
    const made = await draft();
    return isSkipped(made) ? made : work(made);
  };
  return {
    repeat: verb.repeat,
    send: () => whenStanding((made) => verb.send(made, call)),
    ...(verb.find && { find: () => whenStanding(async (made) => verb.find?.(made, call)) }),
  };
}

const isSkipped = (made: unknown): made is Skipped => typeof made === 'object' && made !== null && 'skipped' in made;

async function activityOf(
  { store, gate, entry }: Sending,
  { contact, interaction, activity }: Extract<CrmEntry, { verb: 'log-activity' }>,
): Promise<ActivityDraft | Skipped> {
  const data = (await store.get('interactions', { id: interaction }))?.data;
  if (data?.state !== 'standing') return { skipped: 'It is no longer said.' };
  const customer = (await standing(store, contact)) && (await customerOf(store, contact.record));
  if (!customer || !(await customersIn(store, data)).has(customer))
    return { skipped: 'It belongs to this contact no longer.' };
  const part = await ourPartIn(store, data);
  insist(gate.activity(data, part));
  const draft = await activityDraft(store, { key: entry.key, interaction: data, contact, part });
  const first = entry.key === activity ? undefined : (await entryByKey(store, activity))?.result;
  const of = first as ActivityRef | undefined;
  return of?.externalId ? { ...draft, of } : draft;
}

async function upsertOf(
  { store, gate, entry }: Sending,
  { contact, profile }: Extract<CrmEntry, { verb: 'upsert' }>,
): Promise<ContactDraft | Skipped> {
  const known = await standing(store, contact);
  const row = await store.get('records', { id: profile });
  const isOne = (await customerOf(store, profile)) === (await customerOf(store, contact.record));
  if (!known || row?.state !== 'standing' || !row.data || !isOne)
    return { skipped: 'It belongs to this contact no longer.' };
  const { added } = enrichment(row.data, known, gate);
  return added ? { key: entry.key, of: contact.of, ...added } : { skipped: 'The contact says it already.' };
}

function erasureOf({ entry }: Sending, said: Extract<CrmEntry, { verb: 'erase' }>): ErasureDraft {
  const { contact, activities, upserts } = said;
  return { key: entry.key, of: contact.of, activities, ...(upserts && { upserts }) };
}

/** What a contact says, while it is one: not ours, and in its CRM still. */
async function standing(store: StoreReader, { record }: CrmContact): Promise<SourceRecord | undefined> {
  const row = await store.get('records', { id: record });
  return row?.state === 'standing' ? row.data : undefined;
}

function insist(permission: Permission): void {
  if (!permission.permitted)
    throw new KenningError('not-permitted', `The term ${permission.term} forbids it: ${permission.reason}`);
}
