import type { Access } from '../core/access.js';
import type { ActivityDraft, ActivityRef } from '../core/model/activity.js';
import type { Identifier } from '../core/model/identifier.js';
import type { Network } from '../core/model/network.js';
import type { Contact } from '../core/model/source-record.js';
import type { SourceRef } from '../core/model/source-ref.js';
import type { CallOptions, Cursor, Page, PageOptions } from '../core/page.js';
import type { ReceivedWebhook } from '../core/webhooks/signed-webhook.js';
import type { Repeat } from '../core/write.js';
import type { CaseDraft, ContactDraft, ErasureDraft, LeadDraft, MergeDraft } from './crm-drafts.js';
import type { CrmField } from './crm-field.js';
import type {
  ActivityObserved,
  CaseObserved,
  ContactNotice,
  ContactObserved,
  CrmRef,
  DealObserved,
} from './crm-observed.js';

export type * from './crm-drafts.js';
export type * from './crm-field.js';
export type * from './crm-observed.js';

/** A CRM: what it is called and what it can hold. */
export interface Crm {
  /** Kebab-case: `hubspot`, `csv`. */
  id: string;
  name: string;
  /** The kinds of interaction that its activities can hold; all when absent. */
  activityKinds?: string[];
  /** The networks that its own activities name, with their terms: what a company wrote down itself is its own data. */
  networks?: Network[];
}

export interface DeltaOptions extends PageOptions {
  /** Only what changed after this place, as the `changed` of an earlier reading's last page. Absent: all that stands. */
  since?: Cursor;
}

export interface DeltaPage<T> extends Page<T> {
  /** On the last page: where to begin the next time. Absent where the CRM can not tell what changed. */
  changed?: Cursor;
}

/**
 * The code for one CRM. A verb that is present can be done; one that is absent can not.
 *
 * Listings give one page a call. With `since` they give what was changed, removed or merged after that place, each at
 * least once; a place that is too old is `not-found`, and everything is read anew. Each verb honours `signal` and throws
 * `KenningError`.
 */
export interface CrmAdapter {
  readonly contract: 1;
  readonly crm: Crm;
  /**
   * The scope of its contacts' ids: `csv/contacts.csv`, `hubspot/123456`. Ids of different kinds of records that could
   * be the same carry their kind: `company/55`.
   */
  readonly source: string;
  /** It writes what it is given at a time in one go, so that several writes should be under way at once. */
  readonly gathers?: true;
  /** People and organizations, leads among them. */
  contacts(options?: DeltaOptions): Promise<DeltaPage<ContactObserved>>;
  /** These alone, as they stand now. Those that are gone are `removed` or `merged`. */
  get?(refs: SourceRef[], options?: CallOptions): Promise<ContactObserved[]>;
  /** Calls, meetings, mails and notes that the CRM already holds. Participants are named by this `source`. */
  activities?(options?: DeltaOptions): Promise<DeltaPage<ActivityObserved>>;
  cases?(options?: DeltaOptions): Promise<DeltaPage<CaseObserved>>;
  deals?(options?: DeltaOptions): Promise<DeltaPage<DealObserved>>;
  /** Contacts that say any of these. */
  find?(identifiers: Identifier[], options?: CallOptions): Promise<Contact[]>;
  /** The fields that can be read and written. */
  fields?(options?: CallOptions): Promise<CrmField[]>;
  /** What the credential may do. */
  access?(options?: CallOptions): Promise<Access>;
  webhook?: CrmWebhookReceiver;

  upsert?: CrmWriteVerb<ContactDraft, SourceRef>;
  logActivity?: CrmWriteVerb<ActivityDraft, ActivityRef>;
  /** Takes away what we wrote, and nothing else: enrichment and activities. What is gone already is no error. */
  erase?: CrmWriteVerb<ErasureDraft, SourceRef>;
  /** Makes one contact of two; gives the one that stays. */
  merge?: CrmWriteVerb<MergeDraft, SourceRef>;
  openCase?: CrmWriteVerb<CaseDraft, CrmRef>;
  createLead?: CrmWriteVerb<LeadDraft, SourceRef>;
}

export interface CrmWriteVerb<Draft, Result> {
  readonly repeat: Repeat;
  send(draft: Draft, options?: CallOptions): Promise<Result>;
  /** With `findable`: what an earlier write with this key made, if it arrived. */
  find?(draft: Draft, options?: CallOptions): Promise<Result | undefined>;
}

export interface CrmWebhookReceiver {
  /** As a connector's: checks a request's signature and age without reading what it says. */
  receive(request: Request): Promise<ReceivedWebhook>;
  /** Reads a request that was kept after `receive` accepted it. The names of headers are in lower case. */
  read(body: string, headers: Readonly<Record<string, string>>): Page<ContactNotice>;
}
