import { isKenningError } from '../../../core/errors.js';
import type { ActivityDraft, ActivityRef } from '../../../core/model/activity.js';
import type { CallOptions } from '../../../core/page.js';
import type { CrmWriteVerb } from '../../crm-adapter.js';
import { PendingWrites, type Result } from '../../pending-writes.js';
import { idIn } from './contact-reading.js';
import type { Desk } from './desk.js';
import { markedHtml } from './marker.js';
import { leadKind } from './object-kinds.js';
import { bodyOf, ourTexts, type TextObject } from './our-texts.js';
import { tieTo } from './ties.js';
import type { BatchInput } from './write-batch.js';

type ActivityObject = Exclude<TextObject, 'tickets'>;

/** HubSpot's messages know three channels; all else that was said is a note. */
function channelOf({ kind, network }: ActivityDraft): string | undefined {
  if (kind === 'sms') return 'SMS';
  if (kind !== 'message') return undefined;
  return { whatsapp: 'WHATS_APP', linkedin: 'LINKEDIN_MESSAGE' }[network];
}

/** A write on its way. It is over when it has a result. */
interface Job {
  object: ActivityObject;
  properties: Record<string, string>;
  /** What it is tied to. */
  tie?: BatchInput;
  /** The note or message that it changes; absent to make one. */
  id?: string;
  result?: Result;
}

/** Notes and messages on a contact. A newer wording changes the old; where that is gone, it is written anew. */
export function activityWriter(desk: Desk): CrmWriteVerb<ActivityDraft, ActivityRef> {
  const { portal, source, options } = desk;
  const pending = new PendingWrites<ActivityDraft>(writeAll);

  async function writeAll(drafts: readonly ActivityDraft[]): Promise<Result[]> {
    const jobs = drafts.map(jobOf);
    await writeSome(
      'update',
      jobs.filter(({ id }) => id !== undefined),
    );
    await writeSome(
      'create',
      jobs.filter(({ id }) => id === undefined),
    );
    return jobs.map(({ result }) => result as Result);
  }

  async function writeSome(verb: 'create' | 'update', jobs: readonly Job[]): Promise<void> {
    for (const object of ['notes', 'communications'] as const) {
      const some = jobs.filter((job) => job.object === object && !job.result);
      const inputs = some.map(({ id, properties, tie }) =>
        id ? { id, properties } : { properties, associations: [tie] },
      );
      for (const [at, result] of (await portal.write(verb, object, inputs)).entries()) {
        const job = some[at] as Job;
        if (verb === 'update' && 'error' in result && isKenningError(result.error, 'not-found')) delete job.id;
        else job.result = 'error' in result ? result : { value: refOf(object, result.record.id) };
      }
    }
  }

  function jobOf(draft: ActivityDraft): Job {
    const { subject, text, permalink, key, of } = draft;
    try {
      const { kind, id } = idIn(draft.contact, source);
      const channel = kind === leadKind ? undefined : channelOf(draft);
      const object = objectOf(of) ?? (channel ? 'communications' : 'notes');
      const body = markedHtml({ title: subject, text, ...(permalink && { permalink }), marker: { key } });
      return {
        object,
        properties: {
          hs_timestamp: draft.at,
          [bodyOf[object]]: body,
          ...(channel &&
            object === 'communications' && {
              hs_communication_channel_type: channel,
              hs_communication_logged_from: 'CRM',
            }),
          ...(options.owner && { hubspot_owner_id: options.owner }),
        },
        tie: tieTo(object, kind.object, id),
        ...(of && { id: of.externalId.slice(of.externalId.indexOf('/') + 1) }),
      };
    } catch (error) {
      return { object: 'notes', properties: {}, result: { error } };
    }
  }

  return {
    repeat: 'findable',
    send: (draft, { signal }: CallOptions = {}) => pending.add(draft, signal) as Promise<ActivityRef>,
    async find({ key, contact }, { signal } = {}) {
      const on = idIn(contact, source);
      try {
        const texts = await ourTexts(desk, on, ['notes', 'communications'], { recent: true, signal });
        const found = texts.find(({ marker }) => marker.key === key);
        return found && refOf(found.object as ActivityObject, found.id);
      } catch (error) {
        // The contact is gone, and what was on it with it.
        if (isKenningError(error, 'not-found')) return undefined;
        throw error;
      }
    },
  };
}

const singular = { notes: 'note', communications: 'communication' } as const;

function refOf(object: ActivityObject, id: string): ActivityRef {
  return { crm: 'hubspot', externalId: `${singular[object]}/${id}` };
}

/** A newer wording stays what the first one was. */
function objectOf(of: ActivityRef | undefined): ActivityObject | undefined {
  return of && (of.externalId.startsWith('communication/') ? 'communications' : 'notes');
}
