import type { CrmAdapter } from './adapters/crm-adapter.js';
import { readActivities } from './adapters/read-activities.js';
import { readContacts } from './adapters/read-contacts.js';
import { readItems } from './adapters/read-items.js';
import { workOffNotices } from './adapters/sync/work-off-notices.js';
import type { InStepReport } from './adapters/sync.js';
import type { Connector } from './channels/connector.js';
import { dutyLease } from './channels/listening/duty.js';
import { poll } from './channels/listening/poll.js';
import { keepOutcome } from './channels/listening/schedule.js';
import { instantOf } from './core/clock.js';
import type { Context } from './core/context.js';
import { isKenningError, KenningError } from './core/errors.js';
import { catchUp } from './core/ingest/catch-up.js';
import type { Ingest, IngestReport } from './core/ingest/ingest.js';
import type { Listeners } from './core/listeners.js';
import type { Change } from './core/model/change.js';
import type { Rejected } from './core/page.js';
import type { Notary, Recognizer } from './core/ports.js';
import type { Store } from './core/store/store.js';
import { whileLeased } from './core/while-leased.js';

export interface SyncOptions {
  signal?: AbortSignal;
}

/** What a sync came to. A part that failed is named and did not stop the others. */
export interface SyncReport {
  contacts: number;
  /** Cases and deals of CRMs that are new or changed. */
  cases: number;
  deals: number;
  said: number;
  revised: number;
  known: number;
  removed: number;
  /** What networks' terms do not let us keep; a channel whose network states none keeps nothing of others. */
  notKept: number;
  rejected: number;
  failed: { from: string; error: KenningError }[];
  /** What keeping CRMs in step came to, where the app has rules for it. The outbox sends it. */
  inStep?: InStepReport;
  /** What another process was reading at this moment. */
  elsewhere: string[];
}

/** What reading CRMs and channels needs. */
export interface Synchronizing {
  store: Store;
  context: Context;
  ingest: Ingest;
  listeners: Listeners;
  notary: Notary;
  recognizer: Recognizer;
  /** Tells the app's listeners of committed changes. */
  tell: (changes: readonly Change[]) => Promise<void>;
}

export function emptyReport(): SyncReport {
  return {
    contacts: 0,
    cases: 0,
    deals: 0,
    said: 0,
    revised: 0,
    known: 0,
    removed: 0,
    notKept: 0,
    rejected: 0,
    failed: [],
    elsewhere: [],
  };
}

/** Reads what is new in a CRM; tells whether it came to the end. */
export async function syncCrm(
  sync: Synchronizing,
  name: string,
  adapter: CrmAdapter,
  report: SyncReport,
  turn: { signal?: AbortSignal; goOn?: () => boolean } = {},
): Promise<boolean> {
  const { store, context, ingest, notary, recognizer, listeners, tell } = sync;
  const isRead = await readContacts({
    store,
    context,
    ingest,
    notary,
    adapter,
    crm: name,
    ...turn,
    async onPage(page) {
      report.contacts += page.contacts;
      report.rejected += page.rejected.length;
      refused(listeners, name, page.rejected);
      await tell(page.changes);
      listeners.emit('progress', { from: name, step: 'contacts', items: report.contacts });
    },
  });
  let recognized = 0;
  const isCaughtUp = await catchUp({
    store,
    context,
    recognizer,
    ...turn,
    async onPage({ step, records, changes }) {
      await tell(changes);
      recognized += step === 'recognized' ? records : 0;
      listeners.emit('progress', { from: name, step, items: recognized });
    },
  });
  let complete = isRead && isCaughtUp;
  for (const listing of ['activities', 'cases', 'deals'] as const)
    if (adapter[listing] && complete)
      await goOn(sync, `${name} ${listing}`, report, async () => {
        complete = await readBeside(sync, name, adapter, listing, report, turn);
      });
  return complete;
}

/** Reads what a CRM holds beside contacts. */
async function readBeside(
  sync: Synchronizing,
  name: string,
  adapter: CrmAdapter,
  listing: 'activities' | 'cases' | 'deals',
  report: SyncReport,
  turn: { signal?: AbortSignal; goOn?: () => boolean },
): Promise<boolean> {
  const { store, context, ingest, listeners } = sync;
  if (listing === 'activities')
    return readActivities({
      store,
      context,
      ingest,
      adapter,
      crm: name,
      ...turn,
      async onPage(page) {
        for (const count of ['said', 'revised', 'known', 'removed', 'notKept'] as const) report[count] += page[count];
        report.rejected += page.rejected.length;
        await tellPage(sync, name, listing, page);
      },
    });
  const kind = listing === 'cases' ? 'case' : 'deal';
  return readItems({
    store,
    context,
    adapter,
    kind,
    ...turn,
    onPage({ items, rejected }) {
      report[listing] += items;
      report.rejected += rejected.length;
      refused(listeners, name, rejected);
      listeners.emit('progress', { from: name, step: listing, items: report[listing] });
    },
  });
}

/** Takes in what a CRM's webhooks have told; tells whether its listing has to be read for it. */
export async function takeNotices(
  { store, context, ingest, notary, listeners, tell }: Synchronizing,
  name: string,
  adapter: CrmAdapter,
  turn: { signal?: AbortSignal; goOn?: () => boolean } = {},
): Promise<{ complete: boolean; listing: boolean }> {
  return workOffNotices({
    store,
    context,
    ingest,
    notary,
    adapter,
    crm: name,
    ...turn,
    async onPage(page) {
      refused(listeners, name, page.rejected);
      await tell(page.changes);
    },
  });
}

/** Reads what is new on a channel. */
export async function syncChannel(
  sync: Synchronizing,
  name: string,
  connector: Connector,
  report: SyncReport,
  signal?: AbortSignal,
): Promise<void> {
  const { store, context, ingest } = sync;
  const { complete } = await poll({
    connector,
    channel: name,
    ingest,
    store,
    clock: context.clock,
    ...(signal && { signal }),
    async onPage(listing, page) {
      for (const count of ['said', 'revised', 'known', 'removed', 'notKept'] as const) report[count] += page[count];
      report.rejected += page.rejected.length;
      await tellPage(sync, name, listing, page, report.said + report.known);
    },
  });
  if (!complete)
    throw new KenningError(
      'too-large',
      `${name}: there is more than one sync reads. What was read is kept; sync again, or look whether the listing ends.`,
      { retryable: true },
    );
}

/** Tells the app's listeners of a page that was taken in. */
export async function tellPage(
  { listeners, tell }: Synchronizing,
  channel: string,
  step: string,
  page: IngestReport,
  items = page.said + page.known,
): Promise<void> {
  refused(listeners, channel, page.rejected);
  await tell(page.changes);
  listeners.emit('progress', { from: channel, step, items });
}

/** Does a part of a sync, unless another process is at it: a server that runs polls as well. */
export async function syncAlone(
  { store, context }: Synchronizing,
  { duty, task }: { duty: string; task: string },
  report: SyncReport,
  signal: AbortSignal | undefined,
  part: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const done = await whileLeased({ store, context, name: dutyLease(duty), ...(signal && { signal }) }, async (held) => {
    try {
      await part(held);
      await keepOutcome(store, instantOf(context.clock), [duty, task]);
    } catch (error) {
      if (isKenningError(error) && !error.code.startsWith('storage'))
        await keepOutcome(store, instantOf(context.clock), [duty, task], error);
      throw error;
    }
  });
  if (done === 'elsewhere') report.elsewhere.push(duty);
}

/** One network that is down must not keep the others from being heard; a broken store stops all. */
export async function goOn(
  { listeners }: Pick<Synchronizing, 'listeners'>,
  from: string,
  report: Pick<SyncReport, 'failed'>,
  part: () => Promise<void>,
): Promise<void> {
  try {
    await part();
  } catch (thrown) {
    const isAbort = thrown instanceof Error && thrown.name === 'AbortError';
    if (isAbort || (isKenningError(thrown) && thrown.code.startsWith('storage'))) throw thrown;
    const error = isKenningError(thrown)
      ? thrown
      : new KenningError('unexpected', `${from} failed in a way that its code does not know.`, { cause: thrown });
    report.failed.push({ from, error });
    listeners.emit('error', error);
  }
}

function refused(listeners: Listeners, from: string, rejected: Rejected[]): void {
  if (rejected.length > 0) listeners.emit('rejected', { from, rejected });
}
