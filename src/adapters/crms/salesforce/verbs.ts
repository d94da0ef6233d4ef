import type { ActivityDraft, ActivityRef } from '../../../core/model/activity.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { CallOptions } from '../../../core/page.js';
import type { ContactDraft, ErasureDraft } from '../../crm-drafts.js';
import { calls } from './calls.js';
import { collections } from './collections.js';
import { type Contacts, contacts, idsAtOnce } from './contacts.js';
import { rowsOf } from './delta-listing.js';
import { erase } from './erase.js';
import { gathered } from './gathered.js';
import { findTask, logAll } from './log-activity.js';
import { objects as objectsOf, withFreshFields } from './objects.js';
import type { ParsedOptions } from './options.js';
import { type PartyFields, partyFields } from './party-fields.js';
import type { PartyObject } from './record-id.js';
import { oneOf } from './soql.js';
import { upsertAll } from './upsert.js';
import type { Row } from './views.js';

type Send<Draft, Value> = (draft: Draft, options?: CallOptions) => Promise<Value>;

/** What the adapter does, behind the literal that says what it can do. */
export interface SalesforceVerbs extends Contacts {
  upsert: Send<ContactDraft, SourceRef>;
  logActivity: Send<ActivityDraft, ActivityRef>;
  findActivity: Send<ActivityDraft, ActivityRef | undefined>;
  erase: Send<ErasureDraft, SourceRef>;
}

export function salesforceVerbs(options: ParsedOptions): SalesforceVerbs {
  const api = calls(options);
  const objects = objectsOf(api, options);
  const writer = collections(api, options.limitWaitMs);
  const parts = (signal: AbortSignal | undefined) => ({
    calls: api,
    collections: writer,
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
  return {
    ...contacts(api, objects, options),
    upsert: gathered((drafts, signal) => upsertAll(drafts, parts(signal))),
    logActivity: gathered((drafts, signal) => logAll(drafts, parts(signal))),
    findActivity: (draft, { signal } = {}) => findTask(draft, parts(signal)),
    erase: (draft, { signal } = {}) => withFreshFields(objects, () => erase(draft, parts(signal))),
  };
}
