import { z } from 'zod';
import type { CrmAdapter } from './adapters/crm-adapter.js';
import { type SyncRules, syncRules } from './adapters/sync-rules.js';
import type { Connector } from './channels/connector.js';
import { type ListenOptions, listenOptions } from './channels/listening/live/listen-options.js';
import type { Clock } from './core/clock.js';
import { KenningError } from './core/errors.js';
import { type Terms, terms as termsSchema } from './core/model/terms.js';
import type { Resolver } from './core/ports.js';
import { problemIn } from './core/problem-in.js';
import type { Store } from './core/store/store.js';
import type { Kpi, Kpis } from './core/strategy/kpi.js';
import type { Strategy } from './core/strategy/strategy.js';
import type { Intervals } from './duties.js';
import type { SurvivorshipRules } from './identity/golden-record.js';

export interface KenningOptions {
  /** Where everything is kept: `memory()`, `sqlite({ file })`, `postgres({ connection })`. */
  store: Store;
  /** The CRMs whose contacts are known, by names of the app's own. */
  crms?: Record<string, CrmAdapter>;
  /** The channels to listen on, by names of the app's own. */
  channels?: Record<string, Connector>;
  /** Decides who is who. Defaults to `matcher()`; `learnedMatcher({ model })` decides by a model of the app's own. */
  resolver?: Resolver;
  /** What we want to reach and how far we go for it; adopted once. Without it nothing goes out. */
  strategy?: Strategy;
  /** KPIs of the app's own, by the names that outcomes call them. */
  kpis?: Kpis;
  /** What is kept in step among CRMs, who gets into them, and what becomes of two contacts that are one. */
  sync?: SyncRules;
  /** What is looked for in everything that comes in: saved searches, and what analyzers tell. */
  listen?: ListenOptions;
  /** How often a running app does each of its duties. */
  every?: Intervals;
  /** Contracts of the app's own that hold in the place of a network's terms, by the network's id. */
  terms?: Record<string, Terms>;
  /**
   * A secret of at least 32 bytes under which erased people are remembered, so that no listing brings them back. The store
   * never holds it: keep it where the app's other secrets are.
   */
  tombstoneKey?: string | Uint8Array;
  /** Which record's word counts, field by field. */
  survivorship?: SurvivorshipRules;
  /** Defaults to the system's. */
  clock?: Clock;
}

/** Names stand in keys and targets, so they hold no sign that parts one. */
const name = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,99}$/u, 'a name is letters, digits, spaces, . _ and -');

const interval = z.int().min(100).max(86_400_000).optional();

const optionsSchema = z.strictObject({
  store: z.custom<Store>((value) => (value as Store | undefined)?.contract === 1, 'give a store, such as memory()'),
  crms: z
    .record(
      name,
      z.custom<CrmAdapter>((value) => (value as CrmAdapter)?.contract === 1, 'give a CRM adapter'),
    )
    .optional(),
  channels: z
    .record(
      name,
      z.custom<Connector>((value) => (value as Connector)?.contract === 1, 'give a connector'),
    )
    .optional(),
  resolver: z.custom<Resolver>((value) => typeof (value as Resolver)?.decide === 'function').optional(),
  strategy: z.custom<Strategy>((value) => Array.isArray((value as Strategy)?.outcomes), 'give a strategy').optional(),
  kpis: z
    .record(
      z.string().min(1).max(100),
      z.custom<Kpi>((value) => typeof value === 'function'),
    )
    .optional(),
  listen: listenOptions.optional(),
  every: z
    .strictObject({
      poll: interval,
      contacts: interval,
      deliver: interval,
      listen: interval,
      cases: interval,
      clocks: interval,
      sweep: interval,
      writeBack: interval,
      inStep: interval,
    })
    .optional(),
  sync: syncRules.optional(),
  terms: z.record(z.string().min(1).max(100), termsSchema).optional(),
  tombstoneKey: z
    .union([z.string(), z.instanceof(Uint8Array)])
    .refine(
      (key) => (typeof key === 'string' ? new TextEncoder().encode(key) : key).length >= 32,
      'needs 32 bytes or more',
    )
    .optional(),
  survivorship: z.custom<SurvivorshipRules>((value) => typeof value === 'object').optional(),
  clock: z.custom<Clock>((value) => typeof (value as Clock)?.now === 'function').optional(),
});

/** @throws `invalid` for an option that is unknown or of the wrong kind; says which. */
export function checkOptions(options: KenningOptions): KenningOptions {
  const parsed = optionsSchema.safeParse(options);
  if (parsed.success) return options;
  throw new KenningError('invalid', `kenning(): ${problemIn(parsed.error)}.`);
}
