import { announce } from './announce.js';
import { describeChannel } from './channels/describe-channel.js';
import { type Engagement, engagement } from './channels/engagement/engagement.js';
import { type FailedRequest, failedRequests, retryRequest } from './channels/listening/inbox.js';
import { channelDuty } from './channels/listening/listen-to.js';
import { type Runner, runner } from './channels/listening/runner.js';
import { receiveWebhook } from './channels/listening/webhook.js';
import { systemClock } from './core/clock.js';
import { contextOf } from './core/context.js';
import { KenningError } from './core/errors.js';
import type { KenningEvents } from './core/events.js';
import { ingest } from './core/ingest/ingest.js';
import { recordOf } from './core/ingest/write-record.js';
import { Listeners } from './core/listeners.js';
import type { Change } from './core/model/change.js';
import type { Channel } from './core/model/channel.js';
import type { Conversation } from './core/model/conversation.js';
import type { Customer } from './core/model/customer.js';
import type { InteractionId, RecordId } from './core/model/id.js';
import { permits } from './core/privacy/permits.js';
import { termsBook } from './core/privacy/terms-book.js';
import { tombstones } from './core/privacy/tombstones.js';
import { customerNamed, isId, type Whom } from './core/privacy/whom.js';
import { type ChangesOptions, readChanges } from './core/read-changes.js';
import { readConversation } from './core/read-conversation.js';
import { type InteractionHistory, readInteraction } from './core/read-interaction.js';
import type { Store } from './core/store/store.js';
import { type Planning, planning } from './core/strategy/planning.js';
import { serviceKpis } from './core/strategy/service-kpis.js';
import { dutiesOf } from './duties.js';
import { customerOf } from './identity/cluster.js';
import { effectiveConsent } from './identity/consent.js';
import {
  customerView,
  type TimelineEntry,
  type TimelineOptions,
  type TimelinePlace,
  timeline,
} from './identity/customer.js';
import { type Explanation, explain } from './identity/explain.js';
import { type CustomersOptions, listCustomers } from './identity/list-customers.js';
import { matcher } from './identity/matcher/matcher.js';
import { recognizer } from './identity/recognizer.js';
import { registrar } from './identity/registrar.js';
import { type Stewardship, stewardship } from './identity/stewardship.js';
import { checkOptions, type KenningOptions } from './kenning-options.js';
import { type Privacy, privacy } from './privacy.js';
import {
  emptyReport,
  goOn,
  type Synchronizing,
  type SyncOptions,
  type SyncReport,
  syncChannel,
  syncCrm,
} from './synchronize.js';
import { whenReady } from './when-ready.js';
import { bothDelivered, type CrmWriter, crmWriter } from './write-to-crms.js';

/** Joins channels and CRMs over one store. */
export interface Kenning
  extends Stewardship,
    Engagement,
    Privacy,
    Pick<CrmWriter, 'writeBack'>,
    Pick<Runner, 'start' | 'stop' | 'tick'> {
  readonly store: Store;
  /** What we want to reach, and how far we go for it. */
  readonly strategy: Planning;
  /** Listens to an event; gives the function that ends it. */
  on<Name extends keyof KenningEvents>(name: Name, listener: (...event: KenningEvents[Name]) => unknown): () => void;
  /** Reads what is new in every CRM and on every channel, once. May be stopped and called again at any time. */
  sync(options?: SyncOptions): Promise<SyncReport>;
  /** Receives a request of a channel's webhook: it is kept, then acknowledged, and read by `start` or `tick`. */
  webhook(channel: string, request: Request): Promise<Response>;
  /** Requests of webhooks that could not be read, with the reason, the oldest first. */
  failedRequests(options?: { after?: string; limit?: number }): Promise<FailedRequest[]>;
  /** Puts one among those that wait, to be read again. False when there is none of this id. */
  retryRequest(id: string): Promise<boolean>;
  /**
   * The customer that an id, a system's own id of a record, or any identifier means today.
   *
   * @throws `conflict` when an identifier is of several customers.
   */
  customer(whom: Whom): Promise<Customer | 'erased' | undefined>;
  /** Everything in which a customer took part, the newest first. */
  timeline(customer: Whom, options?: TimelineOptions): Promise<{ entries: TimelineEntry[]; next?: TimelinePlace }>;
  /** Customers, the oldest first. */
  customers(options?: CustomersOptions): Promise<Customer[]>;
  /** An interaction with its earlier wordings, counts and signals. */
  interaction(id: InteractionId): Promise<InteractionHistory | undefined>;
  /** The conversation that an interaction belongs to. */
  conversation(of: InteractionId): Promise<Conversation | undefined>;
  /** The configured channels and what each can do. */
  channels(): Channel[];
  /** Why two are one, or are two. */
  why(a: Whom, b: Whom): Promise<Explanation | undefined>;
  /** The change feed: durable, ordered, the same in every process. */
  changes(options?: ChangesOptions): AsyncGenerator<Change>;
  close(): Promise<void>;
}

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
  const {
    store,
    crms = {},
    channels = {},
    resolver = matcher(),
    survivorship,
    kpis,
    clock = systemClock,
  } = checkOptions(options);
  const context = contextOf(clock);
  const listeners = new Listeners();
  const names = registrar({ resolver, context, ...(survivorship && { survivorship }) });
  const kept =
    options.tombstoneKey === undefined
      ? undefined
      : tombstones({ key: options.tombstoneKey, tenant: store.tenant, registrar: names });
  const terms = termsBook(
    Object.values(channels).map(({ network }) => network),
    options.terms,
  );
  const recognizing = recognizer({ resolver, context });
  const intake = ingest({
    store,
    context,
    recognizer: recognizing,
    terms,
    ...(kept && { tombstones: kept }),
  });
  const steward = stewardship(store, context, survivorship);
  const tell = (changes: readonly Change[]) => announce(store, listeners, changes, survivorship);
  const told = async <Result extends { changes: Change[] }>(result: Promise<Result>): Promise<Result> => {
    await tell((await result).changes);
    return result;
  };
  const idOf = async (whom: Whom): Promise<RecordId | undefined> => {
    if (isId(whom)) return whom;
    if (typeof whom !== 'string' && 'source' in whom) return recordOf(store, whom);
    return customerNamed(store, names, whom);
  };
  const strategy = planning(store, context, { ...serviceKpis, ...kpis });
  const adopt = async () => options.strategy && strategy.adopt(options.strategy);
  const desk = engagement({
    store,
    context,
    channels,
    ingest: intake,
    permits,
    consentOf: effectiveConsent,
    customerOf,
    ...(kpis && { kpis }),
    onChanges: tell,
  });
  const writer = crmWriter({ store, context, crms, permits, terms });
  const deliver: Engagement['deliver'] = async (call) =>
    bothDelivered(await desk.deliver(call), await writer.deliver(call));
  const sync: Synchronizing = { store, context, ingest: intake, listeners, tell };

  const guard = privacy({
    store,
    context,
    registrar: names,
    tombstones: kept,
    terms,
    ingest: intake,
    recognizer: recognizing,
    channels,
  });
  const run = runner({
    store,
    context,
    duties: dutiesOf({
      sync,
      channels,
      crms,
      every: options.every ?? {},
      deliver,
      writeBack: writer.writeBack,
      sweep: guard.sweep,
    }),
    onError: (error) => listeners.emit('error', error),
  });

  return {
    store,
    strategy: whenReady(adopt, strategy),
    ...whenReady(adopt, { ...desk, deliver }),
    writeBack: writer.writeBack,
    start: run.start,
    stop: run.stop,
    tick: run.tick,
    ...guard,
    ...steward,
    merge: (a, b, person) => told(steward.merge(a, b, person)),
    unmerge: (of, person) => told(steward.unmerge(of, person)),
    async answer(review, same, person) {
      const changes = await steward.answer(review, same, person);
      await tell(changes);
      return changes;
    },
    async edit(of, attributes, person) {
      const changes = await steward.edit(of, attributes, person);
      await tell(changes);
      return changes;
    },
    on: (name, listener) => listeners.on(name, listener),
    async sync({ signal } = {}) {
      const report = emptyReport();
      for (const [name, crm] of Object.entries(crms))
        await goOn(sync, name, report, () => syncCrm(sync, name, crm, report, signal));
      for (const [name, channel] of Object.entries(channels))
        await goOn(sync, name, report, () => syncChannel(sync, name, channel, report, signal));
      return report;
    },
    async webhook(channel, request) {
      const connector = Object.hasOwn(channels, channel) ? channels[channel] : undefined;
      if (!connector) return new Response('There is no such channel.', { status: 404 });
      const onKept = () => run.wake(channelDuty(channel), 'inbox');
      const onError = (error: KenningError) => listeners.emit('error', error);
      return receiveWebhook({ store, context, connector, channel, request, onKept, onError });
    },
    failedRequests: (listing) => failedRequests(store, listing),
    retryRequest: (id) => retryRequest(store, id),
    async customer(whom) {
      const id = await idOf(whom);
      return id && customerView(store, id, survivorship);
    },
    async timeline(customer, timelineOptions) {
      const id = await idOf(customer);
      if (!id) throw new KenningError('not-found', 'Nobody is known by that name. `customers()` lists who is.');
      return timeline(store, id, timelineOptions);
    },
    customers: (listing) => listCustomers(store, { ...listing, ...(survivorship && { rules: survivorship }) }),
    interaction: (id) => readInteraction(store, id),
    conversation: (of) => readConversation(store, of),
    channels: () => Object.entries(channels).map(([name, connector]) => describeChannel(name, connector)),
    async why(a, b) {
      const [left, right] = [await idOf(a), await idOf(b)];
      return left && right && explain(store, resolver, left, right);
    },
    changes: (changesOptions) => readChanges(store, changesOptions),
    async close() {
      await run.stop();
      await store.close();
    },
  };
}
