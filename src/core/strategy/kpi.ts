import type { Instant } from '../model/instant.js';
import type { StoreReader } from '../store/store.js';

/** A key performance indicator: a number that the store tells today. It reads, and changes nothing. */
export type Kpi = (store: StoreReader, now: Instant) => Promise<number>;

/** KPIs by the names that outcomes call them. */
export type Kpis = Readonly<Record<string, Kpi>>;
