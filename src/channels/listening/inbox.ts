import { isKenningError, KenningError } from '../../core/errors.js';
import { changeRequest, setRequestAside } from '../../core/inbox-requests.js';
import type { Ingest, IngestReport } from '../../core/ingest/ingest.js';
import type { Instant } from '../../core/model/instant.js';
import type { Observed } from '../../core/model/observed.js';
import type { Page } from '../../core/page.js';
import type { Rows } from '../../core/store/rows.js';
import type { Store, StoreReader } from '../../core/store/store.js';
import type { Connector } from '../connector.js';

type InboxRow = Rows['inbox'];

export interface WorkOffOptions {
  store: Store;
  ingest: Ingest;
  connector: Connector;
  channel: string;
  keepRawUntil?: Instant;
  signal?: AbortSignal;
  /** Asked before every request; false ends the work. */
  goOn?: () => boolean;
  /** Told of every request that was taken in. */
  onPage?: (listing: 'webhook', report: IngestReport) => void | Promise<void>;
}

/** What working off an inbox came to. */
export interface WorkedOff {
  read: number;
  /** Requests that could not be read; they are kept, with the reason. */
  failed: number;
  /** Whether none waits any more. */
  complete: boolean;
}

/** A webhook's request that could not be read. */
export interface FailedRequest {
  id: string;
  channel: string;
  receivedAt: Instant;
  /** Why. */
  reason: string;
  body: string;
}

/**
 * Takes in the requests that webhooks have left in the inbox, in the order in which they came. A request is gone from
 * it in the transaction that takes it in. One that can not be read is set aside with the reason and keeps no other waiting.
 */
export async function workOff(options: WorkOffOptions): Promise<WorkedOff> {
  const { store, connector, channel, signal, goOn } = options;
  const report: WorkedOff = { read: 0, failed: 0, complete: true };
  if (!connector.webhook) return report;
  let after: { id: string } | undefined;
  do {
    const where = { channel, state: 'waiting' as const };
    const rows = await store.list('inbox', 'byChannel', { where, limit: 100, ...(after && { after }) });
    for (const row of rows) {
      signal?.throwIfAborted();
      if (goOn?.() === false) return { ...report, complete: false };
      report[await take(options, row)] += 1;
    }
    const last = rows.at(-1);
    after = last && { id: last.id };
  } while (after);
  return report;
}

async function take(options: WorkOffOptions, row: InboxRow): Promise<'read' | 'failed'> {
  const { store, ingest, connector, channel, keepRawUntil, onPage } = options;
  let report: IngestReport;
  try {
    const page = connector.webhook?.read(row.data.body, row.data.headers) as Page<Observed>;
    if (!Array.isArray(page.items)) throw new KenningError('invalid', 'What was read is no page.');
    const kept = { page, channel, worksOff: { inbox: row.id }, keepGaps: true, ...(keepRawUntil && { keepRawUntil }) };
    report = await ingest.page(kept);
  } catch (error) {
    // A store that fails says nothing about the request: it goes on waiting.
    if (isKenningError(error) && error.code.startsWith('storage')) throw error;
    await setRequestAside(store, row, error);
    return 'failed';
  }
  await onPage?.('webhook', report);
  return 'read';
}

/** The requests that could not be read, the oldest first. */
export async function failedRequests(
  store: StoreReader,
  { after, limit = 100 }: { after?: string; limit?: number } = {},
): Promise<FailedRequest[]> {
  const where = { state: 'failed' as const };
  const rows = await store.list('inbox', 'byState', { where, limit, ...(after && { after: { id: after } }) });
  return rows.map(({ id, channel, data: { receivedAt, error, body } }) => ({
    id,
    channel,
    receivedAt,
    reason: error ?? '',
    body,
  }));
}

/** Puts a request that could not be read among those that wait. False when there is none of this id. */
export async function retryRequest(store: Store, id: string): Promise<boolean> {
  const row = await store.get('inbox', { id });
  if (row?.state !== 'failed') return false;
  const { error: _error, ...data } = row.data;
  return changeRequest(store, row, { state: 'waiting', data });
}
