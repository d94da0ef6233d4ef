import { instantOf } from '../../core/clock.js';
import { isKenningError } from '../../core/errors.js';
import type { Instant } from '../../core/model/instant.js';
import { headOver, overlapMs, type Place, placesOf } from './head.js';
import type { ListingReader } from './listing-reader.js';
import type { Progress, Unread } from './progress.js';

/** A walk that has met what it knows goes on at most so many pages for what was listed late. */
const overlapPages = 5;
const mostUnread = 10;

/**
 * Reads a listing that runs from the newest down. The first page is news; what lies between it and the top of the time
 * before is an unread part, which is kept until it is read. So a walk that is cut loses nothing, and news never wait
 * for the past. Tells whether nothing is unread.
 *
 * @param downTo the walk goes on at least down to this moment, to repair a gap
 */
export async function readDown(reader: ListingReader, from: Progress, downTo?: Instant): Promise<boolean> {
  if (!reader.mayGoOn()) return false;
  // A repair that is under way goes on, deeper if need be. Begun anew each time, it would never end.
  const isRepairing = from.unread.some((part) => part.downTo);
  const unread = isRepairing && downTo ? from.unread.map((part) => deeper(part, downTo)) : from.unread;
  let progress: Progress = { ...from, unread };
  // Without a head the top can not be told from the rest, and what was begun is ended first.
  if (from.head || unread.length === 0) {
    const top: Unread = { ...(from.head && { until: from.head }), ...(downTo && !isRepairing && { downTo }) };
    progress = await readPage(reader, { ...from, unread: [top, ...unread] }, true);
  }
  let seen = new Set<string>();
  let restarted = false;
  while (progress.unread.length > 0 && reader.mayGoOn()) {
    const before = progress.unread;
    const cursor = before[0]?.cursor;
    try {
      progress = await readPage(reader, progress, false);
    } catch (error) {
      // A cursor that was kept for long may be forgotten by its server; the part is then read from the top.
      if (restarted || !cursor || !isKenningError(error, 'invalid')) throw error;
      restarted = true;
      seen = new Set();
      const { cursor: _forgotten, ...part } = before[0] as Unread;
      progress = { ...progress, unread: [part, ...before.slice(1)] };
      continue;
    }
    if (cursor) seen.add(cursor);
    const next = progress.unread[0]?.cursor;
    if (progress.unread.length < before.length) seen = new Set();
    else if (next && seen.has(next)) {
      // The listing runs in a circle: there is no more to it.
      progress = { ...progress, unread: progress.unread.slice(1) };
      await reader.take({ items: [], rejected: [] }, progress);
    }
  }
  return progress.unread.length === 0;
}

function deeper(part: Unread, downTo: Instant): Unread {
  return part.downTo && downTo < part.downTo ? { ...part, downTo } : part;
}

/** Reads one page of the newest unread part. */
async function readPage(reader: ListingReader, progress: Progress, isTop: boolean): Promise<Progress> {
  const [part = {}, ...others] = progress.unread;
  const page = await reader.list(part.cursor);
  const places = await placesOf(page.items, instantOf(reader.clock));
  const met = metBy(part, places);
  const { met: _before, ...rest } = part;
  const ended = !page.next || page.next === part.cursor || isRead(part, met, places);
  const head = isTop ? headOver(places, progress.head) : progress.head;
  const unread = ended ? others : [{ ...rest, cursor: page.next as string, ...(met && { met }) }, ...others];
  const after: Progress = { ...(head && { head }), unread: joined(unread) };
  await reader.take(page, after);
  return after;
}

/** A single key may have been moved to where it is; so many have not. */
const keysNeeded = 3;

/** How far a part is among what is known. A place that is newer and unknown starts it anew. */
function metBy({ until, met }: Unread, places: readonly Place[]): Unread['met'] {
  if (!until) return undefined;
  const keys = places.filter(({ key }) => until.keys.includes(key)).length;
  if (keys === 0 && (!met || places.some(({ at }) => at > until.at))) return undefined;
  return { keys: (met?.keys ?? 0) + keys, pages: (met?.pages ?? 0) + 1 };
}

function isRead({ until, downTo }: Unread, met: Unread['met'], places: readonly Place[]): boolean {
  if (!until || !met || met.keys < Math.min(keysNeeded, until.keys.length)) return false;
  const lowest = downTo && downTo < until.at ? downTo : until.at;
  const floor = new Date(Date.parse(lowest) - overlapMs).toISOString();
  const bottom = places.at(-1);
  return (bottom !== undefined && bottom.at < floor) || (met.pages > overlapPages && !downTo);
}

/** Too many unread parts become fewer: the lowest two are read as one. */
function joined(unread: Unread[]): Unread[] {
  if (unread.length <= mostUnread) return unread;
  const [upper = {}, lower = {}] = unread.slice(-2);
  const { until: _between, met: _met, ...rest } = upper;
  const downTo = [upper.downTo, lower.downTo].filter((at) => at !== undefined).sort()[0];
  return [...unread.slice(0, -2), { ...rest, ...(lower.until && { until: lower.until }), ...(downTo && { downTo }) }];
}
