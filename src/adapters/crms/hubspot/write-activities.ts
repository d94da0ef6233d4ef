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
import type { BatchInput } from './write-batch.js';

type ActivityObject = Exclude<TextObject, 'tickets'>;

/** How a note or a message is tied to a record, by HubSpot's numbers for it. */
const ties: Readonly<Record<string, number>> = {
  'notes contacts': 202,
  'notes companies': 190,
  'notes leads': 855,
  'communications contacts': 81,
  'communications companies': 87,
};

/** HubSpot's messages know three channels; all else that was said is a note. */
function channelOf({ kind, network }: ActivityDraft): string | undefined {
  if (kind === 'sms') return 'SMS';
  if (kind !== 'message') return undefined;
  return { whatsapp: 'WHATS_APP', linkedin: 'LINKEDIN_MESSAGE' }[network];
}

/** Notes and messages on a contact. A newer wording changes the old; where that is gone, it is written anew. */
export function activityWriter(desk: Desk): CrmWriteVerb<ActivityDraft, ActivityRef> {
  const { portal, source, options } = desk;
  const pending = new PendingWrites<{ draft: ActivityDraft; signal: AbortSignal | undefined }>((writes) =>
    writeAll(writes.map(({ draft }) => draft)),
  );

  function prepared(draft: ActivityDraft): {
    object: ActivityObject;
    properties: Record<string, string>;
    to: BatchInput;
  } {
    const { kind, id } = idIn(draft.contact, source);
    const channel = kind === leadKind ? undefined : channelOf(draft);
    const object = objectOf(draft) ?? (channel ? 'communications' : 'notes');
    const { subject, text, permalink, key } = draft;
    return {
      object,
      properties: {
        hs_timestamp: draft.at,
        [bodyOf[object]]: markedHtml({ title: subject, text, ...(permalink && { permalink }), marker: { key } }),
        ...(object === 'communications' && {
          hs_communication_channel_type: channel ?? 'SMS',
          hs_communication_logged_from: 'CRM',
        }),
        ...(options.owner && { hubspot_owner_id: options.owner }),
      },
      to: {
        to: { id },
        types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: ties[`${object} ${kind.object}`] }],
      },
    };
  }

  async function writeAll(drafts: readonly ActivityDraft[]): Promise<Result[]> {
    const results: (Result | undefined)[] = drafts.map(() => undefined);
    const fresh = new Map<ActivityObject, number[]>();
    const newer = new Map<ActivityObject, number[]>();
    const ready = drafts.map((draft, at) => {
      try {
        const one = prepared(draft);
        const group = draft.of ? newer : fresh;
        group.set(one.object, [...(group.get(one.object) ?? []), at]);
        return one;
      } catch (error) {
        results[at] = { error };
        return undefined;
      }
    });
    for (const [object, places] of newer) {
      const inputs = places.map((at) => ({
        id: idOf(drafts[at]?.of?.externalId ?? ''),
        properties: ready[at]?.properties,
      }));
      for (const [index, result] of (await portal.write('update', object, inputs)).entries()) {
        const at = places[index] as number;
        if ('error' in result && isKenningError(result.error, 'not-found'))
          fresh.set(object, [...(fresh.get(object) ?? []), at]);
        else results[at] = resultOf(object, result);
      }
    }
    for (const [object, places] of fresh) {
      const inputs = places.map((at) => ({ properties: ready[at]?.properties, associations: [ready[at]?.to] }));
      for (const [index, result] of (await portal.write('create', object, inputs)).entries())
        results[places[index] as number] = resultOf(object, result);
    }
    return results as Result[];
  }

  return {
    repeat: 'findable',
    send: (draft, { signal }: CallOptions = {}) => pending.add({ draft, signal }, signal) as Promise<ActivityRef>,
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

function resultOf(object: ActivityObject, result: { record: { id: string } } | { error: unknown }): Result {
  return 'error' in result ? result : { value: refOf(object, result.record.id) };
}

/** A newer wording stays what the first one was. */
function objectOf({ of }: ActivityDraft): ActivityObject | undefined {
  if (!of) return undefined;
  return of.externalId.startsWith('communication/') ? 'communications' : 'notes';
}

function idOf(externalId: string): string {
  return externalId.slice(externalId.indexOf('/') + 1);
}
