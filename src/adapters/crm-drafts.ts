import type { InteractionId } from '../core/model/id.js';
import type { Identifier } from '../core/model/identifier.js';
import type { Attributes, PartyKind } from '../core/model/party.js';
import type { SourceRef } from '../core/model/source-ref.js';

/** What is to be written to a contact. An absent field is left as it is. */
export interface ContactDraft {
  /** Stable for the intent. */
  key: string;
  /** The contact to change; absent to create one. */
  of?: SourceRef;
  /** With a new one: whether it is a person, as by default, or an organization. */
  party?: PartyKind;
  /** `custom` names fields as the CRM does. Of somebody who only spoke on a network `name` is known as a whole, and no part of it. */
  attributes?: Attributes;
  /** Fields to empty: names of attributes, or of the CRM's own fields. */
  cleared?: string[];
  /**
   * Identifiers to add: addresses, numbers, and of a profile its `handle` and its page, a `url`, with the network as `scope`. None is
   * taken away; what the CRM has no place for is left.
   */
  identifiers?: Identifier[];
  /** The organization it belongs to. */
  organization?: SourceRef;
}

/** What we wrote on a contact and now take back: its person asked to be forgotten, or something is no longer said. */
export interface ErasureDraft {
  key: string;
  of: SourceRef;
  /** The keys of activities that we wrote on it. */
  activities: string[];
  /**
   * The keys of upserts to take back, where a cell or field still says what we wrote; all of ours when absent. kenning keeps no
   * values that it wrote, so the adapter marks in the CRM what each key brought.
   */
  upserts?: string[];
}

/** Two contacts that are one: `from` is given up, `into` stays. The same contact twice is refused as `invalid`. */
export interface MergeDraft {
  key: string;
  into: SourceRef;
  from: SourceRef;
}

/** A ticket or case to be opened from a conversation. */
export interface CaseDraft {
  key: string;
  contact: SourceRef;
  subject: string;
  text: string;
  priority?: 'low' | 'normal' | 'high' | 'urgent';
  /** What was said and asks for it. */
  interaction: InteractionId;
  permalink?: string;
}

/** Somebody who is in no CRM yet and becomes a lead, since a rule says so. */
export interface LeadDraft {
  key: string;
  /** The rule's name. */
  rule: string;
  attributes: Attributes;
  identifiers: Identifier[];
  /** Where it comes from, in words: `bluesky`. */
  origin: string;
}
