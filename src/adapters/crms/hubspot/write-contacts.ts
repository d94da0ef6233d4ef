import { instantOf } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { CallOptions } from '../../../core/page.js';
import type { ContactDraft, CrmWriteVerb } from '../../crm-adapter.js';
import { PendingWrites, type Result } from '../../pending-writes.js';
import { contactProperties } from './contact-properties.js';
import { idIn } from './contact-reading.js';
import type { Desk } from './desk.js';
import type { ContactFinder } from './find-contacts.js';
import { markedHtml, whatFits } from './marker.js';
import { companyKind, contactKind, type ObjectKind } from './object-kinds.js';
import { ourTexts } from './our-texts.js';
import { mergedInto, saidIn } from './read-contact.js';
import type { RecordView } from './views.js';
import type { BatchInput, BatchResult, WriteVerb } from './write-batch.js';

/** How a note is tied to a record, by HubSpot's numbers for it. */
const noteTies: Readonly<Record<string, number>> = { contacts: 202, companies: 190 };

/** A write that was worked out, and the place of its draft. */
interface Planned {
  at: number;
  kind: ObjectKind;
  id?: string;
  values: Record<string, string>;
  /** What was empty before. */
  filled: Record<string, string>;
}

/**
 * Changes contacts and makes new ones, up to a hundred in a call. What it fills in where nothing stood is noted on the contact, so
 * that it can be taken back; what stands in a property is not pushed out by an identifier.
 */
export function contactWriter(desk: Desk, finder: ContactFinder): CrmWriteVerb<ContactDraft, SourceRef> {
  const { portal, source, options } = desk;
  const pending = new PendingWrites<ContactDraft>((drafts) => writeAll(drafts));

  async function writeAll(drafts: readonly ContactDraft[]): Promise<Result[]> {
    const results: (Result | undefined)[] = drafts.map(() => undefined);
    const rounds: number[][] = [];
    const times = new Map<string, number>();
    // Of two writes to one contact the second sees what the first has written.
    for (const [at, draft] of drafts.entries()) {
      const target = draft.of?.externalId ?? finder.nameOf(draft) ?? draft.key;
      const round = times.get(target) ?? 0;
      times.set(target, round + 1);
      rounds[round] = [...(rounds[round] ?? []), at];
    }
    for (const round of rounds) {
      const planned = [...(await planUpdates(drafts, round, results)), ...(await planNew(drafts, round, results))];
      for (const [kind, ofKind] of groups(planned, ({ kind }) => kind)) await writeKind(kind, ofKind, drafts, results);
    }
    return results as Result[];
  }

  async function planUpdates(drafts: readonly ContactDraft[], round: number[], results: (Result | undefined)[]) {
    const planned: Planned[] = [];
    const wanted: { at: number; kind: ObjectKind; id: string }[] = [];
    for (const at of round) {
      const { of } = drafts[at] as ContactDraft;
      try {
        if (of) wanted.push({ at, ...idIn(of, source) });
      } catch (error) {
        results[at] = { error };
      }
    }
    for (const [kind, ofKind] of groups(wanted, ({ kind }) => kind)) {
      try {
        const ids = ofKind.map(({ id }) => id);
        const { records } = await portal.read(kind.object, ids, await desk.properties(kind));
        const standing = new Map(
          records.flatMap((one) => [one.id, ...mergedInto(one)].map((id) => [id, one] as const)),
        );
        for (const { at, id } of ofKind) {
          const current = standing.get(id);
          if (!current) results[at] = { error: gone(kind, id) };
          else await planInto(planned, results, { draft: drafts[at] as ContactDraft, at, kind, current });
        }
      } catch (error) {
        for (const { at } of ofKind) results[at] = { error };
      }
    }
    return planned.filter((one) => isWorth(one, drafts, results));
  }

  async function planNew(drafts: readonly ContactDraft[], round: number[], results: (Result | undefined)[]) {
    const planned: Planned[] = [];
    for (const at of round) {
      const draft = drafts[at] as ContactDraft;
      if (draft.of) continue;
      const kind = draft.party === 'organization' ? companyKind : contactKind;
      await planInto(planned, results, { draft, at, kind });
    }
    return planned;
  }

  async function planInto(
    planned: Planned[],
    results: (Result | undefined)[],
    { draft, at, kind, current }: { draft: ContactDraft; at: number; kind: ObjectKind; current?: RecordView },
  ): Promise<void> {
    try {
      if (!current) finder.insistFindable(draft);
      const { values, homeless } = contactProperties(draft, kind, await desk.profiles(kind), current);
      if (Object.keys(values).length === 0 && homeless.length > 0) throw noRoomFor(homeless);
      const empty = Object.entries(values).filter(([name, value]) => value !== '' && current && !saidIn(current, name));
      planned.push({ at, kind, values, filled: whatFits(empty), ...(current && { id: current.id }) });
    } catch (error) {
      results[at] = { error };
    }
  }

  /** An update that changes nothing is done. */
  function isWorth(
    { at, kind, id, values }: Planned,
    drafts: readonly ContactDraft[],
    results: (Result | undefined)[],
  ) {
    if (Object.keys(values).length > 0 || drafts[at]?.organization) return true;
    results[at] = { value: { source, externalId: `${kind.prefix}${id}` } };
    return false;
  }

  async function writeKind(
    kind: ObjectKind,
    planned: readonly Planned[],
    drafts: readonly ContactDraft[],
    results: (Result | undefined)[],
  ): Promise<void> {
    const ready = await noteFilled(kind, planned, drafts, results);
    const { idProperty } = options;
    const verbOf = ({ id, values }: Planned): WriteVerb =>
      id ? 'update' : kind === contactKind && values[idProperty] ? 'upsert' : 'create';
    for (const [verb, ofVerb] of groups(ready, verbOf)) {
      const inputs = ofVerb.map(({ id, values }): BatchInput => {
        if (verb === 'upsert') return { id: values[idProperty], idProperty, properties: values };
        return { ...(id && { id }), properties: values };
      });
      const written = await portal.write(verb, kind.object, inputs);
      const belonging: { at: number; id: string; organization: SourceRef }[] = [];
      for (const [index, result] of written.entries()) {
        const { at } = ofVerb[index] as Planned;
        results[at] = resultOf(kind, result);
        const organization = drafts[at]?.organization;
        if ('record' in result && organization) belonging.push({ at, id: result.record.id, organization });
      }
      await associate(kind, belonging, results);
    }
  }

  /** Said before it is done: what ends in between is finished by `find`. Gives those that may be written. */
  async function noteFilled(
    kind: ObjectKind,
    planned: readonly Planned[],
    drafts: readonly ContactDraft[],
    results: (Result | undefined)[],
  ): Promise<Planned[]> {
    const typeId = noteTies[kind.object];
    const noted = planned.filter(({ id, filled }) => typeId && id && Object.keys(filled).length > 0);
    const inputs = noted.map(({ at, id, filled }) => ({
      properties: {
        hs_timestamp: instantOf(options.clock),
        hs_note_body: markedHtml({
          text: `Filled in: ${Object.keys(filled).join(', ')}.`,
          marker: { key: (drafts[at] as ContactDraft).key, filled },
        }),
        ...(options.owner && { hubspot_owner_id: options.owner }),
      },
      associations: [{ to: { id }, types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: typeId }] }],
    }));
    for (const [index, result] of (await portal.write('create', 'notes', inputs)).entries())
      if ('error' in result) results[(noted[index] as Planned).at] = result;
    return planned.filter(({ at }) => results[at] === undefined);
  }

  async function associate(
    kind: ObjectKind,
    belonging: readonly { at: number; id: string; organization: SourceRef }[],
    results: (Result | undefined)[],
  ): Promise<void> {
    if (belonging.length === 0 || kind !== contactKind) return;
    const inputs = belonging.map(({ id, organization }) => ({
      from: { id },
      to: { id: idIn(organization, source).id },
    }));
    try {
      await portal.request({
        method: 'POST',
        path: portal.area('crm', 'associations', 'contacts', 'companies', 'batch', 'associate', 'default'),
        json: { inputs },
        repeatable: true,
      });
    } catch (error) {
      for (const { at } of belonging) results[at] = { error };
    }
  }

  function resultOf(kind: ObjectKind, result: BatchResult): Result {
    if ('error' in result) return result;
    return { value: { source, externalId: `${kind.prefix}${result.record.id}` } };
  }

  return {
    repeat: 'findable',
    send: (draft, { signal }: CallOptions = {}) => pending.add(draft, signal) as Promise<SourceRef>,
    async find(draft, { signal } = {}) {
      if (!draft.of) return finder.findNew(draft, signal);
      const on = idIn(draft.of, source);
      const texts = await ourTexts(desk, on, ['notes'], { recent: true, signal });
      const noted = texts.find(({ marker }) => marker.key === draft.key && marker.filled);
      const filled = noted?.marker.filled;
      // What was not noted changes nothing when it is written again.
      if (!filled) return undefined;
      const { records } = await portal.read(on.kind.object, [on.id], Object.keys(filled), { signal });
      const [current] = records;
      if (!current) return undefined;
      const missing = Object.entries(filled).filter(([name]) => !saidIn(current, name));
      if (missing.length > 0) {
        const input = { id: current.id, properties: Object.fromEntries(missing) };
        const [result] = await portal.write('update', on.kind.object, [input], signal);
        if (result && 'error' in result) throw result.error;
      }
      return { source, externalId: `${on.kind.prefix}${current.id}` };
    },
  };
}

function gone(kind: ObjectKind, id: string): KenningError {
  return new KenningError('not-found', `hubspot: ${kind.prefix}${id} is no longer there; read the contacts again.`);
}

function noRoomFor(homeless: readonly string[]): KenningError {
  const all = [...new Set(homeless)].join(', ');
  return new KenningError(
    'unsupported',
    `hubspot: the portal has no free property for ${all}. Make one, such as bluesky_handle, or name it in the option profiles.`,
  );
}

function groups<Item, Name>(items: readonly Item[], nameOf: (item: Item) => Name): Map<Name, Item[]> {
  const found = new Map<Name, Item[]>();
  for (const item of items) found.set(nameOf(item), [...(found.get(nameOf(item)) ?? []), item]);
  return found;
}
