import type { ActivityDraft, ActivityRef } from '../../../core/model/activity.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { CallOptions } from '../../../core/page.js';
import type { CrmAdapter } from '../../crm-adapter.js';
import type { CaseDraft, ContactDraft, ErasureDraft, LeadDraft, MergeDraft } from '../../crm-drafts.js';
import type { CrmRef } from '../../crm-observed.js';
import { accessOf } from './access.js';
import { activityListing } from './activities.js';
import { calls } from './calls.js';
import { caseListing, openCase } from './cases.js';
import { collections } from './collections.js';
import { textIn } from './contact-of.js';
import { type Contacts, contacts, idsAtOnce } from './contacts.js';
import { dealListing } from './deals.js';
import { deltaListing, rowsOf } from './delta-listing.js';
import { erase } from './erase.js';
import { fieldsOf } from './fields.js';
import { gathered } from './gathered.js';
import { leadOf } from './lead-draft.js';
import { findTask, logAll } from './log-activity.js';
import { merge } from './merge.js';
import { objects as objectsOf, withFreshFields } from './objects.js';
import type { ParsedOptions } from './options.js';
import { type PartyFields, partyFields } from './party-fields.js';
import { personas } from './personas.js';
import type { PartyObject } from './record-id.js';
import { oneOf, quoted } from './soql.js';
import { type NewOrChanged, upsertAll } from './upsert.js';
import type { Row } from './views.js';

type Send<Draft, Value> = (draft: Draft, options?: CallOptions) => Promise<Value>;

/** What the adapter does, behind the literal that says what it can do. */
export interface SalesforceVerbs extends Contacts {
  upsert: Send<ContactDraft, SourceRef>;
  logActivity: Send<ActivityDraft, ActivityRef>;
  findActivity: Send<ActivityDraft, ActivityRef | undefined>;
  erase: Send<ErasureDraft, SourceRef>;
  merge: Send<MergeDraft, SourceRef>;
  openCase: Send<CaseDraft, CrmRef>;
  createLead: Send<LeadDraft, SourceRef>;
  activities: NonNullable<CrmAdapter['activities']>;
  cases: NonNullable<CrmAdapter['cases']>;
  deals: NonNullable<CrmAdapter['deals']>;
  fields: NonNullable<CrmAdapter['fields']>;
  access: NonNullable<CrmAdapter['access']>;
}

export function salesforceVerbs(options: ParsedOptions): SalesforceVerbs {
  const api = calls(options);
  const objects = objectsOf(api, options);
  const writer = collections(api, { limitWaitMs: options.limitWaitMs, onUnknownField: objects.forget });
  const social = personas(api, objects, writer);
  const parts = (signal: AbortSignal | undefined) => ({
    calls: api,
    collections: writer,
    personas: social,
    objects,
    options,
    signal,
    async fieldsOf(object: PartyObject): Promise<PartyFields> {
      await objects.must(object, signal);
      return (await partyFields(object, { objects, options, signal })) as PartyFields;
    },
    async rowsOf(fields: PartyFields, ids: readonly string[], more: readonly string[]): Promise<Map<string, Row>> {
      const selected = [...fields.selected, ...more].join(', ');
      const found = new Map<string, Row>();
      for (let from = 0; from < ids.length; from += idsAtOnce) {
        const where = `${oneOf('Id', ids.slice(from, from + idsAtOnce))} AND IsDeleted = false`;
        const { records } = await api.query(`SELECT ${selected} FROM ${fields.object} WHERE ${where}`, signal);
        for (const row of rowsOf(records, [])) found.set(row.Id.slice(0, 15), row);
      }
      return found;
    },
  });
  const upsert = gathered<NewOrChanged, SourceRef>((drafts, signal) => upsertAll(drafts, parts(signal)));
  const listing = { calls: api, objects, defaultLimit: 200 };
  const findCase = async (key: string, signal?: AbortSignal) => {
    const where = `IsDeleted = false AND ${options.keyField} = ${quoted(key)}`;
    const { records } = await api.query(`SELECT Id FROM Case WHERE ${where} LIMIT 1`, signal);
    return textIn(records[0], 'Id');
  };
  return {
    ...contacts(api, objects, social, options),
    activities: deltaListing(activityListing(objects, options), listing),
    cases: deltaListing(caseListing(objects, options), listing),
    deals: deltaListing(dealListing(objects, options), listing),
    fields: (call) => fieldsOf(objects, options, call),
    access: (call) => accessOf(api, objects, options, call),
    merge: (draft, call) => merge(draft, api, options, call),
    openCase: (draft, call) => openCase(draft, { objects, collections: writer, options, find: findCase }, call),
    createLead: async (draft, call) => upsert(leadOf(draft, await objects.must('Lead', call?.signal)), call),
    upsert,
    logActivity: gathered((drafts, signal) => logAll(drafts, parts(signal))),
    findActivity: (draft, { signal } = {}) => findTask(draft, parts(signal)),
    erase: (draft, { signal } = {}) => withFreshFields(objects, () => erase(draft, parts(signal))),
  };
}
