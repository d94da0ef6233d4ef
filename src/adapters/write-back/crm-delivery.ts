import { customerOf } from '../../core/members.js';
import type { ActivityDraft, ActivityRef } from '../../core/model/activity.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import { type Delivery, type DeliveryTarget, unsupportedVerb } from '../../core/outbox/delivery.js';
import { entryByKey } from '../../core/outbox/enqueue.js';
import type { OutboxOptions } from '../../core/outbox/outbox.js';
import type { ContactDraft, CrmAdapter, ErasureDraft } from '../crm-adapter.js';
import { creating } from '../sync/create/create-in-crm.js';
import { settingFields } from '../sync/fields/set-fields.js';
import { activityDraft } from './activity-draft.js';
import { caseOf } from './case-draft.js';
import { type CrmEntry, crmEntryOf, takenBackBy, targetOfCrm } from './crm-entry.js';
import { customersIn } from './crm-people.js';
import { enrichment } from './enrichment.js';
import { mergeOf } from './merge-draft.js';
import { type CrmDeliveryOptions, delivery, insist, type Sending, type Skipped, standing } from './sending.js';
import { ourPartIn, termsGate } from './terms-gate.js';

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
    const target = (entry: OutboxEntry, call: { signal: AbortSignal }) =>
      deliveryTo(adapter, { ...options, crm: name, gate, entry, call });
    targets[targetOfCrm(name)] = Object.assign(target, { together: adapter.gathers === true });
  }
  return { targets };
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
  if (said?.verb === 'set-fields' && adapter.upsert)
    return settingFields(adapter, adapter.upsert, sending, said.contact);
  if (said?.verb === 'merge' && adapter.merge) return delivery(adapter.merge, () => mergeOf(sending, said), sending);
  if (said?.verb === 'open-case' && adapter.openCase)
    return delivery(adapter.openCase, () => caseOf(sending, said), sending);
  if (said?.verb === 'create') return creating(adapter, sending, said);
  throw unsupportedVerb(sending.entry);
}

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
