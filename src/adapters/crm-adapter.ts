import type { ActivityDraft, ActivityRef } from '../core/model/activity.js';
import type { Identifier } from '../core/model/identifier.js';
import type { Instant } from '../core/model/instant.js';
import type { Observed } from '../core/model/observed.js';
import type { Attributes } from '../core/model/party.js';
import type { Contact } from '../core/model/source-record.js';
import type { SourceRef } from '../core/model/source-ref.js';
import type { CallOptions, Page, PageOptions } from '../core/page.js';
import type { Repeat } from '../core/write.js';

/** A CRM: what it is called and what it can hold. */
export interface Crm {
  /** Kebab-case: `hubspot`, `csv`. */
  id: string;
  name: string;
  /** The kinds of interaction that its activities can hold; all when absent. */
  activityKinds?: string[];
}

/** What an adapter saw in its CRM. */
export type ContactObserved =
  | { type: 'contact'; contact: Contact }
  | { type: 'removed'; of: SourceRef; at: Instant }
  /** The CRM has made one contact of two. */
  | { type: 'merged'; into: SourceRef; from: SourceRef; at: Instant };

/** What is to be written to a contact. An absent field is left as it is. */
export interface ContactDraft {
  /** Stable for the intent. */
  key: string;
  /** The contact to change; absent to create one. */
  of?: SourceRef;
  attributes?: Attributes;
  /** Identifiers to add: profiles, addresses. None is taken away. */
  identifiers?: Identifier[];
}

/** What we wrote on a contact and now take back: its person asked to be forgotten, or something is no longer said. */
export interface ErasureDraft {
  key: string;
  of: SourceRef;
  /** The keys of activities that we wrote on it. */
  activities: string[];
  /** The keys of upserts to take back, where a cell or field still says what we wrote; all of ours when absent. */
  upserts?: string[];
}

/** The code for one CRM. A verb that is present can be done; one that is absent can not. */
export interface CrmAdapter {
  readonly contract: 1;
  readonly crm: Crm;
  /** The scope of its contacts' ids: `csv/contacts.csv`, `hubspot/123456`. */
  readonly source: string;
  /** It writes what it is given at a time in one go, so that several writes should be under way at once. */
  readonly gathers?: true;
  /** Changes since a cursor, else everything. */
  contacts(options?: PageOptions): Promise<Page<ContactObserved>>;
  /** Calls, meetings, mails and notes that the CRM already holds. */
  activities?(options?: PageOptions): Promise<Page<Observed>>;
  find?(identifiers: Identifier[], options?: CallOptions): Promise<Contact[]>;
  upsert?: CrmWriteVerb<ContactDraft, SourceRef>;
  logActivity?: CrmWriteVerb<ActivityDraft, ActivityRef>;
  /** Takes away what we wrote, and nothing else: enrichment and activities. What is gone already is no error. */
  erase?: CrmWriteVerb<ErasureDraft, SourceRef>;
}

export interface CrmWriteVerb<Draft, Result> {
  readonly repeat: Repeat;
  send(draft: Draft, options?: CallOptions): Promise<Result>;
  find?(draft: Draft, options?: CallOptions): Promise<Result | undefined>;
}
