import type { Ingest, IngestReport } from '../../core/ingest/ingest.js';
import type { Instant } from '../../core/model/instant.js';
import type { Observed } from '../../core/model/observed.js';
import type { Page, PageOptions } from '../../core/page.js';
import type { StoreReader } from '../../core/store/store.js';
import { type Connector, type Listing, listings } from '../connector.js';

/** The newest thing seen when a walk began: a later walk ends where it meets it. */
interface Watermark {
  at: Instant;
  key: string;
}

/** How far a listing has been read. A walk that was cut goes on downwards from its own cursor. */
interface Progress {
  /** Oldest-first: where to go on. */
  cursor?: string;
  /** Newest-first: everything down from here is known. */
  watermark?: Watermark;
  /** Newest-first: a walk under way. */
  walk?: { cursor?: string; newest?: Watermark };
}

/** Networks list late what was written early, so polls overlap by this much. */
const overlapMs = 10 * 60 * 1000;

export interface PollOptions {
  connector: Connector;
  channel: string;
  ingest: Ingest;
  store: StoreReader;
  keepRawUntil?: Instant;
  signal?: AbortSignal;
  /** Told of every page. */
  onPage?: (listing: Listing, report: IngestReport) => void | Promise<void>;
}

/** Reads everything new from each of a connector's listings. The place is saved with each page, in its transaction. */
export async function poll(options: PollOptions): Promise<void> {
  const { connector, ingest, signal } = options;
  const own = await connector.own?.({ ...(signal && { signal }) });
  if (own && own.length > 0) await ingest.records(own.map((profile) => ({ ...profile, own: true })));
  for (const listing of listings) {
    const list = connector[listing]?.bind(connector);
    if (!list) continue;
    if (connector.network.order === 'newest-first') await readDown(options, listing, list);
    else await readOn(options, listing, list);
  }
}

type List = (options?: PageOptions) => Promise<Page<Observed>>;

/** The name under which a listing's progress is kept. */
export function progressName(channel: string, listing: string): string {
  return `channel ${channel} ${listing}`;
}

async function progressOf({ store, channel }: PollOptions, listing: Listing): Promise<Progress> {
  return ((await store.get('checkpoints', { name: progressName(channel, listing) }))?.data as Progress) ?? {};
}

async function take(options: PollOptions, listing: Listing, page: Page<Observed>, progress: Progress): Promise<void> {
  const { ingest, channel, keepRawUntil, onPage } = options;
  const checkpoint = { name: progressName(channel, listing), data: progress };
  const report = await ingest.page({ page, channel, checkpoint, ...(keepRawUntil && { keepRawUntil }) });
  await onPage?.(listing, report);
}

/** Oldest first: every page moves the cursor on. */
async function readOn(options: PollOptions, listing: Listing, list: List): Promise<void> {
  let { cursor } = await progressOf(options, listing);
  for (;;) {
    options.signal?.throwIfAborted();
    const page = await list({ ...(cursor && { cursor }), ...(options.signal && { signal: options.signal }) });
    const next = page.next ?? cursor;
    await take(options, listing, page, { ...(next && { cursor: next }) });
    if (page.next === undefined || page.next === cursor || isEmpty(page)) return;
    cursor = page.next;
  }
}

/** Newest first: the new watermark holds only when the walk has met the old one. */
async function readDown(options: PollOptions, listing: Listing, list: List): Promise<void> {
  let progress = await progressOf(options, listing);
  // A walk that was cut is ended first; what came meanwhile is above it and read by the next.
  const walks = progress.walk ? 2 : 1;
  for (let walk = 0; walk < walks; walk++) {
    const seen = new Set<string>();
    for (;;) {
      options.signal?.throwIfAborted();
      const cursor = progress.walk?.cursor;
      const page = await list({ ...(cursor && { cursor }), ...(options.signal && { signal: options.signal }) });
      const newest = progress.walk?.newest ?? newestOf(page, progress.watermark);
      const ended =
        page.next === undefined || seen.has(page.next) || cursor === page.next || meets(page, progress.watermark);
      const { watermark } = progress;
      progress = ended
        ? { ...(newest && { watermark: newest }) }
        : { ...(watermark && { watermark }), walk: { cursor: page.next as string, ...(newest && { newest }) } };
      await take(options, listing, page, progress);
      if (ended) break;
      seen.add(page.next as string);
    }
  }
}

function isEmpty(page: Page<Observed>): boolean {
  return page.items.length === 0 && page.rejected.length === 0;
}

function placeOf(item: Observed): Watermark | undefined {
  if (item.type === 'said') {
    const { at, externalId } = item.interaction;
    return { at, key: externalId };
  }
  return undefined;
}

function newestOf(page: Page<Observed>, known: Watermark | undefined): Watermark | undefined {
  let newest = known;
  for (const item of page.items) {
    const place = placeOf(item);
    if (place && (!newest || place.at > newest.at)) newest = place;
  }
  return newest;
}

/** Whether a page reaches down to what is known: it holds the watermark, or lies wholly beneath it. */
function meets(page: Page<Observed>, watermark: Watermark | undefined): boolean {
  if (!watermark) return false;
  const places = page.items.flatMap((item) => placeOf(item) ?? []);
  const floor = new Date(Date.parse(watermark.at) - overlapMs).toISOString();
  return places.length > 0 && places.every(({ at }) => at < floor);
}
