import { z } from 'zod';
import { KenningError } from '../../../core/errors.js';
import { instant } from '../../../core/model/instant.js';
import type { Rejected } from '../../../core/page.js';
import { parseCursor } from '../../../core/parse-cursor.js';
import type { DeltaOptions, DeltaPage } from '../../crm-adapter.js';
import type { Calls } from './calls.js';
import { type Objects, withFreshFields } from './objects.js';
import { quoted } from './soql.js';
import { type Row, rowHead } from './views.js';

/** One object that is listed, as it is now described. */
export interface ListedObject<Item> {
  object: string;
  /** What is selected, the head of every row among it. */
  fields: readonly string[];
  /** A condition of ours besides. */
  where?: string;
  /** What rows say. */
  read(rows: readonly Row[], rejected: Rejected[], signal: AbortSignal | undefined): Promise<Item[]> | Item[];
}

export interface Kind<Item> {
  /** Undefined where there is nothing to list. */
  open(whole: boolean, signal: AbortSignal | undefined): Promise<ListedObject<Item> | undefined>;
}

const cursorShape = z.object({
  kind: z.int().min(0).max(20),
  since: instant.optional(),
  began: instant.optional(),
  after: z.object({ stamp: instant, id: z.string().regex(/^[A-Za-z0-9]{15,18}$/) }).optional(),
});
type CursorShape = z.infer<typeof cursorShape>;
const placeShape = z.object({ since: instant });

/** What was changed before a reading began may become visible after it: a transaction takes up to so long. */
const overlapMs = 5 * 60_000;
/** Deleted rows stay in the recycle bin for 15 days. */
const oldestMs = 14 * 24 * 60 * 60_000;
/** Rows without ids can not be gone past. */
const mostRows = 2000;

/**
 * Lists one object after the other by the time of its last change, then by id: whatever changes meanwhile moves to the end and
 * is seen there, records of one moment are told apart by their ids, and a place stays good however long one waits.
 */
export function deltaListing<Item>(
  kinds: readonly Kind<Item>[],
  { calls, objects, defaultLimit }: { calls: Calls; objects: Objects; defaultLimit: number },
): (options?: DeltaOptions) => Promise<DeltaPage<Item>> {
  async function page(at: CursorShape, limit: number, signal: AbortSignal | undefined): Promise<DeltaPage<Item>> {
    const whole = at.since === undefined;
    const listed = await kinds[at.kind]?.open(whole, signal);
    if (!listed) return after(at, { items: [], rejected: [] }, false);
    const { records, more, at: now } = await calls.query(soqlOf(listed, at, limit), signal);
    const began = at.began ?? now;
    if (at.since && Date.parse(began) - Date.parse(at.since) > oldestMs)
      throw new KenningError(
        'not-found',
        'Salesforce remembers what was deleted for 15 days, and this place is older; read everything anew.',
      );
    const rejected: Rejected[] = [];
    const rows = rowsOf(records, rejected);
    const last = rows.at(-1);
    const goesOn = more || records.length >= limit;
    if (goesOn && !last) throw new KenningError('unexpected', `Salesforce: no row of ${listed.object} can be read.`);
    const items = await listed.read(rows, rejected, signal);
    const next = last && { stamp: last.SystemModstamp, id: last.Id };
    return after({ ...at, began, ...(next && { after: next }) }, { items, rejected }, goesOn);
  }

  function after(
    { kind, since, began, after: place }: CursorShape,
    read: DeltaPage<Item>,
    goesOn: boolean,
  ): DeltaPage<Item> {
    if (goesOn) return { ...read, next: JSON.stringify({ kind, since, began, after: place }) };
    if (kind + 1 < kinds.length) return { ...read, next: JSON.stringify({ kind: kind + 1, since, began }) };
    // Nothing at all was listed, and so nothing can have changed.
    if (!began) return read;
    const from = new Date(Date.parse(began) - overlapMs).toISOString();
    return { ...read, changed: JSON.stringify({ since: from }) };
  }

  return async ({ cursor, since, limit = defaultLimit, signal } = {}) => {
    signal?.throwIfAborted();
    const first = since === undefined ? {} : parseCursor(since, placeShape, 'Salesforce');
    let at: CursorShape = cursor === undefined ? { kind: 0, ...first } : parseCursor(cursor, cursorShape, 'Salesforce');
    const most = Math.max(1, Math.min(limit, mostRows));
    for (;;) {
      const read = await withFreshFields(objects, () => page(at, most, signal));
      // An object that has nothing is not worth a page of its own.
      if (read.items.length > 0 || read.rejected.length > 0 || !read.next) return read;
      at = parseCursor(read.next, cursorShape, 'Salesforce');
    }
  };
}

function soqlOf(
  { object, fields, where }: ListedObject<unknown>,
  { since, after }: CursorShape,
  limit: number,
): string {
  const conditions = [
    where,
    // All that stands, or also what does no longer.
    since === undefined ? 'IsDeleted = false' : `SystemModstamp >= ${since}`,
    after && `(SystemModstamp > ${after.stamp} OR (SystemModstamp = ${after.stamp} AND Id > ${quoted(after.id)}))`,
  ].filter(Boolean);
  return `SELECT ${fields.join(', ')} FROM ${object} WHERE ${conditions.join(' AND ')} ORDER BY SystemModstamp, Id LIMIT ${limit}`;
}

export function rowsOf(records: readonly unknown[], rejected: Rejected[]): Row[] {
  return records.flatMap((record, index) => {
    const parsed = rowHead.safeParse(record);
    if (parsed.success) return [parsed.data];
    const id = (record as { Id?: unknown } | null)?.Id;
    const issue = parsed.error.issues[0];
    rejected.push({
      reason: `${issue?.path.join('.') || 'row'}: ${issue?.message}`,
      at: typeof id === 'string' ? id.slice(0, 100) : `row ${index}`,
      item: record,
    });
    return [];
  });
}
