import type { Alert } from './model/alert.js';
import type { Instant } from './model/instant.js';
import type { StoreReader } from './store/store.js';

export interface AlertsOptions {
  /** Only those of this saved search. */
  series?: string;
  /** Where the last listing ended: what was told of this moment or later is left out. */
  before?: Instant;
  /** Defaults to 50. */
  limit?: number;
}

/** Alerts, the newest first. */
export async function listAlerts(store: StoreReader, options: AlertsOptions = {}): Promise<Alert[]> {
  const { series, before, limit = 50 } = options;
  const listing = {
    direction: 'descending',
    limit,
    ...(before !== undefined && { after: { at: before, id: '' } }),
  } as const;
  const rows =
    series === undefined
      ? await store.list('alerts', 'all', { where: {}, ...listing })
      : await store.list('alerts', 'bySeries', { where: { series }, ...listing });
  return rows.map(({ data }) => data);
}
