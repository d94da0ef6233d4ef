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
import { tieTo } from './ties.js';
import type { BatchInput, WriteVerb } from './write-batch.js';

/** A write on its way. It is over when it has a result. */
interface Job {
  draft: ContactDraft;
  kind: ObjectKind;
  /** The record that is changed; absent for a new one. */
  id?: string;
  values: Record<string, string>;
  /** What was empty before, as far as a note has room for it. */
  filled: Record<string, string>;
  result?: Result;
}

/**
 * Changes contacts and makes new ones, up to a hundred in a call. What it fills in where nothing stood is noted on the contact, so
 * that it can be taken back; what stands in a property is not pushed out by an identifier.
 */
export function contactWriter(desk: Desk, finder: ContactFinder): CrmWriteVerb<ContactDraft, SourceRef> {
  const { portal, source, options } = desk;
  const pending = new PendingWrites<ContactDraft>(writeAll);

  async function writeAll(drafts: readonly ContactDraft[]): Promise<Result[]> {
    const jobs = drafts.map(jobOf);
    // Of two writes to one contact the second sees what the first has written.
    for (const round of inRounds(jobs, ({ draft }) => draft.of?.externalId ?? finder.nameOf(draft) ?? draft.key))
      for (const [kind, ofKind] of groups(round.filter(isOpen), (job) => job.kind))
        await writeKind(kind, ofKind).catch((error: unknown) => {
          for (const job of ofKind) job.result ??= { error };
        });
    return jobs.map(({ result }) => result as Result);
  }

  function jobOf(draft: ContactDraft): Job {
    const job: Job = { draft, kind: contactKind, values: {}, filled: {} };
    try {
      if (draft.of) return { ...job, ...idIn(draft.of, source) };
      finder.insistFindable(draft);
      return { ...job, kind: draft.party === 'organization' ? companyKind : contactKind };
    } catch (error) {
      return { ...job, result: { error } };
    }
  }

  async function writeKind(kind: ObjectKind, jobs: readonly Job[]): Promise<void> {
    await workOut(kind, jobs);
    await noteFilled(kind, jobs.filter(isOpen));
    const { idProperty } = options;
    const verbOf = ({ id, values }: Job): WriteVerb =>
      id ? 'update' : kind === contactKind && values[idProperty] ? 'upsert' : 'create';
    for (const [verb, ofVerb] of groups(jobs.filter(isOpen), verbOf)) {
      const inputs = ofVerb.map(({ id, values }): BatchInput => {
        if (verb === 'upsert') return { id: values[idProperty], idProperty, properties: values };
        return { ...(id && { id }), properties: values };
      });
      for (const [at, result] of (await portal.write(verb, kind.object, inputs)).entries()) {
        const job = ofVerb[at] as Job;
        if ('error' in result) job.result = result;
        else job.id = result.record.id;
      }
    }
    for (const job of jobs.filter(isOpen))
      job.result = (await tieToOrganization(job)) ?? {
        value: { source, externalId: `${kind.prefix}${job.id}` },
      };
  }

  /** Finds out what is to be written, by what stands there now. */
  async function workOut(kind: ObjectKind, jobs: readonly Job[]): Promise<void> {
    const ids = jobs.flatMap(({ id }) => id ?? []);
    const { records } = await portal.read(kind.object, ids, await desk.properties(kind));
    const standing = new Map(records.flatMap((one) => [one.id, ...mergedInto(one)].map((id) => [id, one] as const)));
    const profiles = await desk.profiles(kind);
    for (const job of jobs) {
      const current = job.id === undefined ? undefined : standing.get(job.id);
      const { values, homeless } = contactProperties(job.draft, kind, profiles, current);
      const nothing = Object.keys(values).length === 0;
      if (job.id && !current) job.result = { error: gone(kind, job.id) };
      else if (nothing && homeless.length > 0) job.result = { error: noRoomFor(homeless) };
      else if (nothing && job.draft.of && !job.draft.organization) job.result = { value: job.draft.of };
      const empty = Object.entries(values).filter(([name, value]) => value && current && !saidIn(current, name));
      Object.assign(job, { values, filled: whatFits(empty), ...(current && { id: current.id }) });
    }
  }

  /** Says it before it is done: what ends in between is finished by `find`. */
  async function noteFilled(kind: ObjectKind, jobs: readonly Job[]): Promise<void> {
    const noted = jobs.filter(({ id, filled }) => id && Object.keys(filled).length > 0);
    const inputs = noted.map(({ id, draft: { key }, filled }) => ({
      properties: {
        hs_timestamp: instantOf(options.clock),
        hs_note_body: markedHtml({ text: `Filled in: ${Object.keys(filled).join(', ')}.`, marker: { key, filled } }),
        ...(options.owner && { hubspot_owner_id: options.owner }),
      },
      associations: [tieTo('notes', kind.object, id as string)],
    }));
    for (const [at, result] of (await portal.write('create', 'notes', inputs)).entries())
      if ('error' in result) (noted[at] as Job).result = result;
  }

  async function tieToOrganization({ id, kind, draft }: Job): Promise<Result | undefined> {
    if (!id || !draft.organization || kind !== contactKind) return undefined;
    try {
      await portal.tie('contacts', id, 'companies', idIn(draft.organization, source).id);
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  return {
    repeat: 'findable',
    send: (draft, { signal }: CallOptions = {}) => pending.add(draft, signal) as Promise<SourceRef>,
    async find(draft, { signal } = {}) {
      if (!draft.of) {
        const made = await finder.findNew(draft, signal);
        const untied = made && (await tieToOrganization({ ...jobOf(draft), id: idIn(made, source).id }));
        if (untied && 'error' in untied) throw untied.error;
        return made;
      }
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

const isOpen = ({ result }: Job): boolean => result === undefined;

/** Items in rounds, in none of which a name stands twice. */
function inRounds<Item>(items: readonly Item[], nameOf: (item: Item) => string): Item[][] {
  const rounds: Item[][] = [];
  const times = new Map<string, number>();
  for (const item of items) {
    const round = times.get(nameOf(item)) ?? 0;
    times.set(nameOf(item), round + 1);
    rounds[round] = [...(rounds[round] ?? []), item];
  }
  return rounds;
}

function groups<Item, Name>(items: readonly Item[], nameOf: (item: Item) => Name): Map<Name, Item[]> {
  const found = new Map<Name, Item[]>();
  for (const item of items) found.set(nameOf(item), [...(found.get(nameOf(item)) ?? []), item]);
  return found;
}
