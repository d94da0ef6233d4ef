import type {
  ActivityObserved,
  CaseObserved,
  ContactDraft,
  ContactObserved,
  CrmAdapter,
  CrmWriteVerb,
  DealObserved,
  DeltaOptions,
  DeltaPage,
} from '../../adapters/crm-adapter.js';
import { instantOf } from '../../core/clock.js';
import { KenningError } from '../../core/errors.js';
import type { SourceRef } from '../../core/model/source-ref.js';
import type { CallOptions } from '../../core/page.js';
import type { Journal } from '../journal.js';
import { contactOf, fieldsOf, valuesOf } from './fake-contact.js';
import type { FakeActivity, FakeCase, FakeCrm, FakeDeal } from './fake-crm.js';

/** Every verb that the fake CRM offers. */
export type FakeCrmAdapter = CrmAdapter & Required<Omit<CrmAdapter, 'gathers' | 'webhook'>>;

export interface FakeCrmAdapterOptions {
  /** The scope of its contacts' ids. Defaults to `fake-crm/1`. */
  source?: string;
}

/**
 * The adapter of the fake CRM, without HTTP: for tests of apps.
 *
 * @example
 * const crm = new FakeCrm();
 * const app = kenning({ store: memory(), crms: { sales: fakeCrmAdapter(crm) } });
 */
export function fakeCrmAdapter(crm: FakeCrm, { source = 'fake-crm/1' }: FakeCrmAdapterOptions = {}): FakeCrmAdapter {
  const id = 'fake-crm';
  const ref = (externalId: string): SourceRef => ({ source, externalId });
  /** What enrichment wrote, so that it can be taken back. */
  const enriched = new Map<string, { of: string; values: Record<string, string>; profiles: string[] }>();

  const now = () => instantOf(crm.clock);
  const contactSeen = (of: string): ContactObserved => {
    const contact = crm.contacts.get(of);
    if (contact?.mergedInto)
      return { type: 'merged', into: ref(contact.mergedInto), from: ref(of), at: contact.changedAt };
    if (!contact || contact.removed) return { type: 'removed', of: ref(of), at: contact?.changedAt ?? now() };
    return { type: 'contact', contact: contactOf(contact, source) };
  };
  const activitySeen = (of: string): ActivityObserved => {
    const activity = crm.activities.get(of) as FakeActivity;
    const named = { network: id, realm: source, externalId: of };
    const key = activity.key === undefined ? {} : { key: activity.key };
    const place = { of: { crm: id, externalId: of }, ...key };
    if (activity.removed) return { ...place, observed: { type: 'removed', of: named, at: now(), by: 'unknown' } };
    const { kind, at, text, subject, contact, direction } = activity;
    return {
      ...place,
      observed: {
        type: 'said',
        interaction: {
          ...named,
          kind,
          at,
          content: { text, title: subject },
          origin: 'api',
          participants: [{ role: direction === 'inbound' ? 'author' : 'recipient', of: ref(contact) }],
        },
        profiles: [],
      },
    };
  };
  const caseSeen = (of: string): CaseObserved => {
    const { contact, subject, state, openedAt, changedAt, key } = crm.cases.get(of) as FakeCase;
    return {
      of: { crm: id, externalId: of },
      ...(key !== undefined && { key }),
      state,
      status: state,
      subject,
      contact: ref(contact),
      openedAt,
      ...(state === 'closed' && { closedAt: changedAt }),
      changedAt,
    };
  };
  const dealSeen = (of: string): DealObserved => {
    const { contact, name, state, amount, openedAt, changedAt } = crm.deals.get(of) as FakeDeal;
    return {
      of: { crm: id, externalId: of },
      name,
      contacts: [ref(contact)],
      state,
      stage: state,
      amount: { value: amount, currency: 'EUR' },
      openedAt,
      changedAt,
    };
  };
  const activityOf = (key: string) => [...crm.activities.values()].find((one) => one.key === key && !one.removed);

  function upsert(draft: ContactDraft): string {
    const { values, profiles } = valuesOf(draft);
    const of = draft.of?.externalId ?? crm.add(values, draft.party);
    if (draft.of || profiles.length > 0) crm.change(of, draft.of ? values : {}, profiles);
    enriched.set(draft.key, { of, values, profiles });
    return of;
  }

  return {
    contract: 1,
    crm: { id, name: 'Fake CRM' },
    source,
    contacts: async (options) => {
      const page = list(crm.changes.contacts, options, contactSeen);
      const isDelta = options?.since !== undefined || options?.cursor?.startsWith('since ');
      return isDelta ? page : { ...page, items: page.items.filter(({ type }) => type === 'contact') };
    },
    get: async (refs, options) => {
      options?.signal?.throwIfAborted();
      return refs.map(({ externalId }) => contactSeen(externalId));
    },
    activities: async (options) => list(crm.changes.activities, options, activitySeen),
    cases: async (options) => list(crm.changes.cases, options, caseSeen),
    deals: async (options) => list(crm.changes.deals, options, dealSeen),
    find: async (identifiers, options) => {
      options?.signal?.throwIfAborted();
      const found = new Set(identifiers.flatMap(({ value }) => crm.find(value)));
      return [...found].map((contact) => contactOf(contact, source));
    },
    fields: async () =>
      crm.fields.map(({ name, label, maxLength, readOnly }) => ({
        name,
        label,
        kind: 'text',
        ...(name in fieldsOf && { attribute: fieldsOf[name as keyof typeof fieldsOf] }),
        ...(maxLength !== undefined && { maxLength }),
        ...(readOnly && { readOnly }),
      })),
    async access({ signal } = {}) {
      signal?.throwIfAborted();
      return { account: 'Fake CRM', missing: [], quotas: [], notes: [] };
    },
    upsert: keyed((draft) => ref(crm.once(draft.key, () => upsert(draft)))),
    logActivity: keyed(({ key, contact, kind, direction, subject, text, at, of }) => {
      const written = { kind, direction, subject, text, at };
      const known = of && crm.activities.get(of.externalId);
      if (known && !known.removed) crm.relog(known.id, written);
      const before = known && !known.removed ? known.id : activityOf(key)?.id;
      return { crm: id, externalId: before ?? crm.log({ ...written, key, contact: contact.externalId }) };
    }),
    erase: keyed(({ of, activities, upserts = [...enriched.keys()] }) => {
      for (const key of activities) crm.unlog(activityOf(key)?.id ?? '');
      for (const key of upserts) {
        const ours = enriched.get(key);
        const contact = ours?.of === of.externalId ? crm.contacts.get(ours.of) : undefined;
        if (!ours || !contact || contact.removed || contact.mergedInto) continue;
        const still = Object.entries(ours.values).filter(([name, value]) => value && contact.values[name] === value);
        crm.change(ours.of, Object.fromEntries(still.map(([name]) => [name, ''])));
        crm.forget(ours.of, ours.profiles);
        enriched.delete(key);
      }
      return of;
    }),
    merge: keyed(({ into, from }) => {
      if (crm.contacts.get(from.externalId)?.mergedInto !== into.externalId)
        crm.merge(into.externalId, from.externalId);
      return into;
    }),
    openCase: keyed(({ key, contact, subject, text }) => ({
      crm: id,
      externalId: crm.once(key, () => crm.openCase({ key, contact: contact.externalId, subject, text })),
    })),
    createLead: keyed(({ key, attributes, identifiers }) => {
      const { values, profiles } = valuesOf({ key, attributes, identifiers });
      return ref(
        crm.once(key, () => {
          const lead = crm.add(values);
          crm.change(lead, {}, profiles);
          crm.standing(lead).isLead = true;
          return lead;
        }),
      );
    }),
  };
}

function keyed<Draft, Result>(write: (draft: Draft) => Result): CrmWriteVerb<Draft, Result> {
  return {
    repeat: 'keyed',
    async send(draft, options?: CallOptions) {
      options?.signal?.throwIfAborted();
      return write(draft);
    },
  };
}

function list<Item>(
  journal: Journal,
  { cursor, since, limit = 100, signal }: DeltaOptions = {},
  see: (id: string) => Item,
): DeltaPage<Item> {
  signal?.throwIfAborted();
  // A cursor remembers whether it walks through all or through changes.
  const [, kind = since === undefined ? 'all' : 'since', place = since] =
    /^(all|since) (.*)$/s.exec(cursor ?? '') ?? [];
  if (cursor !== undefined && place === undefined)
    throw new KenningError('invalid', 'This cursor is none of the fake CRM.');
  const { ids, next } = journal.after(place, Math.max(1, limit));
  return { items: ids.map(see), rejected: [], ...(next ? { next: `${kind} ${next}` } : { changed: journal.end }) };
}
