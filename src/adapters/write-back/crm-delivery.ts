import { instantOf } from '../../core/clock.js';
import type { Context } from '../../core/context.js';
import { isKenningError, KenningError } from '../../core/errors.js';
import type { Ingest } from '../../core/ingest/ingest.js';
import { customerOf } from '../../core/members.js';
import type { ActivityDraft, ActivityRef } from '../../core/model/activity.js';
import type { Change } from '../../core/model/change.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import type { SourceRecord } from '../../core/model/source-record.js';
import type { SourceRef } from '../../core/model/source-ref.js';
import { type Delivery, type DeliveryTarget, unsupportedVerb } from '../../core/outbox/delivery.js';
import { entryByKey } from '../../core/outbox/enqueue.js';
import type { OutboxOptions } from '../../core/outbox/outbox.js';
import type { Notary } from '../../core/ports.js';
import type { Permission } from '../../core/privacy/permits.js';
import type { Store, StoreReader } from '../../core/store/store.js';
import type {
  CaseDraft,
  ContactDraft,
  ContactObserved,
  CrmAdapter,
  CrmWriteVerb,
  ErasureDraft,
  LeadDraft,
  MergeDraft,
} from '../crm-adapter.js';
import { creationDraft, keepCreated } from '../sync/create/creation-delivery.js';
import { fieldsDraft, keepWritten } from '../sync/fields/field-delivery.js';
import type { WholeFieldRule } from '../sync/fields/field-rule.js';
import { knownIn } from '../sync/fields/field-sides.js';
import { takeContacts } from '../sync/take-contacts.js';
import { activityDraft } from './activity-draft.js';
import { caseDraft } from './case-draft.js';
import { type CrmContact, type CrmEntry, crmEntryOf, takenBackBy, targetOfCrm } from './crm-entry.js';
import { customersIn } from './crm-people.js';
import { enrichment } from './enrichment.js';
import { ourPartIn, type TermsGate, type TermsOptions, termsGate } from './terms-gate.js';

export interface CrmDeliveryOptions extends TermsOptions {
  store: Store;
  context: Context;
  /** By names of the app's own. */
  crms: Readonly<Record<string, CrmAdapter>>;
  /** Fields that are kept in step. */
  rules?: readonly WholeFieldRule[];
  /** Takes in what a CRM shows after a write, or that a contact is gone from it. */
  intake?: { ingest: Ingest; notary: Notary; onChanges?: (changes: Change[]) => void | Promise<void> };
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
    const target = (entry: OutboxEntry, call: { signal: AbortSignal }) =>
      deliveryTo(adapter, { ...options, crm: name, gate, entry, call });
    targets[targetOfCrm(name)] = Object.assign(target, { together: adapter.gathers === true });
  }
  return { targets };
}

interface Sending extends CrmDeliveryOptions {
  crm: string;
  gate: TermsGate;
  entry: OutboxEntry;
  call: { signal: AbortSignal };
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

/** Makes a contact or a lead of somebody, and ties it to the profile before the entry is done. */
function creating(adapter: CrmAdapter, sending: Sending, said: Extract<CrmEntry, { verb: 'create' }>): Delivery {
  const { store, context, crm, crms, gate, entry, intake, call } = sending;
  const { as, profile: id, rule } = said;
  const verb = as === 'lead' ? adapter.createLead : adapter.upsert && asLeads(adapter.upsert);
  if (!verb) throw unsupportedVerb(entry);
  const profileNow = async () => {
    const row = await store.get('records', { id });
    return row?.state === 'standing' ? row.data : undefined;
  };
  const draft = async (): Promise<LeadDraft | Skipped> => {
    const profile = await profileNow();
    const customer = profile && (await customerOf(store, id));
    if (!profile || !customer) return { skipped: 'Nothing is known of them any more.' };
    if ((await knownIn(store, crms, customer)).contacts.has(crm)) return { skipped: 'They are a contact by now.' };
    const made = creationDraft(profile, gate, { key: entry.key, rule });
    if ('permitted' in made) throw forbidden(made);
    return made;
  };
  const made = async (result: SourceRef | Skipped | undefined) => {
    const profile = await profileNow();
    const what = profile && creationDraft(profile, gate, { key: entry.key, rule });
    if (!result || isSkipped(result) || !intake || !profile || !what || 'permitted' in what) return result;
    const taking = { store, context, crm, source: adapter.source, adapter, ...intake };
    const kept = await keepCreated(taking, { ref: result, draft: what, profile, signal: call.signal });
    await intake.onChanges?.(kept);
    return result;
  };
  const whole = delivery(verb, draft, sending);
  return {
    repeat: whole.repeat,
    send: async () => made((await whole.send()) as SourceRef),
    ...(whole.find && { find: async () => made((await whole.find?.()) as SourceRef | undefined) }),
  };
}

/** Makes contacts of what would else become leads. */
function asLeads({ repeat, send, find }: CrmWriteVerb<ContactDraft, SourceRef>): CrmWriteVerb<LeadDraft, SourceRef> {
  const contact = ({ key, attributes, identifiers }: LeadDraft): ContactDraft => ({ key, attributes, identifiers });
  return {
    repeat,
    send: (draft, call) => send(contact(draft), call),
    ...(find && { find: (draft, call) => find(contact(draft), call) }),
  };
}

/** Writes fields, and keeps what the CRM made of them before the entry is done. */
function settingFields(
  adapter: CrmAdapter,
  upsert: CrmWriteVerb<ContactDraft, SourceRef>,
  sending: Sending,
  contact: CrmContact,
): Delivery {
  const { store, context, crm, entry, rules = [], intake, call } = sending;
  const seen = async (items: ContactObserved[]) => {
    if (!intake) return;
    const { changes } = await takeContacts({ store, context, crm, source: adapter.source, ...intake }, items);
    await intake.onChanges?.(changes);
  };
  const setting = { store, context, adapter, crm, rules, entry, contact, onSeen: seen, signal: call.signal };
  const draft = async () => {
    const known = await standing(store, contact);
    return (known && (await fieldsDraft(setting))) ?? { skipped: 'Nothing of it is wanted any more.' };
  };
  const written = async <Result>(result: Result): Promise<Result> => {
    if (result !== undefined && !isSkipped(result)) await keepWritten(setting);
    return result;
  };
  const whole = delivery(upsert, draft, sending);
  return {
    repeat: whole.repeat,
    async send() {
      try {
        return await written(await whole.send());
      } catch (error) {
        if (!isKenningError(error, 'not-found')) throw error;
        // Somebody has deleted it meanwhile. The others go on.
        await seen([{ type: 'removed', of: contact.of, at: instantOf(context.clock) }]);
        return { skipped: 'The contact is gone from the CRM.' };
      }
    },
    ...(whole.find && { find: async () => written(await whole.find?.()) }),
  };
}

async function mergeOf(
  { store, entry }: Sending,
  { contact, from }: Extract<CrmEntry, { verb: 'merge' }>,
): Promise<MergeDraft | Skipped> {
  const both = (await standing(store, contact)) && (await standing(store, from));
  const isOne = (await customerOf(store, contact.record)) === (await customerOf(store, from.record));
  if (!both || !isOne) return { skipped: 'They are two again, or one is gone.' };
  return { key: entry.key, into: contact.of, from: from.of };
}

async function caseOf(
  { store, gate, entry }: Sending,
  said: Extract<CrmEntry, { verb: 'open-case' }>,
): Promise<CaseDraft | Skipped> {
  const data = (await store.get('interactions', { id: said.interaction }))?.data;
  if (data?.state !== 'standing') return { skipped: 'It is no longer said.' };
  if (!(await standing(store, said.contact))) return { skipped: 'The contact is gone.' };
  insist(gate.activity(data, await ourPartIn(store, data)));
  return caseDraft(store, entry.key, said, data);
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
  if (!permission.permitted) throw forbidden(permission);
}

function forbidden({ term, reason }: Extract<Permission, { permitted: false }>): KenningError {
  return new KenningError('not-permitted', `The term ${term} forbids it: ${reason}`);
}
