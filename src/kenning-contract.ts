import type { ConflictAnswer } from './adapters/sync/answer-conflict.js';
import type { ApplyMergesCall, MergeOutcome } from './adapters/sync/apply-merges.js';
import type { OpenCaseInput } from './adapters/sync/create/open-case.js';
import type { PlannedMerge } from './adapters/sync/merge-plan.js';
import type { SyncPreview } from './adapters/sync.js';
import type { CrmAudits } from './audit-crms.js';
import type { Casework } from './channels/casework/casework.js';
import type { Engagement } from './channels/engagement/engagement.js';
import type { FailedRequest } from './channels/listening/inbox.js';
import type { Influence, InfluenceOptions } from './channels/listening/influence/read-influence.js';
import type { Reanalyzed, ReanalyzeOptions } from './channels/listening/live/live-listening.js';
import type { Runner } from './channels/listening/runner.js';
import type { StoredTopics, StoredTopicsOptions } from './channels/listening/topics/stored-topics.js';
import type { Checked } from './check.js';
import type { KenningEvents } from './core/events.js';
import type { AlertsOptions } from './core/list-alerts.js';
import type { Alert } from './core/model/alert.js';
import type { Change } from './core/model/change.js';
import type { Channel } from './core/model/channel.js';
import type { Conversation } from './core/model/conversation.js';
import type { CrmItem } from './core/model/crm-item.js';
import type { Customer } from './core/model/customer.js';
import type { InteractionId } from './core/model/id.js';
import type { OutboxEntry } from './core/model/outbox-entry.js';
import type { SyncConflict } from './core/model/sync-conflict.js';
import type { Whom } from './core/privacy/whom.js';
import type { ChangesOptions } from './core/read-changes.js';
import type { InteractionHistory } from './core/read-interaction.js';
import type { Store } from './core/store/store.js';
import type { Planning } from './core/strategy/planning.js';
import type { TimelineEntry, TimelineOptions, TimelinePlace } from './identity/customer.js';
import type { Explanation } from './identity/explain.js';
import type { CustomersOptions } from './identity/list-customers.js';
import type { Stewardship } from './identity/stewardship.js';
import type { Previewed, PreviewMentionsOptions } from './preview-mentions.js';
import type { Privacy } from './privacy.js';
import type { Status } from './status.js';
import type { SyncOptions, SyncReport } from './synchronize.js';
import type { CrmWriter } from './write-to-crms.js';

/** Joins channels and CRMs over one store. */
export interface Kenning
  extends Stewardship,
    Engagement,
    Casework,
    Privacy,
    CrmAudits,
    Pick<CrmWriter, 'writeBack'>,
    Pick<Runner, 'start' | 'stop' | 'tick'> {
  readonly store: Store;
  /** What we want to reach, and how far we go for it. */
  readonly strategy: Planning;
  /** Listens to an event; gives the function that ends it. */
  on<Name extends keyof KenningEvents>(name: Name, listener: (...event: KenningEvents[Name]) => unknown): () => void;
  /** Reads what is new in every CRM and on every channel, once. May be stopped and called again at any time. */
  sync(options?: SyncOptions): Promise<SyncReport>;
  /** Receives a request of a channel's or CRM's webhook: it is kept, then acknowledged, and read by `start` or `tick`. */
  webhook(name: string, request: Request): Promise<Response>;
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
  /** What would be written to CRMs to keep them in step, and what a person must decide. Nothing is changed. */
  previewSync(options?: { limit?: number; signal?: AbortSignal }): Promise<SyncPreview>;
  /** What CRMs say against each other, and merges that were proposed, the oldest first by id. */
  conflicts(options?: { limit?: number; after?: string }): Promise<SyncConflict[]>;
  /** Answers a conflict; what follows from it goes out with the outbox. */
  answerConflict(id: string, answer: ConflictAnswer, person: { by: string }): Promise<SyncConflict>;
  /** Merges contacts in a CRM as a plan says, each once, however often it is called; a refusal stops no other. */
  applyMerges(plan: readonly PlannedMerge[], call: ApplyMergesCall): Promise<MergeOutcome[]>;
  /** Opens a case in a CRM from something that was said; a conversation has one. */
  openCase(interaction: InteractionId, input: OpenCaseInput): Promise<OutboxEntry>;
  /** The cases of a customer in any CRM, those that changed last first. */
  cases(customer: Whom): Promise<CrmItem[]>;
  /** The deals of a customer in any CRM, those that changed last first. */
  deals(customer: Whom): Promise<CrmItem[]>;
  /** Looks again at all that is kept, after `listen` or an analyzer has changed; what is not found any more goes. May be stopped and called again. */
  reanalyze(options?: ReanalyzeOptions): Promise<Reanalyzed>;
  /**
   * What others spoke of in a window, held against the window before, with the interactions behind each topic: what they
   * complain of and what they wish for, by the signals that are kept. Nothing is written.
   *
   * @throws `invalid` for a window or a query that can not be read
   */
  topics(options: StoredTopicsOptions): Promise<StoredTopics>;
  /** Customers, the oldest first. */
  customers(options?: CustomersOptions): Promise<Customer[]>;
  /** An interaction with its earlier wordings, counts and signals. */
  interaction(id: InteractionId): Promise<InteractionHistory | undefined>;
  /** Alerts of storms, waves and reposts, the newest first. */
  alerts(options?: AlertsOptions): Promise<Alert[]>;
  /**
   * What was said in a window and what came of it: after complaints, reach and engagement, how fast posts spread, replies
   * given, and which posts of ours were answered. It is read page by page, and nothing is changed.
   *
   * @throws `invalid` for options that are not right, `too-large` for more than 500,000 interactions.
   */
  influence(options: InfluenceOptions): Promise<Influence>;
  /** The alert that a change names; undefined once what it was about is erased. */
  alert(id: string): Promise<Alert | undefined>;
  /** The conversation that an interaction belongs to. */
  conversation(of: InteractionId): Promise<Conversation | undefined>;
  /** The configured channels and what each can do. */
  channels(): Channel[];
  /** Why two are one, or are two. */
  why(a: Whom, b: Whom): Promise<Explanation | undefined>;
  /** How reading and writing fare, from what the store says: no call leaves. */
  status(): Promise<Status>;
  /** Asks every channel and CRM whether it can be used, and what its credential may do. Nothing is written. */
  check(options?: { signal?: AbortSignal }): Promise<Checked[]>;
  /** The latest of what is said on the channels, and who would be taken for whom and why. Nothing is written. */
  previewMentions(options?: PreviewMentionsOptions): Promise<Previewed[]>;
  /** The change feed: durable, ordered, the same in every process. */
  changes(options?: ChangesOptions): AsyncGenerator<Change>;
  close(): Promise<void>;
}

/** All that an app does once something is asked of it. */
export type Assembly = Omit<Kenning, 'store' | 'on' | 'channels' | 'close'>;
