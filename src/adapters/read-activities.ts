import type { Context } from '../core/context.js';
import type { Ingest, IngestReport } from '../core/ingest/ingest.js';
import type { Observed } from '../core/model/observed.js';
import type { Store } from '../core/store/store.js';
import type { ActivityObserved, CrmAdapter } from './crm-adapter.js';
import { isEcho } from './sync/own-echo.js';
import { readListing } from './sync/read-listing.js';
import { readingName } from './sync/reading-place.js';
import { targetOfCrm } from './write-back/crm-entry.js';

export interface ReadActivitiesOptions {
  store: Store;
  context: Context;
  ingest: Ingest;
  adapter: CrmAdapter;
  /** The app's name of the CRM. */
  crm: string;
  signal?: AbortSignal;
  /** Asked before every page; false ends the reading, which goes on the next time. */
  goOn?: () => boolean;
  onPage?: (report: IngestReport) => void | Promise<void>;
}

/**
 * Reads calls, meetings, mails and notes of a CRM onto the timelines of its contacts. What we wrote there ourselves is on
 * them already, and is passed over.
 *
 * @returns whether it came to the end
 */
export async function readActivities(options: ReadActivitiesOptions): Promise<boolean> {
  const { store, context, ingest, adapter, crm, signal, goOn, onPage } = options;
  const { source } = adapter;
  return readListing<ActivityObserved>({
    store,
    context,
    name: readingName(source, 'activities'),
    list: async (place) => (await adapter.activities?.(place)) ?? { items: [], rejected: [] },
    async take(page, _run, checkpoint) {
      const items: Observed[] = [];
      for (const activity of page.items)
        if (!(await isEcho({ store, crm, source }, activity))) items.push(activity.observed);
      const taken = { items, rejected: page.rejected };
      await onPage?.(await ingest.page({ page: taken, channel: targetOfCrm(crm), checkpoint }));
      return undefined;
    },
    goOn,
    signal,
  });
}
