import { instantOf } from '../../../core/clock.js';
import { KenningError } from '../../../core/errors.js';
import type { SourceRef } from '../../../core/model/source-ref.js';
import type { CallOptions, Rejected } from '../../../core/page.js';
import type { ContactObserved, DeltaOptions, DeltaPage } from '../../crm-adapter.js';
import type { Desk } from './desk.js';
import { type ObjectKind, objectKinds } from './object-kinds.js';
import { mergedInto, readContact, saidIn } from './read-contact.js';
import type { RecordView } from './views.js';
import { associatedRecords, type ListedKind, readEach, walkObjects } from './walk-objects.js';

export interface ContactReader {
  contacts(options?: DeltaOptions): Promise<DeltaPage<ContactObserved>>;
  get(refs: SourceRef[], options?: CallOptions): Promise<ContactObserved[]>;
  /** Records that were read, as contacts. */
  observe(
    kind: ObjectKind,
    records: readonly RecordView[],
    rejected: Rejected[],
    signal?: AbortSignal,
  ): Promise<ContactObserved[]>;
}

/** The most names of organizations that are remembered. */
const mostNames = 10_000;

export function contactReader(desk: Desk): ContactReader {
  const { portal, source, kinds, options } = desk;
  const names = new Map<string, string>();

  /** The names of organizations, of which people say only the ids. */
  async function nameOrganizations(ids: readonly string[], signal?: AbortSignal): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !names.has(id));
    if (unknown.length === 0) return;
    if (names.size + unknown.length > mostNames) names.clear();
    const { records } = await portal.read('companies', unknown, ['name', 'domain'], { signal });
    for (const record of records)
      names.set(record.id, saidIn(record, 'name') ?? saidIn(record, 'domain') ?? `Company ${record.id}`);
  }

  const idsIn = (record: RecordView, to: string) => [
    ...new Set(record.associations?.[to]?.results.map(({ id }) => id) ?? []),
  ];

  async function observe(
    kind: ObjectKind,
    records: readonly RecordView[],
    rejected: Rejected[],
    signal?: AbortSignal,
  ): Promise<ContactObserved[]> {
    const profiles = await desk.profiles(kind, signal);
    if (kind.parent === 'companies')
      await nameOrganizations(
        records.flatMap((record) => idsIn(record, 'companies')),
        signal,
      );
    const read = readEach(records, rejected, '', (record) => {
      const organizations = idsIn(record, 'companies').map((id) => ({
        id,
        name: names.get(id) ?? saidIn(record, 'company') ?? `Company ${id}`,
      }));
      const contacts = kind.parent === 'contacts' ? idsIn(record, 'contacts') : [];
      const reading = { kind, source, profiles, custom: desk.custom(kind), organizations, contacts };
      return { record, contact: readContact(record, reading) };
    });
    const merges = read.flatMap(({ record, contact: { observedAt: at } }) =>
      mergedInto(record).map(
        (id): ContactObserved => ({ type: 'merged', into: refOf(kind, record.id), from: refOf(kind, id), at }),
      ),
    );
    // The contact that stays comes before those that it took in.
    return [...read.map(({ contact }): ContactObserved => ({ type: 'contact', contact })), ...merges];
  }

  const refOf = (kind: ObjectKind, id: string): SourceRef => ({ source, externalId: `${kind.prefix}${id}` });

  const listed = (kind: ObjectKind): ListedKind<ContactObserved> => ({
    object: kind.object,
    changed: kind.changed,
    properties: (signal) => desk.properties(kind, signal),
    associations: kind.parent ? [kind.parent] : [],
    read: (records, rejected, signal) => observe(kind, records, rejected, signal),
    // What was merged into it before is gone with it.
    removed: (record, at) =>
      [record.id, ...mergedInto(record)].map((id) => ({ type: 'removed', of: refOf(kind, id), at })),
  });

  /** One that a reading of many did not give: an id of a record that was merged leads to the one that stands. */
  async function lookUp(kind: ObjectKind, id: string, signal?: AbortSignal): Promise<ContactObserved> {
    const at = instantOf(options.clock);
    const survivor = await portal.survivor(kind.object, id, signal);
    if (survivor === undefined || survivor === id) return { type: 'removed', of: refOf(kind, id), at };
    return { type: 'merged', into: refOf(kind, survivor), from: refOf(kind, id), at };
  }

  return {
    observe,
    contacts: (given = {}) => walkObjects({ portal, options }, kinds.map(listed), given),
    async get(refs, { signal } = {}) {
      const observed: ContactObserved[] = [];
      for (const [kind, ids] of byKind(refs, source)) {
        const found = await portal.read(kind.object, ids, await desk.properties(kind, signal), { signal });
        const associations = kind.parent ? [kind.parent] : [];
        const records = await associatedRecords(portal, { object: kind.object, associations }, found.records, signal);
        const seen = await observe(kind, records, found.rejected, signal);
        observed.push(...seen);
        const standing = new Set(records.map(({ id }) => id));
        const merged = new Set(seen.flatMap((one) => (one.type === 'merged' ? one.from.externalId : [])));
        const gone = ids.filter((id) => !standing.has(id) && !merged.has(`${kind.prefix}${id}`));
        for (const id of gone) observed.push(await lookUp(kind, id, signal));
      }
      return observed;
    },
  };
}

/** Ids by the kinds of records that they name. @throws KenningError `invalid` for those of another CRM */
export function byKind(refs: readonly SourceRef[], source: string): Map<ObjectKind, string[]> {
  const found = new Map<ObjectKind, string[]>();
  for (const ref of refs) {
    const { kind, id } = idIn(ref, source);
    found.set(kind, [...(found.get(kind) ?? []), id]);
  }
  return found;
}

/** The kind of a record and HubSpot's own id of it. */
export function idIn({ source: its, externalId }: SourceRef, source: string): { kind: ObjectKind; id: string } {
  const [, prefix = '', id = ''] = /^(\w{1,20}\/)?(\d{1,30})$/.exec(externalId) ?? [];
  const kind = objectKinds.find((one) => one.prefix === prefix);
  if (its !== source || !kind || !id)
    throw new KenningError(
      'invalid',
      `hubspot: ${externalId.slice(0, 100)} of ${its.slice(0, 100)} is no id of ${source}.`,
    );
  return { kind, id };
}
