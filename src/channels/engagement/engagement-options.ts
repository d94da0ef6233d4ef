import type { Context } from '../../core/context.js';
import type { Ingest } from '../../core/ingest/ingest.js';
import type { Change } from '../../core/model/change.js';
import type { RetryRules } from '../../core/outbox/outcome.js';
import type { Permits } from '../../core/privacy/permits.js';
import type { Store } from '../../core/store/store.js';
import type { Kpis } from '../../core/strategy/kpi.js';
import type { Connector } from '../connector.js';
import type { ConsentOf, CustomerOf } from './rule.js';

export interface EngagementOptions {
  store: Store;
  context: Context;
  /** The channels to speak on, by names of the app's own. */
  channels: Readonly<Record<string, Connector>>;
  /** How what was written comes onto the timeline. */
  ingest: Pick<Ingest, 'page'>;
  /** The gate of the networks' terms. */
  permits: Permits;
  consentOf: ConsentOf;
  customerOf: CustomerOf;
  /** KPIs of the app's own, beside those that every app has. Each is asked at most every five minutes. */
  kpis?: Kpis;
  /** Told what came onto the timeline through us. */
  onChanges?: (changes: readonly Change[]) => unknown;
  /** How often and after what time a write is tried again; for how long it is one process's. */
  retry?: Partial<RetryRules> & { leaseMs?: number };
}

/** What every part of engagement has: the options, with KPIs that remember. */
export interface Desk extends EngagementOptions {
  kpis: Kpis;
}
