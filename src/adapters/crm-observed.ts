import type { ActivityRef } from '../core/model/activity.js';
import type { Instant } from '../core/model/instant.js';
import type { Observed } from '../core/model/observed.js';
import type { Contact } from '../core/model/source-record.js';
import type { SourceRef } from '../core/model/source-ref.js';

/** What an adapter saw in its CRM. */
export type ContactObserved =
  | { type: 'contact'; contact: Contact }
  | { type: 'removed'; of: SourceRef; at: Instant }
  /** The CRM has made one contact of two. */
  | { type: 'merged'; into: SourceRef; from: SourceRef; at: Instant };

/** What a CRM's webhook tells: what happened, or only that something did, to be read with `get`. */
export type ContactNotice = ContactObserved | { type: 'changed'; of: SourceRef };

/** A call, a meeting, a mail or a note that the CRM holds. */
export interface ActivityObserved {
  of: ActivityRef;
  /** The key with which we wrote it, where the CRM keeps it: our own echo is known by it. */
  key?: string;
  observed: Observed;
}

/** Names a record of a CRM that is no person and no organization: a case, a deal. */
export interface CrmRef {
  crm: string;
  externalId: string;
}

/** A ticket or case as the CRM has it. */
export interface CaseObserved {
  of: CrmRef;
  /** The key with which we opened it, where the CRM keeps it. */
  key?: string;
  state: 'open' | 'waiting' | 'closed' | 'removed';
  /** The CRM's own word for its state: `Escalated`. */
  status: string;
  subject: string;
  contact?: SourceRef;
  owner?: string;
  priority?: string;
  openedAt: Instant;
  closedAt?: Instant;
  changedAt: Instant;
  permalink?: string;
}

/** A deal or opportunity as the CRM has it, so that outcomes can be measured. */
export interface DealObserved {
  of: CrmRef;
  name: string;
  contacts: SourceRef[];
  organization?: SourceRef;
  state: 'open' | 'won' | 'lost' | 'removed';
  /** The CRM's own word for its stage: `Negotiation`. */
  stage: string;
  /** `currency` is ISO 4217; absent where the CRM does not say. */
  amount?: { value: number; currency?: string };
  owner?: string;
  openedAt: Instant;
  closedAt?: Instant;
  changedAt: Instant;
  permalink?: string;
}
