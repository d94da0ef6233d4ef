import type { Context } from '../core/context.js';
import type { Ingest } from '../core/ingest/ingest.js';
import type { Change } from '../core/model/change.js';
import type { SourceRef } from '../core/model/source-ref.js';
import type { Rejected } from '../core/page.js';
import type { Notary } from '../core/ports.js';
import type { Store } from '../core/store/store.js';
import type { ContactObserved, CrmAdapter } from './crm-adapter.js';
import { joinWaiting } from './sync/join-contacts.js';
import { readListing } from './sync/read-listing.js';
import { type Run, readingName } from './sync/reading-place.js';
import { retire } from './sync/retire.js';
import { SeenContacts } from './sync/seen-contacts.js';
import { takeContacts } from './sync/take-contacts.js';

/** What reading a page of contacts came to. */
export interface ContactsRead {
  contacts: number;
  rejected: Rejected[];
  changes: Change[];
}

export interface ReadContactsOptions {
  store: Store;
  context: Context;
  ingest: Ingest;
  notary: Notary;
  adapter: CrmAdapter;
  /** The app's name of the CRM. */
  crm: string;
  /** After this many milliseconds all contacts are read anew, and not only what changed. Defaults to 7 days. */
  wholeEveryMs?: number;
  signal?: AbortSignal;
  /** Asked before every page; false ends the reading, which goes on the next time. */
  goOn?: () => boolean;
  /** Is waited for before the next page is read. */
  onPage?: (page: ContactsRead) => void | Promise<void>;
}

/** A CRM of more pages than this is kept first and recognized then: see `catchUp`. */
const recognizedAtOnce = 5;

/**
 * Reads the contacts of a CRM: what changed since the last reading where the CRM can tell, else all. The place is kept
 * with each page. A contact that was removed there, or that a whole reading no longer finds, takes no part in recognizing
 * others any more; two that the CRM has made one become one here, by a decision that can be undone.
 *
 * A whole reading in which something could not be read and nobody knows whom it was about finds nobody missing.
 *
 * @returns whether it came to the end
 * @example
 * await readContacts({ store, context, ingest, notary: notary(context), crm: 'sales', adapter });
 */
export async function readContacts(options: ReadContactsOptions): Promise<boolean> {
  const { store, context, adapter, signal, goOn, wholeEveryMs, onPage } = options;
  const { source } = adapter;
  const taking = { ...options, source };
  const seen = new SeenContacts(store, source);
  return readListing<ContactObserved>({
    store,
    context,
    name: readingName(source, 'contacts'),
    list: (place) => adapter.contacts(place),
    isNew: async () => (await store.list('records', 'ofSource', { where: { source }, limit: 1 })).length === 0,
    isFlawed: ({ items }) => idsOf(items).includes(undefined),
    async take(page, run, checkpoint) {
      if (isSearched(run)) {
        if (run.pages === 0) await seen.forget();
        await seen.keep(
          run.pages,
          idsOf(page.items).filter((id) => id !== undefined),
        );
      }
      const later = run.first === true && run.pages >= recognizedAtOnce;
      const taken = await takeContacts(taking, page.items, { checkpoint, later });
      await onPage?.({ ...taken, rejected: [...page.rejected, ...taken.rejected] });
      return undefined;
    },
    async end(run) {
      const changes = await joinWaiting(taking);
      if (isSearched(run)) {
        if (!run.flawed)
          for await (const missing of seen.missing(run.began, signal)) changes.push(...(await gone(options, missing)));
        await seen.forget();
      }
      await onPage?.({ contacts: 0, rejected: [], changes });
    },
    wholeEveryMs,
    goOn,
    signal,
  });
}

/**
 * Contacts that a whole reading has not seen. They are asked for by name where that can be done: a listing that people
 * edit while it is read may skip somebody, and may not say who was merged.
 */
async function gone(options: ReadContactsOptions, missing: SourceRef[]): Promise<Change[]> {
  const { adapter, signal } = options;
  const taking = { ...options, source: adapter.source };
  if (!adapter.get) return retire(taking, missing);
  const found = await adapter.get(missing, { ...(signal && { signal }) });
  const { changes } = await takeContacts(taking, found);
  const told = new Set(found.map((item) => (item.type === 'contact' ? item.contact : fromOf(item)).externalId));
  const silent = missing.filter(({ externalId }) => !told.has(externalId));
  return silent.length > 0 ? [...changes, ...(await retire(taking, silent))] : changes;
}

const fromOf = (item: Exclude<ContactObserved, { type: 'contact' }>): SourceRef =>
  item.type === 'merged' ? item.from : item.of;

/** Whether those are looked for who are missing in it. */
const isSearched = ({ since, first }: Run): boolean => since === undefined && !first;

/** The ids that stand in the CRM; undefined for something of which nobody knows whom it is about. */
function idsOf(items: readonly ContactObserved[]): (string | undefined)[] {
  return items.flatMap((item) => {
    if (item.type !== 'contact') return [];
    const { externalId } = item.contact as { externalId?: unknown };
    return [typeof externalId === 'string' ? externalId : undefined];
  });
}
