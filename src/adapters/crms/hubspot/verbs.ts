import type { CrmAdapter } from '../../crm-adapter.js';
import { accessOf } from './access.js';
import { activityReader } from './activities.js';
import { caseReader } from './cases.js';
import { contactReader } from './contact-reading.js';
import { leadWriter } from './create-lead.js';
import { dealReader } from './deals.js';
import { desk } from './desk.js';
import { eraser } from './erase.js';
import { fieldsOf } from './fields.js';
import { contactFinder } from './find-contacts.js';
import { merger } from './merge.js';
import { caseOpener } from './open-case.js';
import type { ParsedOptions } from './options.js';
import { activityWriter } from './write-activities.js';
import { contactWriter } from './write-contacts.js';

type Verb =
  | 'contacts'
  | 'get'
  | 'activities'
  | 'cases'
  | 'deals'
  | 'find'
  | 'fields'
  | 'access'
  | 'upsert'
  | 'logActivity'
  | 'erase'
  | 'merge'
  | 'openCase'
  | 'createLead';

export type HubspotVerbs = Required<Pick<CrmAdapter, Verb>>;

export function verbs(options: ParsedOptions): HubspotVerbs {
  const at = desk(options);
  const reader = contactReader(at);
  const finder = contactFinder(at, reader);
  const upsert = contactWriter(at, finder);
  return {
    contacts: reader.contacts,
    get: reader.get,
    activities: activityReader(at),
    cases: caseReader(at),
    deals: dealReader(at),
    find: finder.find,
    fields: (call) => fieldsOf(at, call),
    access: (call) => accessOf(at, call),
    upsert,
    logActivity: activityWriter(at),
    erase: eraser(at),
    merge: merger(at),
    openCase: caseOpener(at),
    createLead: leadWriter(at, upsert, finder),
  };
}
