import type { InteractionRef, ParticipantRole } from '../../../core/model/interaction.js';
import type { Profile } from '../../../core/model/source-record.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { Rejected } from '../../../core/page.js';
import { htmlToText } from '../../../core/text/html-to-text.js';
import type { ActivityObserved, CrmAdapter } from '../../crm-adapter.js';
import { type ActivityKind, activityKinds } from './activity-kinds.js';
import type { Desk } from './desk.js';
import { markerIn, unmarked } from './marker.js';
import { companyKind, contactKind } from './object-kinds.js';
import { saidIn } from './read-contact.js';
import { hubspotInstant, timesOf } from './times.js';
import type { RecordView } from './views.js';
import { readEach, walkObjects } from './walk-objects.js';

/** Lists calls, meetings, mails, notes and messages. What is on nobody's record is left out. */
export function activityReader({ portal, options, source }: Desk): NonNullable<CrmAdapter['activities']> {
  const kinds = activityKinds.map((kind) => ({
    object: kind.object,
    changed: 'hs_lastmodifieddate',
    properties: async () => kind.properties,
    associations: ['contacts', 'companies'],
    read: async (records: readonly RecordView[], rejected: Rejected[]) =>
      readEach(records, rejected, `${kind.name}/`, (record) => readActivity(kind, record, source)),
    removed: (record: RecordView, at: string): ActivityObserved[] => [
      {
        of: { crm: 'hubspot', externalId: `${kind.name}/${record.id}` },
        // A mail that HubSpot no longer keeps may lie in a mailbox still.
        observed: { type: 'removed', of: ownRef(kind, record, source), at, by: 'us' },
      },
    ],
  }));
  return (given = {}) => walkObjects({ portal, options }, kinds, given);
}

function readActivity(kind: ActivityKind, record: RecordView, source: string): ActivityObserved | undefined {
  const { name } = kind;
  const owner = saidIn(record, 'hubspot_owner_id');
  const us: SourceRef | undefined = owner ? { source, externalId: `owner/${owner}` } : undefined;
  const participants = participantsOf(kind, record, source, us);
  if (!participants.some(({ of }) => of !== us)) return undefined;
  const { changedAt } = timesOf(record, 'hs_lastmodifieddate');
  const plain = saidIn(record, kind.body);
  const body = plain ?? saidIn(record, kind.html) ?? '';
  const key = kind.ours ? markerIn(body)?.key : undefined;
  const { text } = kind.isHtml || plain === undefined ? htmlToText(body) : { text: body };
  const at = hubspotInstant(record.properties[kind.at]) ?? changedAt;
  const endedAt = endOf(kind, record, at);
  const title = saidIn(record, kind.title)?.slice(0, 5000);
  return {
    of: { crm: 'hubspot', externalId: `${name}/${record.id}` },
    ...(key !== undefined && { key }),
    observed: {
      type: 'said',
      interaction: {
        ...(mailRef(kind, record) ?? ownRef(kind, record, source)),
        kind: kind.kindOf(record),
        at,
        ...(endedAt && { endedAt }),
        content: { text: key === undefined ? text : unmarked(text), ...(title && { title }) },
        origin: 'api',
        participants,
      },
      profiles: us ? [ownProfile(us, changedAt)] : [],
    },
  };
}

function participantsOf(kind: ActivityKind, record: RecordView, source: string, us: SourceRef | undefined) {
  const them = [contactKind, companyKind].flatMap(({ object, prefix }) =>
    [...new Set(record.associations?.[object]?.results.map(({ id }) => id) ?? [])].map(
      (id): SourceRef => ({ source, externalId: `${prefix}${id}` }),
    ),
  );
  const roles = kind.rolesOf(record);
  const participants: { role: ParticipantRole; of: SourceRef }[] = us ? [{ role: roles.us, of: us }] : [];
  // One who calls or writes is one; the others on the record are spoken to.
  for (const [index, of] of them.slice(0, 900).entries())
    participants.push({ role: roles.them === 'author' && index > 0 ? 'recipient' : roles.them, of });
  return participants;
}

function endOf(kind: ActivityKind, record: RecordView, at: string): string | undefined {
  const until = hubspotInstant(saidIn(record, kind.until));
  if (until) return until >= at ? until : undefined;
  const lasted = Number(saidIn(record, kind.lasted));
  return lasted > 0 && lasted < 1e10 ? hubspotInstant(String(Date.parse(at) + lasted)) : undefined;
}

/** A mail is known by its Message-ID, wherever else it is seen. */
function mailRef({ messageId }: ActivityKind, record: RecordView): InteractionRef | undefined {
  const id = saidIn(record, messageId)?.replace(/^<|>$/g, '');
  return id && id.length <= 500 ? { network: 'email', realm: '', externalId: id } : undefined;
}

function ownRef({ name }: ActivityKind, { id }: RecordView, source: string): InteractionRef {
  return { network: 'hubspot', realm: source.slice(source.indexOf('/') + 1), externalId: `${name}/${id}` };
}

/** A colleague, as HubSpot numbers its users. */
function ownProfile({ source, externalId }: SourceRef, at: string): Profile {
  return {
    source,
    externalId,
    kind: 'profile',
    party: 'person',
    own: true,
    identifiers: [],
    attributes: {},
    origin: 'api',
    observedAt: at,
    partial: true,
  };
}
