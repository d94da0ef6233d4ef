import { type Clock, systemClock } from '../../core/clock.js';
import { type ErrorCode, isKenningError } from '../../core/errors.js';
import { closeGaps, openGaps } from '../../core/ingest/gaps.js';
import type { Ingest, IngestReport } from '../../core/ingest/ingest.js';
import type { Instant } from '../../core/model/instant.js';
import type { Store } from '../../core/store/store.js';
import { telemetry } from '../../core/telemetry.js';
import { type Connector, type Listing, listings } from '../connector.js';
import type { ListingReader } from './listing-reader.js';
import { progressName, progressOf } from './progress.js';
import { readDown } from './read-down.js';
import { readOn } from './read-on.js';

export interface PollOptions {
  connector: Connector;
  channel: string;
  ingest: Ingest;
  store: Store;
  /** Defaults to the system's. */
  clock?: Clock;
  keepRawUntil?: Instant;
  signal?: AbortSignal;
  /** The most pages of each listing; what is left is read by the next poll. Defaults to 10,000. */
  maxPages?: number;
  /** Asked before every page; false ends the poll. */
  goOn?: () => boolean;
  /** Told of every page. */
  onPage?: (listing: Listing, report: IngestReport) => void | Promise<void>;
}

/** With these the channel as a whole can not be read, and its other listings are left in peace. */
const ofTheChannel: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['auth', 'rate-limited']);

/**
 * Reads everything new from each of a connector's listings. The place is saved with each page, in its transaction. A
 * listing that fails does not keep the others from being read; its error is thrown when they are.
 *
 * Gaps that streams and webhooks have left are read over and closed.
 *
 * @returns `complete`: whether all listings are read to their ends
 */
export function poll(options: PollOptions): Promise<{ complete: boolean }> {
  return telemetry.span('kenning.poll', { 'kenning.channel': options.channel }, () => pollAll(options));
}

async function pollAll(options: PollOptions): Promise<{ complete: boolean }> {
  const { connector, channel, ingest, store, signal } = options;
  signal?.throwIfAborted();
  const own = await connector.own?.({ ...(signal && { signal }) });
  if (own && own.length > 0) await ingest.records(own.map((profile) => ({ ...profile, own: true })));
  const gaps = await openGaps(store, channel);
  const downTo = gaps
    .flatMap(({ from }) => from ?? [])
    .sort()
    .at(0);
  let complete = true;
  const failed: unknown[] = [];
  for (const listing of listings) {
    if (!connector[listing]) continue;
    try {
      const reader = readerOf(options, listing);
      const progress = await progressOf(store, channel, listing);
      const read =
        connector.network.order === 'newest-first' ? readDown(reader, progress, downTo) : readOn(reader, progress);
      complete = (await read) && complete;
    } catch (error) {
      if (signal?.aborted || stopsAll(error)) throw error;
      failed.push(error);
    }
  }
  if (failed.length > 0) throw failed[0];
  if (complete && listings.some((listing) => connector[listing])) await closeGaps(store, gaps);
  return { complete };
}

function stopsAll(error: unknown): boolean {
  return !isKenningError(error) || error.code.startsWith('storage') || ofTheChannel.has(error.code);
}

function readerOf(options: PollOptions, listing: Listing): ListingReader {
  const { connector, channel, ingest, keepRawUntil, signal, maxPages = 10_000, goOn, onPage } = options;
  const { clock = systemClock } = options;
  const list = connector[listing]?.bind(connector);
  let pages = 0;
  return {
    clock,
    async list(cursor) {
      signal?.throwIfAborted();
      pages += 1;
      const page = await list?.({ ...(cursor && { cursor }), ...(signal && { signal }) });
      return page ?? { items: [], rejected: [] };
    },
    async take(page, data) {
      const checkpoint = { name: progressName(channel, listing), data };
      const report = await ingest.page({ page, channel, checkpoint, ...(keepRawUntil && { keepRawUntil }) });
      await onPage?.(listing, report);
    },
    mayGoOn: () => pages < maxPages && goOn?.() !== false,
  };
}
