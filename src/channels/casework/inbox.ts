import { z } from 'zod';
import { customerOf, membersOf } from '../../core/members.js';
import { type Case, type CaseStatus, caseStatus } from '../../core/model/case.js';
import { type CustomerId, type RecordId, recordId } from '../../core/model/id.js';
import type { Rows } from '../../core/store/rows.js';
import type { StoreReader } from '../../core/store/store.js';
import { type CasePlace, placeOf } from './case/case-place.js';
import { readCase } from './case/case-store.js';
import type { CaseworkDesk } from './casework-options.js';

export interface InboxOptions {
  team?: string;
  /** Who has it; `null` for nobody. */
  assignee?: string | null;
  /** Defaults to `new` and `open`: what somebody must do something about now. */
  status?: CaseStatus | readonly CaseStatus[];
  /** Only the cases about a customer, the latest first. It is listed with any status when none is given. */
  customer?: CustomerId;
  /** Goes on where another page ended. */
  after?: string;
  /** The most cases. Defaults to 50. */
  limit?: number;
}

/** A case where it stands in the inbox, and why there. */
export interface InboxEntry extends Omit<CasePlace, 'rank'> {
  case: Case;
  /** Whom it is about, today. */
  customer: CustomerId;
  /** How long until it is due, in milliseconds; less than nothing when it is over. */
  leftMs: number;
}

export interface InboxPage {
  entries: InboxEntry[];
  /** Where the next page begins; absent on the last. */
  next?: string;
}

const status = z.union([caseStatus, z.array(caseStatus).min(1).readonly()]);
const cursor = z.string().regex(/^\S{24} \S{1,100}$/, 'is no place in an inbox: take `next` of a page');

export const inboxOptions: z.ZodType<InboxOptions> = z.strictObject({
  team: z.string().min(1).max(100).optional(),
  assignee: z.string().min(1).max(200).nullable().optional(),
  status: status.optional(),
  customer: recordId.optional(),
  after: cursor.optional(),
  limit: z.int().min(1).max(1000).optional(),
});

/**
 * Cases in the order in which they should be dealt with. A page is read from an index in that order for each status, so it
 * costs its length and not the store's.
 */
export async function readInbox(desk: CaseworkDesk, options: InboxOptions): Promise<InboxPage> {
  const { limit = 50, customer, status: wanted = customer === undefined ? ['new', 'open'] : undefined } = options;
  const statuses = wanted === undefined || typeof wanted !== 'string' ? wanted : [wanted];
  if (customer !== undefined) return { entries: await casesAbout(desk, customer, statuses, options) };
  const [rank = '', id = ''] = options.after?.split(' ') ?? [];
  const place = { limit: limit + 1, ...(rank !== '' && { after: { rank, id } }) };
  const found: Rows['cases'][] = [];
  for (const one of statuses ?? []) found.push(...(await rowsOf(desk.store, one, options, place)));
  found.sort((left, right) => compare(left.rank, right.rank) || compare(left.id, right.id));
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const entries = await Promise.all(page.map(({ data }) => entryOf(desk, data)));
  return { entries, ...(found.length > limit && last && { next: `${last.rank} ${last.id}` }) };
}

type Place = { limit: number; after?: { rank: string; id: string } };

function rowsOf(
  store: StoreReader,
  one: CaseStatus,
  { team, assignee }: InboxOptions,
  place: Place,
): Promise<Rows['cases'][]> {
  const who = assignee === null ? '' : assignee;
  if (team !== undefined && who !== undefined)
    return store.list('cases', 'byDesk', { where: { team, assignee: who, status: one }, ...place });
  if (team !== undefined) return store.list('cases', 'byTeam', { where: { team, status: one }, ...place });
  if (who !== undefined) return store.list('cases', 'byAssignee', { where: { assignee: who, status: one }, ...place });
  return store.list('cases', 'byStatus', { where: { status: one }, ...place });
}

async function casesAbout(
  desk: CaseworkDesk,
  customer: CustomerId,
  statuses: readonly CaseStatus[] | undefined,
  { team, assignee, limit = 50 }: InboxOptions,
): Promise<InboxEntry[]> {
  const { store } = desk;
  const ids = new Set<string>();
  const name = (await customerOf(store, customer)) ?? customer;
  for (const record of await membersOf(store, name)) {
    const where = { kind: 'record' as const, of: record };
    for (const row of await store.list('caseTies', 'byOf', { where, direction: 'descending', limit: 1000 }))
      ids.add(row.case);
  }
  const found: InboxEntry[] = [];
  for (const id of [...ids].sort().reverse()) {
    const one = await readCase(store, id);
    const fits =
      one &&
      (statuses?.includes(one.status) ?? true) &&
      (team === undefined || one.team === team) &&
      (assignee === undefined || (one.assignee ?? null) === assignee);
    if (fits) found.push(await entryOf(desk, one));
    if (found.length === limit) break;
  }
  return found;
}

export async function entryOf({ store, context, weights }: CaseworkDesk, one: Case): Promise<InboxEntry> {
  const { rank: _rank, ...place } = placeOf(one, weights);
  const customer: RecordId = (await customerOf(store, one.record)) ?? one.record;
  return { case: one, customer, ...place, leftMs: Date.parse(place.dueAt) - context.clock.now() };
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
