import type { Change } from '../../core/model/change.js';
import type { CustomerId, InteractionId, RecordId } from '../../core/model/id.js';
import type { Instant } from '../../core/model/instant.js';
import type { Interaction } from '../../core/model/interaction.js';
import type { SourceRecord } from '../../core/model/source-record.js';
import { entryByKey, type OutboxDraft } from '../../core/outbox/enqueue.js';
import type { IndexOrder } from '../../core/store/collections.js';
import type { StoreReader } from '../../core/store/store.js';
import type { CrmAdapter } from '../crm-adapter.js';
import { activityKey, type ContactEntry, isOfCrm, queueOfContact, targetOfCrm } from './crm-entry.js';
import { type CrmCustomer, crmContactOf, crmCustomer, customersIn } from './crm-people.js';
import { enrichment } from './enrichment.js';
import { type StandingWrites, standingWrites } from './standing-writes.js';
import { ourPartIn, type TermsGate } from './terms-gate.js';

/** One CRM to which changes are written back. */
export interface WriteBackDesk {
  crm: string;
  adapter: CrmAdapter;
  store: StoreReader;
  gate: TermsGate;
  since: Instant;
  /** Told of what terms forbid, by the term's name and the write's; perhaps more than once. */
  onRefused(term: string, write: string): void;
  /** Told of an activity of a kind that the CRM can not hold; perhaps more than once. */
  onUnsupported(write: string): void;
}

type Drafts = AsyncGenerator<OutboxDraft, void, void>;

/** What a change asks to be written to a CRM. The same change gives the same keys, however often it is read. */
export async function* intendedWrites(desk: WriteBackDesk, change: Change): Drafts {
  const { store } = desk;
  switch (change.type) {
    case 'said':
    case 'removed': {
      const data = (await store.get('interactions', { id: change.interaction }))?.data;
      if (!data) return;
      for (const customer of await customersIn(store, data)) {
        const seen = await crmCustomer(store, desk.adapter.source, customer);
        if (change.type === 'said') yield* said(desk, data, seen, change.revised ? change.sequence : undefined);
        else yield* removed(desk, data, seen, change.sequence);
      }
      return;
    }
    case 'record':
      yield* changedProfile(desk, change.record);
      return;
    case 'merged':
      yield* reconcile(desk, change.customer, change.sequence);
      return;
    case 'split':
      for (const customer of change.into) yield* reconcile(desk, customer, change.sequence);
  }
}

async function* said(desk: WriteBackDesk, data: Interaction, seen: CrmCustomer, revision: number | undefined): Drafts {
  const { crm, store } = desk;
  let isKnown = false;
  for (const contact of seen.contacts) {
    const activity = activityKey(crm, data.id, contact.id);
    if (!(await entryByKey(store, activity))) continue;
    isKnown = true;
    if (revision !== undefined) yield* activityOn(desk, data, contact, `${activity} ${revision}`);
  }
  const [contact] = seen.contacts;
  if (contact && !isKnown) yield* activityOn(desk, data, contact, activityKey(crm, data.id, contact.id));
}

async function* activityOn(desk: WriteBackDesk, data: Interaction, contact: SourceRecord, key: string): Drafts {
  const { crm, adapter, store, gate } = desk;
  // What CRMs have written down themselves is not passed on.
  if (data.channels.every(isOfCrm)) return;
  if (data.state !== 'standing' || data.at < desk.since || !adapter.logActivity) return;
  if (adapter.crm.activityKinds && !adapter.crm.activityKinds.includes(data.kind)) return desk.onUnsupported(key);
  const permission = gate.activity(data, await ourPartIn(store, data));
  if (!permission.permitted) return desk.onRefused(permission.term, key);
  const activity = activityKey(crm, data.id, contact.id);
  const entry: ContactEntry = { verb: 'log-activity', contact: crmContactOf(contact), interaction: data.id, activity };
  yield outboxDraft(
    crm,
    key,
    entry,
    data.participants.map(({ record }) => record),
  );
}

async function* removed({ crm, store }: WriteBackDesk, { id }: Interaction, seen: CrmCustomer, at: number): Drafts {
  for (const contact of seen.contacts) {
    const activity = activityKey(crm, id, contact.id);
    if (!(await entryByKey(store, activity))) continue;
    const { activities } = await standingWrites(store, crm, contact.id);
    const keys = activities.get(activity)?.keys ?? [activity];
    const entry: ContactEntry = { verb: 'erase', contact: crmContactOf(contact), activities: keys, upserts: [] };
    yield outboxDraft(crm, `erase ${activity} ${at}`, entry, []);
  }
}

async function* changedProfile(desk: WriteBackDesk, record: RecordId): Drafts {
  const { store } = desk;
  const row = await store.get('records', { id: record });
  if (row?.kind !== 'profile' || row.state !== 'standing' || !row.data) return;
  const customer = (await store.get('members', { record }))?.customer;
  const [contact] = customer ? (await crmCustomer(store, desk.adapter.source, customer)).contacts : [];
  if (contact) yield* profileOn(desk, row.data, contact, enrichmentKey(desk.crm, row.data, contact));
}

/** Names what a profile says now: whatever brings it to the contact, it is written once. */
function enrichmentKey(crm: string, profile: SourceRecord, contact: SourceRecord): string {
  return `enrich ${crm} ${contact.id} ${profile.id} ${profile.observedAt}`;
}

async function* profileOn(desk: WriteBackDesk, profile: SourceRecord, contact: SourceRecord, key: string): Drafts {
  const { crm, adapter, gate } = desk;
  if (!adapter.upsert) return;
  const { added, refused } = enrichment(profile, contact, gate);
  for (const term of refused) desk.onRefused(term, key);
  if (!added || (await entryByKey(desk.store, key))) return;
  const entry: ContactEntry = { verb: 'upsert', contact: crmContactOf(contact), profile: profile.id };
  yield outboxDraft(crm, key, entry, [profile.id]);
}

/** Brings a customer's contacts in line with who it is now: takes back what is another's, adds what is missing. */
async function* reconcile(desk: WriteBackDesk, customer: CustomerId, at: number): Drafts {
  const { crm, adapter, store } = desk;
  const seen = await crmCustomer(store, adapter.source, customer);
  const [first] = seen.contacts;
  if (!first) return;
  const standing = new Map<SourceRecord, StandingWrites>();
  for (const contact of seen.contacts) {
    const writes = await standingWrites(store, crm, contact.id);
    standing.set(contact, writes);
    yield* foreign(desk, contact, writes, customer, seen, at);
  }
  const all = [...standing.values()];
  for (const profile of seen.profiles) {
    if (all.some(({ profiles }) => profiles.has(profile.id))) continue;
    const key = enrichmentKey(crm, profile, first);
    // It was taken back before, and comes again.
    yield* profileOn(desk, profile, first, (await entryByKey(store, key)) ? `${key} ${at}` : key);
  }
  for await (const id of interactionsOf(store, seen.members)) {
    const isThere = [...standing].some(
      ([contact, { activities }]) => activities.get(activityKey(crm, id, contact.id))?.standing,
    );
    const data = isThere ? undefined : (await store.get('interactions', { id }))?.data;
    if (!data) continue;
    const activity = activityKey(crm, id, first.id);
    const wasThere = standing.get(first)?.activities.has(activity);
    yield* activityOn(desk, data, first, wasThere ? `${activity} ${at}` : activity);
  }
}

/** What was written on a contact while it was one with somebody who is another now. */
async function* foreign(
  { crm, store }: WriteBackDesk,
  contact: SourceRecord,
  { activities, profiles }: StandingWrites,
  customer: CustomerId,
  seen: CrmCustomer,
  at: number,
): Drafts {
  const gone: string[] = [];
  for (const { interaction, keys, standing } of activities.values()) {
    if (!standing) continue;
    const data = (await store.get('interactions', { id: interaction }))?.data;
    if (!data || !(await customersIn(store, data)).has(customer)) gone.push(...keys);
  }
  const upserts = [...profiles].flatMap(([profile, keys]) => (seen.members.includes(profile) ? [] : [...keys]));
  if (gone.length === 0 && upserts.length === 0) return;
  const entry: ContactEntry = { verb: 'erase', contact: crmContactOf(contact), activities: gone, upserts };
  yield outboxDraft(crm, `erase ${crm} ${contact.id} ${at}`, entry, []);
}

/** Every interaction in which any of these records took part, each once. */
async function* interactionsOf(store: StoreReader, members: readonly RecordId[]): AsyncGenerator<InteractionId> {
  const given = new Set<InteractionId>();
  for (const record of members)
    for (let after: IndexOrder<'participants', 'byRecord'> | undefined; ; ) {
      const rows = await store.list('participants', 'byRecord', {
        where: { record },
        limit: 1000,
        ...(after && { after }),
      });
      for (const { interaction } of rows)
        if (!given.has(interaction)) {
          given.add(interaction);
          yield interaction;
        }
      const last = rows.at(-1);
      if (!last || rows.length < 1000) break;
      after = { at: last.at, interaction: last.interaction, role: last.role };
    }
}

function outboxDraft(crm: string, key: string, entry: ContactEntry, about: readonly RecordId[]): OutboxDraft {
  const { verb, ...payload } = entry;
  const { record } = entry.contact;
  return {
    key,
    queue: queueOfContact(crm, record),
    target: targetOfCrm(crm),
    verb,
    payload,
    by: 'write-back',
    records: [...new Set([record, ...about])],
  };
}
