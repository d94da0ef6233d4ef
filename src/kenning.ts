import { z } from 'zod';
import type { CrmAdapter } from './adapters/crm-adapter.js';
import { readContacts } from './adapters/read-contacts.js';
import { announce } from './announce.js';
import type { Connector } from './channels/connector.js';
import { poll } from './channels/listening/poll.js';
import { type Clock, systemClock } from './core/clock.js';
import { contextOf } from './core/context.js';
import { isKenningError, KenningError } from './core/errors.js';
import type { KenningEvents } from './core/events.js';
import { ingest } from './core/ingest/ingest.js';
import { recordOf } from './core/ingest/write-record.js';
import { Listeners } from './core/listeners.js';
import type { Change } from './core/model/change.js';
import type { Customer } from './core/model/customer.js';
import { type RecordId, recordId } from './core/model/id.js';
import type { SourceRef } from './core/model/source-ref.js';
import type { Rejected } from './core/page.js';
import type { Resolver } from './core/ports.js';
import { type ChangesOptions, readChanges } from './core/read-changes.js';
import type { Store } from './core/store/store.js';
import { customerOf } from './identity/cluster.js';
import {
  customerView,
  type TimelineEntry,
  type TimelineOptions,
  type TimelinePlace,
  timeline,
} from './identity/customer.js';
import { type Explanation, explain } from './identity/explain.js';
import type { SurvivorshipRules } from './identity/golden-record.js';
import { matcher } from './identity/matcher/matcher.js';
import { recognizer } from './identity/recognizer.js';
import { type Stewardship, stewardship } from './identity/stewardship.js';

export interface KenningOptions {
  /** Where everything is kept: `memory()`, `sqlite({ file })`, `postgres({ connection })`. */
  store: Store;
  /** The CRMs whose contacts are known, by names of the app's own. */
  crms?: Record<string, CrmAdapter>;
  /** The channels to listen on, by names of the app's own. */
  channels?: Record<string, Connector>;
  /** Decides who is who. Defaults to `matcher()`. */
  resolver?: Resolver;
  /** Which record's word counts, field by field. */
  survivorship?: SurvivorshipRules;
  /** Defaults to the system's. */
  clock?: Clock;
}

export interface SyncOptions {
  signal?: AbortSignal;
}

/** What a sync came to. A part that failed is named and did not stop the others. */
export interface SyncReport {
  contacts: number;
  said: number;
  revised: number;
  known: number;
  removed: number;
  rejected: number;
  failed: { from: string; error: KenningError }[];
}

/** Joins channels and CRMs over one store. */
export interface Kenning extends Stewardship {
  readonly store: Store;
  /** Listens to an event; gives the function that ends it. */
  on<Name extends keyof KenningEvents>(name: Name, listener: (...event: KenningEvents[Name]) => unknown): () => void;
  /** Reads what is new in every CRM and on every channel, once. May be stopped and called again at any time. */
  sync(options?: SyncOptions): Promise<SyncReport>;
  /** The customer that an id, or a system's own id of a record, means today. */
  customer(whom: string | SourceRef): Promise<Customer | 'erased' | undefined>;
  /** Everything in which a customer took part, the newest first. */
  timeline(customer: string, options?: TimelineOptions): Promise<{ entries: TimelineEntry[]; next?: TimelinePlace }>;
  /** Customers, the oldest first. */
  customers(options?: { after?: RecordId; limit?: number }): Promise<Customer[]>;
  /** Why two are one, or are two. */
  why(a: string, b: string): Promise<Explanation | undefined>;
  /** The change feed: durable, ordered, the same in every process. */
  changes(options?: ChangesOptions): AsyncGenerator<Change>;
  close(): Promise<void>;
}

const optionsSchema = z.strictObject({
  store: z.custom<Store>((value) => (value as Store | undefined)?.contract === 1, 'give a store, such as memory()'),
  crms: z
    .record(
      z.string().min(1).max(100),
      z.custom<CrmAdapter>((value) => (value as CrmAdapter)?.contract === 1),
    )
    .optional(),
  channels: z
    .record(
      z.string().min(1).max(100),
      z.custom<Connector>((value) => (value as Connector)?.contract === 1),
    )
    .optional(),
  resolver: z.custom<Resolver>((value) => typeof (value as Resolver)?.decide === 'function').optional(),
  survivorship: z.custom<SurvivorshipRules>((value) => typeof value === 'object').optional(),
  clock: z.custom<Clock>((value) => typeof (value as Clock)?.now === 'function').optional(),
});

/**
 * Joins what is said on networks with the customers of a CRM.
 *
 * @throws `invalid` for an option that is unknown or of the wrong kind.
 * @example
 * const app = kenning({ store: memory(), channels: { brand: bluesky({ … }) } });
 * app.on('interaction', ({ interaction, customer }) => console.log(customer.golden.attributes.name, interaction.content.text));
 * await app.sync();
 */
export function kenning(options: KenningOptions): Kenning {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new KenningError('invalid', `kenning(): ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
  }
  const { store, crms = {}, channels = {}, resolver = matcher(), survivorship, clock = systemClock } = options;
  const context = contextOf(clock);
  const listeners = new Listeners();
  const intake = ingest({ store, context, recognizer: recognizer({ resolver, context }) });
  const steward = stewardship(store, context, survivorship);
  const tell = (changes: readonly Change[]) => announce(store, listeners, changes, survivorship);
  const told = async <Result extends { changes: Change[] }>(result: Promise<Result>): Promise<Result> => {
    await tell((await result).changes);
    return result;
  };
  const idOf = async (whom: string | SourceRef): Promise<RecordId | undefined> =>
    typeof whom === 'string' ? recordId.safeParse(whom).data : recordOf(store, whom);
  const refused = (from: string, rejected: Rejected[]) => {
    if (rejected.length > 0) listeners.emit('rejected', { from, rejected });
  };

  async function syncCrm(name: string, adapter: CrmAdapter, report: SyncReport, signal?: AbortSignal): Promise<void> {
    const changed: Change[] = [];
    await readContacts({
      store,
      context,
      ingest: intake,
      adapter,
      ...(signal && { signal }),
      onPage(page) {
        report.contacts += page.contacts;
        report.rejected += page.rejected.length;
        refused(name, page.rejected);
        changed.push(...page.changes);
        listeners.emit('progress', { from: name, step: 'contacts', items: report.contacts });
      },
    });
    await tell(changed);
  }

  async function syncChannel(
    name: string,
    connector: Connector,
    report: SyncReport,
    signal?: AbortSignal,
  ): Promise<void> {
    await poll({
      connector,
      channel: name,
      ingest: intake,
      store,
      ...(signal && { signal }),
      async onPage(listing, page) {
        for (const count of ['said', 'revised', 'known', 'removed'] as const) report[count] += page[count];
        report.rejected += page.rejected.length;
        refused(name, page.rejected);
        await tell(page.changes);
        listeners.emit('progress', { from: name, step: listing, items: report.said + report.known });
      },
    });
  }

  return {
    store,
    ...steward,
    merge: (a, b, person) => told(steward.merge(a, b, person)),
    unmerge: (of, person) => told(steward.unmerge(of, person)),
    async answer(review, same, person) {
      const changes = await steward.answer(review, same, person);
      await tell(changes);
      return changes;
    },
    on: (name, listener) => listeners.on(name, listener),
    async sync({ signal } = {}) {
      const report: SyncReport = { contacts: 0, said: 0, revised: 0, known: 0, removed: 0, rejected: 0, failed: [] };
      const parts: [string, () => Promise<void>][] = [
        ...Object.entries(crms).map(([name, crm]): [string, () => Promise<void>] => [
          name,
          () => syncCrm(name, crm, report, signal),
        ]),
        ...Object.entries(channels).map(([name, connector]): [string, () => Promise<void>] => [
          name,
          () => syncChannel(name, connector, report, signal),
        ]),
      ];
      for (const [from, part] of parts) {
        try {
          await part();
        } catch (error) {
          // One network that is down must not keep the others from being heard; a broken store stops all.
          if (!isKenningError(error) || error.code.startsWith('storage')) throw error;
          report.failed.push({ from, error });
          listeners.emit('error', error);
        }
      }
      return report;
    },
    async customer(whom) {
      const id = await idOf(whom);
      return id && customerView(store, id, survivorship);
    },
    async timeline(customer, timelineOptions) {
      const id = await idOf(customer);
      if (!id) throw new KenningError('invalid', `"${customer}" is no customer's id.`);
      return timeline(store, id, timelineOptions);
    },
    async customers({ after, limit = 50 } = {}) {
      const found: Customer[] = [];
      let place = after;
      while (found.length < limit) {
        const where = { state: 'standing' as const };
        const rows = await store.list('records', 'byState', {
          where,
          limit: 200,
          ...(place && { after: { id: place } }),
        });
        for (const { id } of rows) {
          place = id;
          if ((await customerOf(store, id)) !== id) continue;
          const view = await customerView(store, id, survivorship);
          if (view && view !== 'erased') found.push(view);
          if (found.length === limit) break;
        }
        if (rows.length < 200) break;
      }
      return found;
    },
    async why(a, b) {
      const [left, right] = [await idOf(a), await idOf(b)];
      return left && right && explain(store, resolver, left, right);
    },
    changes: (changesOptions) => readChanges(store, changesOptions),
    close: () => store.close(),
  };
}
