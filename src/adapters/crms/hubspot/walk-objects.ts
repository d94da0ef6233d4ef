import { z } from 'zod';
import { KenningError } from '../../../core/errors.js';
import type { Instant } from '../../../core/model/instant.js';
import type { Rejected } from '../../../core/page.js';
import { parseCursor } from '../../../core/parse-cursor.js';
import type { DeltaOptions, DeltaPage } from '../../crm-adapter.js';
import type { ParsedOptions } from './options.js';
import type { Portal, RecordsRead } from './portal.js';
import { hubspotInstant } from './times.js';
import type { RecordView } from './views.js';

/** One kind of object in a listing that goes through several. */
export interface ListedKind<Item> {
  object: string;
  /** The property of the last change. */
  changed: string;
  properties(signal?: AbortSignal): Promise<readonly string[]>;
  /** Kinds that its records are associated with. */
  associations: readonly string[];
  read(records: readonly RecordView[], rejected: Rejected[], signal?: AbortSignal): Promise<Item[]>;
  removed(record: RecordView, at: Instant): Item[];
}

const cursorSchema = z.object({
  kind: z.number().int().min(0).max(20),
  /** Whether what stands is listed, what was changed, or what was deleted. */
  part: z.enum(['standing', 'changed', 'archived']),
  after: z.string().max(1000).optional(),
  /** When the listing began, in milliseconds. */
  began: z.number().optional(),
});
type Place = z.infer<typeof cursorSchema>;

/** Where the next reading of changes begins, and where that of deletions does when it is another place. */
const sinceSchema = z.object({ since: z.number(), deleted: z.number().optional() });

/** HubSpot keeps what was deleted so long. */
const archivedMs = 90 * 24 * 60 * 60_000;

/**
 * Lists objects of several kinds, one after the other. What stands is listed by HubSpot's own pages. What was changed since a place
 * is searched for in the order of ids, each page beginning behind the last id: so a search never gives more than its first page,
 * its limit of 10,000 is never met, and two records of the same moment can not fall between two pages.
 */
export async function walkObjects<Item>(
  { portal, options }: { portal: Portal; options: ParsedOptions },
  kinds: readonly ListedKind<Item>[],
  { cursor, limit = 100, since, signal }: DeltaOptions,
): Promise<DeltaPage<Item>> {
  const now = options.clock.now();
  const delta = since === undefined ? undefined : parseCursor(since, sinceSchema, 'hubspot');
  const { since: from, deleted = from } = delta ?? {};
  if (deleted !== undefined && deleted < now - archivedMs)
    throw new KenningError('not-found', 'HubSpot forgets what was deleted after 90 days: read everything anew.');
  const asksDeleted = deleted !== undefined && now - options.overlapMs - deleted >= options.deletionsEveryMs;
  const first: Place = { kind: 0, part: from === undefined ? 'standing' : 'changed' };
  const place = cursor === undefined ? first : parseCursor(cursor, cursorSchema, 'hubspot');
  const kind = kinds[place.kind];
  if (!kind) throw new KenningError('invalid', 'This cursor is of a listing that had more kinds: begin anew.');

  const found = await pageAt(portal, kind, place, { from, limit, signal });
  const rejected = [...found.rejected];
  const items =
    place.part === 'archived'
      ? deletedSince(kind, found, deleted ?? 0)
      : await kind.read(await withAssociations(portal, kind, found.records, place, signal), rejected, signal);
  // Whichever clock is behind, nothing may be missed.
  const began = place.began ?? Math.min(now, found.at ?? now);
  const next = placeAfter(place, found, kinds.length, { isDelta: from !== undefined, asksDeleted });
  if (next) return { items, rejected, next: JSON.stringify({ ...next, began }) };
  const changed = { since: began - options.overlapMs, ...(deleted !== undefined && !asksDeleted && { deleted }) };
  return { items, rejected, changed: JSON.stringify(changed) };
}

async function pageAt<Item>(
  portal: Portal,
  kind: ListedKind<Item>,
  { part, after }: Place,
  { from = 0, limit, signal }: { from: number | undefined; limit: number; signal: AbortSignal | undefined },
): Promise<RecordsRead> {
  const properties = await kind.properties(signal);
  if (part !== 'changed')
    return portal.list(
      kind.object,
      {
        limit: Math.min(Math.max(1, limit), 100),
        after,
        properties: properties.join(',') || undefined,
        associations: (part === 'standing' && kind.associations.join(',')) || undefined,
        archived: part === 'archived' ? true : undefined,
      },
      signal,
    );
  const size = Math.min(Math.max(1, limit), 200);
  const filters = [
    { propertyName: kind.changed, operator: 'GTE', value: String(from) },
    { propertyName: 'hs_object_id', operator: 'GT', value: after ?? '0' },
  ];
  const found = await portal.search(
    kind.object,
    { filterGroups: [{ filters }], sorts: ['hs_object_id'], properties, limit: size },
    signal,
  );
  const ids = [...found.records.map(({ id }) => id), ...found.rejected.map(({ at = '' }) => at)].filter(isId);
  const highest = ids.reduce((most, id) => (BigInt(id) > BigInt(most) ? id : most), after ?? '0');
  const isFull = found.records.length + found.rejected.length >= size || found.after !== undefined;
  // A page that leads nowhere would be asked for again for ever.
  const { after: _, ...rest } = found;
  return isFull && highest !== (after ?? '0') ? { ...rest, after: highest } : rest;
}

const isId = (text: string) => /^\d{1,30}$/.test(text);

function placeAfter(
  place: Place,
  { after }: RecordsRead,
  kinds: number,
  { isDelta, asksDeleted }: { isDelta: boolean; asksDeleted: boolean },
): Place | undefined {
  if (after !== undefined && after !== place.after) return { ...place, after };
  if (place.part === 'changed' && asksDeleted) return { kind: place.kind, part: 'archived' };
  const kind = place.kind + 1;
  return kind < kinds ? { kind, part: isDelta ? 'changed' : 'standing' } : undefined;
}

function deletedSince<Item>(kind: ListedKind<Item>, { records }: RecordsRead, from: number): Item[] {
  return records.flatMap((record) => {
    const at = hubspotInstant(record.archivedAt) ?? hubspotInstant(record.updatedAt);
    return at && Date.parse(at) >= from ? kind.removed(record, at) : [];
  });
}

/** What each record says; one that can not be read is rejected by its name. */
export function readEach<Item>(
  records: readonly RecordView[],
  rejected: Rejected[],
  name: string,
  read: (record: RecordView) => Item | undefined,
): Item[] {
  return records.flatMap((record) => {
    try {
      return read(record) ?? [];
    } catch (error) {
      rejected.push({ reason: (error as Error).message, at: `${name}${record.id}`, item: record });
      return [];
    }
  });
}

/** A search tells of no associations, so they are asked for. */
async function withAssociations<Item>(
  portal: Portal,
  kind: ListedKind<Item>,
  records: readonly RecordView[],
  { part }: Place,
  signal: AbortSignal | undefined,
): Promise<readonly RecordView[]> {
  if (part !== 'changed') return records;
  return associatedRecords(portal, kind, records, signal);
}

/** The records with the ids of what they are associated with. */
export async function associatedRecords(
  portal: Portal,
  { object, associations }: Pick<ListedKind<unknown>, 'object' | 'associations'>,
  records: readonly RecordView[],
  signal?: AbortSignal,
): Promise<RecordView[]> {
  const ids = records.map(({ id }) => id);
  const found = new Map<string, NonNullable<RecordView['associations']>>(ids.map((id) => [id, {}]));
  if (ids.length > 0)
    for (const to of associations)
      for (const [id, others] of await portal.associated(object, to, ids, signal))
        Object.assign(found.get(id) ?? {}, { [to]: { results: others.map((one) => ({ id: one })) } });
  return records.map((record) => ({ ...record, associations: found.get(record.id) ?? {} }));
}
