import { z } from 'zod';
import { instantOf } from '../../core/clock.js';
import type { Context } from '../../core/context.js';
import { isKenningError } from '../../core/errors.js';
import type { Ingest, IngestReport } from '../../core/ingest/ingest.js';
import { type Instant, instant } from '../../core/model/instant.js';
import type { Observed } from '../../core/model/observed.js';
import type { Page } from '../../core/page.js';
import type { Store } from '../../core/store/store.js';
import { wait as systemWait, type Wait } from '../../core/wait.js';
import type { Offers } from '../connector.js';
import { type Backoff, backoffMs } from './backoff.js';
import { pageQueue } from './page-queue.js';
import { progressName } from './progress.js';

export interface StreamingOptions {
  connector: Offers<'stream'>;
  channel: string;
  ingest: Ingest;
  store: Store;
  context: Context;
  /** Ends the stream: what was read by then is taken in, and the call returns. */
  ending: AbortSignal;
  /** Until when payloads that come now are kept as they came; absent means not at all. */
  keepRawUntil?: () => Instant;
  /** How many items wait for the store at most; then the stream is not read on. Defaults to 1,000. */
  maxWaiting?: number;
  /** Waits between connections. Defaults to 1 s, doubling to 60 s. */
  reconnect?: Backoff;
  /** How many connections in a row may fail before the stream does. Defaults to 8. */
  attempts?: number;
  wait?: Wait;
  /** Gives numbers from 0 to 1. */
  random?: () => number;
  /** Told of every page. */
  onPage?: (listing: 'stream', report: IngestReport) => void | Promise<void>;
}

/** Where a stream goes on, and when it was last heard. */
interface Place {
  cursor?: string;
  at: Instant;
}

const place = z.object({ cursor: z.string().max(100_000).optional(), at: instant });

/**
 * Listens to a connector's stream until `ending` aborts. Each page's cursor is saved in its transaction. A connection that
 * breaks is made again, later each time. While the store is slower than the network the stream is not read, so that
 * memory stays bounded. What may have been missed is kept as a gap, and the next poll reads over it.
 *
 * @throws what the stream threw when it can not be repaired by connecting again, or `attempts` have failed
 */
export async function streamInto(options: StreamingOptions): Promise<void> {
  const { store, channel, ending, wait = systemWait, random = Math.random, attempts = 8 } = options;
  const { reconnect = { firstMs: 1000, mostMs: 60_000 } } = options;
  const name = progressName(channel, 'stream');
  let last = place.safeParse((await store.get('checkpoints', { name }))?.data).data as Place | undefined;
  let failures = 0;
  while (!ending.aborted) {
    // Without a cursor nobody knows what was said since. That is a gap, once the stream is there again.
    let missed = last && !last.cursor ? last.at : undefined;
    let problem: unknown;
    try {
      for await (const page of pagesOf(options, last?.cursor)) {
        last = await take(options, name, missed ? withGap(page, missed) : page, last);
        missed = undefined;
        failures = 0;
      }
    } catch (error) {
      if (ending.aborted) return;
      failures += 1;
      if (!isKenningError(error) || !error.retryable || error.code.startsWith('storage') || failures >= attempts)
        throw error;
      problem = error;
    }
    await wait(backoffMs(Math.max(1, failures), reconnect, random, problem), ending).catch(() => {});
  }
}

function pagesOf({ connector, ending, maxWaiting = 1000 }: StreamingOptions, cursor?: string) {
  const open = (signal: AbortSignal) => connector.stream({ signal, ...(cursor && { cursor }) });
  return pageQueue(open, maxWaiting, ending);
}

function withGap(page: Page<Observed>, from: Instant): Page<Observed> {
  return { ...page, items: [{ type: 'gap', from }, ...page.items] };
}

async function take(
  { ingest, channel, context, keepRawUntil, onPage }: StreamingOptions,
  name: string,
  page: Page<Observed>,
  last: Place | undefined,
): Promise<Place> {
  const cursor = page.next || last?.cursor;
  const data: Place = { ...(cursor && { cursor }), at: instantOf(context.clock) };
  const checkpoint = { name, data };
  const report = await ingest.page({
    page,
    channel,
    checkpoint,
    keepGaps: true,
    ...(keepRawUntil && { keepRawUntil: keepRawUntil() }),
  });
  await onPage?.('stream', report);
  return data;
}
