import type { ParticipantRole } from '../../../core/model/interaction.js';
import { saidIn } from './read-contact.js';
import type { RecordView } from './views.js';

/** A kind of activity that HubSpot keeps, and where it says what. */
export interface ActivityKind {
  object: string;
  /** Stands before ids. */
  name: string;
  kindOf(record: RecordView): string;
  at: string;
  title?: string;
  /** Where its text stands; and as HTML, where there is no plain one. */
  body: string;
  html?: string;
  isHtml?: true;
  until?: string;
  /** Where its length stands, in milliseconds. */
  lasted?: string;
  messageId?: string;
  /** We write such. */
  ours?: true;
  rolesOf(record: RecordView): { us: ParticipantRole; them: ParticipantRole };
  properties: readonly string[];
}

const byDirection = (property: string, inbound: RegExp) => (record: RecordView) =>
  inbound.test(saidIn(record, property) ?? '')
    ? ({ us: 'recipient', them: 'author' } as const)
    : ({ us: 'author', them: 'recipient' } as const);

const common = ['hs_timestamp', 'hs_createdate', 'hs_lastmodifieddate', 'hubspot_owner_id'];

export const activityKinds: readonly ActivityKind[] = [
  {
    object: 'calls',
    name: 'call',
    kindOf: () => 'call',
    at: 'hs_timestamp',
    title: 'hs_call_title',
    body: 'hs_call_body',
    isHtml: true,
    lasted: 'hs_call_duration',
    rolesOf: byDirection('hs_call_direction', /^INBOUND$/),
    properties: [...common, 'hs_call_title', 'hs_call_body', 'hs_call_duration', 'hs_call_direction'],
  },
  {
    object: 'meetings',
    name: 'meeting',
    kindOf: () => 'meeting',
    at: 'hs_meeting_start_time',
    title: 'hs_meeting_title',
    body: 'hs_meeting_body',
    isHtml: true,
    until: 'hs_meeting_end_time',
    rolesOf: () => ({ us: 'organizer', them: 'attendee' }),
    properties: [...common, 'hs_meeting_title', 'hs_meeting_body', 'hs_meeting_start_time', 'hs_meeting_end_time'],
  },
  {
    object: 'emails',
    name: 'email',
    kindOf: () => 'email',
    at: 'hs_timestamp',
    title: 'hs_email_subject',
    body: 'hs_email_text',
    html: 'hs_email_html',
    messageId: 'hs_email_message_id',
    rolesOf: byDirection('hs_email_direction', /^INCOMING_EMAIL$/),
    properties: [
      ...common,
      'hs_email_subject',
      'hs_email_text',
      'hs_email_html',
      'hs_email_direction',
      'hs_email_message_id',
    ],
  },
  {
    object: 'notes',
    name: 'note',
    kindOf: () => 'note',
    at: 'hs_timestamp',
    body: 'hs_note_body',
    isHtml: true,
    ours: true,
    rolesOf: () => ({ us: 'author', them: 'mentioned' }),
    properties: [...common, 'hs_note_body'],
  },
  {
    object: 'communications',
    name: 'communication',
    kindOf: (record) => (saidIn(record, 'hs_communication_channel_type') === 'SMS' ? 'sms' : 'message'),
    at: 'hs_timestamp',
    body: 'hs_communication_body',
    isHtml: true,
    ours: true,
    // HubSpot does not say who wrote to whom.
    rolesOf: () => ({ us: 'attendee', them: 'attendee' }),
    properties: [...common, 'hs_communication_body', 'hs_communication_channel_type'],
  },
];
