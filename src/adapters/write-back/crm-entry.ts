import { z } from 'zod';
import { type InteractionId, interactionId, type RecordId, recordId } from '../../core/model/id.js';
import type { OutboxEntry } from '../../core/model/outbox-entry.js';
import { type SourceRef, sourceRef } from '../../core/model/source-ref.js';

/**
 * What an outbox entry of a CRM holds: who and what, by ids. Words are read when it is sent, so that none lie in the
 * outbox, and what was taken back meanwhile is never written.
 */
export type CrmEntry =
  | { verb: 'log-activity'; contact: CrmContact; interaction: InteractionId; activity: string }
  | { verb: 'upsert'; contact: CrmContact; profile: RecordId }
  | ({ verb: 'erase'; contact: CrmContact } & TakenBack)
  /** The fields that want this entry's key. */
  | { verb: 'set-fields'; contact: CrmContact }
  | { verb: 'merge'; contact: CrmContact; from: CrmContact }
  | { verb: 'create'; as: 'contact' | 'lead'; profile: RecordId; rule: string }
  | { verb: 'open-case'; contact: CrmContact; interaction: InteractionId; priority?: CasePriority };

export type CasePriority = 'low' | 'normal' | 'high' | 'urgent';

/** What an erasure takes back, by the names of activities and the keys of upserts; all upserts when absent. */
export interface TakenBack {
  activities: string[];
  upserts?: string[];
}

/** What is written to a contact that there is. */
export type ContactEntry = Exclude<CrmEntry, { verb: 'create' }>;

/** A contact, by our id and by its CRM's. */
export interface CrmContact {
  record: RecordId;
  of: SourceRef;
}

const contact = z.object({ record: recordId, of: sourceRef });
const takenBackShape = { activities: z.array(z.string()), upserts: z.array(z.string()).optional() };
const takenBack: z.ZodType<TakenBack> = z.object(takenBackShape);

const crmEntry: z.ZodType<CrmEntry> = z.discriminatedUnion('verb', [
  z.object({ verb: z.literal('log-activity'), contact, interaction: interactionId, activity: z.string() }),
  z.object({ verb: z.literal('upsert'), contact, profile: recordId }),
  z.object({ verb: z.literal('erase'), contact, ...takenBackShape }),
  z.object({ verb: z.literal('set-fields'), contact }),
  z.object({ verb: z.literal('merge'), contact, from: contact }),
  z.object({
    verb: z.literal('create'),
    as: z.enum(['contact', 'lead']),
    profile: recordId,
    rule: z.string(),
  }),
  z.object({
    verb: z.literal('open-case'),
    contact,
    interaction: interactionId,
    priority: z.enum(['low', 'normal', 'high', 'urgent']).optional(),
  }),
]);

/** What an entry of a CRM says; undefined for one of another kind. */
export function crmEntryOf({ verb, payload }: OutboxEntry): CrmEntry | undefined {
  return crmEntry.safeParse({ ...(payload as object), verb }).data;
}

/** What an erasure takes or took back. One that is done keeps no more than that. */
export function takenBackBy({ payload, result }: OutboxEntry): TakenBack | undefined {
  return takenBack.safeParse(payload ?? result).data;
}

export function targetOfCrm(crm: string): string {
  return `crm:${crm}`;
}

/** Whether something was seen in a CRM, and not on a channel. */
export function isOfCrm(channel: string): boolean {
  return channel.startsWith(targetOfCrm(''));
}

/** What is written to one contact goes out in order. */
export function queueOfContact(crm: string, contact: RecordId): string {
  return `crm ${crm} ${contact}`;
}

/** Names the activity of an interaction on a contact, and the entry that first writes it. */
export function activityKey(crm: string, interaction: InteractionId, contact: RecordId): string {
  return `activity ${crm} ${interaction} ${contact}`;
}
