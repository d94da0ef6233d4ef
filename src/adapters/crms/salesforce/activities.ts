import type { InteractionRef, ParticipantRole } from '../../../core/model/interaction.js';
import type { Profile } from '../../../core/model/source-record.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import { htmlToText } from '../../../core/text/html-to-text.js';
import type { ActivityObserved } from '../../crm-observed.js';
import { type ActivityKind, activityKinds } from './activity-kinds.js';
import { textIn } from './contact-of.js';
import type { Kind } from './delta-listing.js';
import type { Objects } from './objects.js';
import type { ParsedOptions } from './options.js';
import { taskKey } from './our-key.js';
import { partyObjectOf } from './record-id.js';
import { postObject } from './social-posts.js';
import type { Row } from './views.js';

/** Calls, meetings, mails and notes that stand on a contact, a lead or an account, and what we logged ourselves. */
export function activityListing(objects: Objects, options: ParsedOptions): Kind<ActivityObserved>[] {
  const key = taskKey(options);
  return activityKinds.map((kind) => ({
    async open(_whole, signal) {
      const info = await objects.info(kind.object, signal);
      if (!info) return undefined;
      const has = (name: string) => info.fields.has(name);
      const isTask = kind.object === 'Task' && has(key.field);
      const isPost = kind.object === 'SocialPost';
      if (isPost && !(await postObject(objects, options, signal))) return undefined;
      const isKeyed = isTask || isPost;
      const fields = [
        'Id',
        'SystemModstamp',
        'LastModifiedDate',
        'IsDeleted',
        'CreatedDate',
        'OwnerId',
        ...kind.fields,
      ];
      const selected = [
        ...fields.filter(has),
        ...(isKeyed ? [key.field] : []),
        ...(has('OwnerId') ? ['Owner.Name'] : []),
      ];
      // Tasks that somebody only means to do are no interactions.
      const where = isTask ? `(${kind.where} OR ${key.where()})` : isPost ? key.where() : kind.where;
      return {
        object: kind.object,
        fields: [...new Set(selected)],
        ...(where && { where }),
        read: (rows) =>
          rows.flatMap((row) => observedOf(row, kind, options, isKeyed ? key.read(row[key.field]) : undefined) ?? []),
      };
    },
  }));
}

function observedOf(
  row: Row,
  kind: ActivityKind,
  options: ParsedOptions,
  key: string | undefined,
): ActivityObserved | undefined {
  const { source } = options;
  const of = { crm: 'salesforce', externalId: row.Id };
  const ref = refOf(row, kind, source);
  if (row.IsDeleted)
    return {
      of,
      ...(key !== undefined && { key }),
      observed: { type: 'removed', of: ref, at: row.SystemModstamp, by: 'us' },
    };
  const owner = textIn(row, 'OwnerId');
  const us: SourceRef | undefined = owner?.startsWith('005') ? { source, externalId: owner } : undefined;
  const participants = participantsOf(row, kind, source, us);
  if (!participants.some((one) => one.of !== us)) return undefined;
  const changedAt = row.LastModifiedDate ?? row.SystemModstamp;
  const at = kind.at(row) ?? changedAt;
  const endedAt = kind.until(row, at);
  const body = textIn(row, kind.body) ?? htmlToText(textIn(row, 'HtmlBody') ?? '').text;
  const title = textIn(row, kind.title)?.slice(0, 5000);
  return {
    of,
    ...(key !== undefined && { key }),
    observed: {
      type: 'said',
      interaction: {
        ...ref,
        kind: kind.kindOf(row),
        at,
        ...(endedAt && endedAt >= at && { endedAt }),
        content: { text: body, ...(title && { title }) },
        permalink: `${options.origin}/${row.Id}`,
        origin: 'api',
        participants,
      },
      profiles: us ? [ownProfile(us, textIn(row.Owner, 'Name'), changedAt)] : [],
    },
  };
}

function participantsOf(row: Row, kind: ActivityKind, source: string, us: SourceRef | undefined) {
  const incoming = kind.isIncoming(row);
  const them = new Set(kind.parties.flatMap((field) => textIn(row, field) ?? []).filter(partyObjectOf));
  const roles: [us: ParticipantRole, them: ParticipantRole] =
    kind.object === 'Event' ? ['organizer', 'attendee'] : incoming ? ['recipient', 'author'] : ['author', 'recipient'];
  const participants: { role: ParticipantRole; of: SourceRef }[] = us ? [{ role: roles[0], of: us }] : [];
  // One who calls is one; whose account it is stands beside.
  for (const [index, externalId] of [...them].entries())
    participants.push({ role: incoming && index > 0 ? 'recipient' : roles[1], of: { source, externalId } });
  if (kind.object !== 'EmailMessage') return participants;
  const write = (role: ParticipantRole, field: string) => {
    for (const address of (textIn(row, field) ?? '').split(/[;,\s]+/).slice(0, 300))
      if (/^[^@]{1,64}@[^@]{1,250}$/.test(address))
        participants.push({ role, of: { source: 'email', externalId: address.toLowerCase() } });
  };
  write('author', 'FromAddress');
  write('recipient', 'ToAddress');
  write('copied', 'CcAddress');
  return participants;
}

/** A mail is known by its Message-ID, wherever else it is seen. */
function refOf(row: Row, { object }: ActivityKind, source: string): InteractionRef {
  const id = object === 'EmailMessage' ? textIn(row, 'MessageIdentifier')?.replace(/^<|>$/g, '') : undefined;
  if (id) return { network: 'email', realm: '', externalId: id };
  return { network: 'salesforce', realm: source.slice(source.indexOf('/') + 1), externalId: row.Id };
}

/** A colleague. */
function ownProfile({ source, externalId }: SourceRef, name: string | undefined, observedAt: string): Profile {
  return {
    source,
    externalId,
    kind: 'profile',
    party: 'person',
    own: true,
    identifiers: [],
    attributes: name ? { name: name.slice(0, 1000) } : {},
    origin: 'api',
    observedAt,
    partial: true,
  };
}
