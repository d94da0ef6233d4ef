import { instantOf } from '../../core/clock.js';
import type { Context } from '../../core/context.js';
import { isKenningError } from '../../core/errors.js';
import type { Checkpoint } from '../../core/ingest/ingest.js';
import type { Store } from '../../core/store/store.js';
import type { DeltaOptions, DeltaPage } from '../crm-adapter.js';
import { type ReadingPlace, type Run, readingPlace } from './reading-place.js';

export interface ReadListingOptions<Item> {
  store: Store;
  context: Context;
  /** The name of its place: `crm hubspot/1 contacts`. */
  name: string;
  list(options: DeltaOptions): Promise<DeltaPage<Item>>;
  /**
   * Takes a page in, and keeps the place in the transaction that keeps the page's last item. `wait`: nothing is kept of
   * the place, and the page is read again the next time.
   */
  take(page: DeltaPage<Item>, run: Run, checkpoint: Checkpoint): Promise<'wait' | undefined>;
  /** Is done once when all pages are taken, and again if it was cut. */
  end?(run: Run): Promise<void>;
  /** Whether a page holds something of which nobody knows what it is. */
  isFlawed?(page: DeltaPage<Item>): boolean;
  /** Whether nothing is known of the listing yet. */
  isNew?(): Promise<boolean>;
  /** After this many milliseconds everything is read anew, and not only what changed. Defaults to 7 days. */
  wholeEveryMs?: number | undefined;
  /** Asked before every page; false ends the reading, which goes on the next time. */
  goOn?: (() => boolean) | undefined;
  signal?: AbortSignal | undefined;
}

const week = 7 * 24 * 60 * 60 * 1000;

/**
 * Reads a listing of a CRM: what changed since the last reading, or everything where the CRM can not tell, where it has
 * forgotten our place, and now and then. A reading that was cut goes on where it was.
 *
 * @returns whether it came to the end
 */
export async function readListing<Item>(options: ReadListingOptions<Item>): Promise<boolean> {
  const { store, name } = options;
  const place = await readingPlace(store, name);
  const resumed = place.run ?? (await begun(options, place));
  try {
    const isDone = await readOn(options, place, resumed);
    // What was cut may have been long ago: what changed meanwhile is read at once.
    return isDone && place.run && (await readingPlace(store, name)).since ? await readListing(options) : isDone;
  } catch (error) {
    // A place that is too old, or of another version of the adapter.
    const isForgotten = isKenningError(error, 'not-found') || isKenningError(error, 'invalid');
    if (!isForgotten || (resumed.since === undefined && resumed.cursor === undefined)) throw error;
    return readOn(options, {}, await begun(options, {}));
  }
}

async function begun<Item>(options: ReadListingOptions<Item>, { since, wholeAt }: ReadingPlace): Promise<Run> {
  const { context, isNew, wholeEveryMs = week } = options;
  const began = instantOf(context.clock);
  const isWhole =
    since === undefined || wholeAt === undefined || Date.parse(wholeAt) + wholeEveryMs <= Date.parse(began);
  const isFirst = isWhole && (await isNew?.()) === true;
  return { began, pages: 0, ...(!isWhole && { since }), ...(isFirst && { first: true }) };
}

async function readOn<Item>(options: ReadListingOptions<Item>, place: ReadingPlace, from: Run): Promise<boolean> {
  const { store, name, list, take, isFlawed, end, goOn, signal } = options;
  const seen = new Set<string>();
  let run = from;
  while (!run.ended) {
    signal?.throwIfAborted();
    if (goOn?.() === false) return false;
    const { since, cursor } = run;
    const page = await list({ ...(cursor && { cursor }), ...(since && { since }), ...(signal && { signal }) });
    if (cursor) seen.add(cursor);
    const next = nextRun(run, page, seen, isFlawed?.(page) === true);
    if ((await take(page, run, { name, data: { ...place, run: next } })) === 'wait') return false;
    run = next;
  }
  await end?.(run);
  const { changed } = run.ended;
  const wholeAt = run.since === undefined ? run.began : place.wholeAt;
  const data: ReadingPlace = { ...(changed && { since: changed }), ...(wholeAt && { wholeAt }) };
  await store.transaction((transaction) => transaction.put('checkpoints', { name, data }));
  return true;
}

function nextRun<Item>(run: Run, page: DeltaPage<Item>, seen: ReadonlySet<string>, isFlawed: boolean): Run {
  const { cursor: _cursor, ...rest } = run;
  // A listing that repeats itself tells nothing about what is missing in it.
  const repeats = page.next !== undefined && seen.has(page.next);
  const flawed = isFlawed || run.flawed || page.rejected.length > 0 || repeats;
  const next: Run = { ...rest, pages: run.pages + 1, ...(flawed && { flawed: true }) };
  if (page.next && !repeats) return { ...next, cursor: page.next };
  return { ...next, ended: page.changed ? { changed: page.changed } : {} };
}
