export type { AuditAcknowledgment, AuditFigures } from './adapters/audit/audit-book.js';
export type { AuditReport } from './adapters/audit/audit-report.js';
export type { AuditFinding, ProblemName } from './adapters/audit/problems.js';
export type {
  ActivityObserved,
  CaseDraft,
  CaseObserved,
  ContactDraft,
  ContactNotice,
  ContactObserved,
  Crm,
  CrmAdapter,
  CrmField,
  CrmRef,
  CrmWebhookReceiver,
  CrmWriteVerb,
  DealObserved,
  DeltaOptions,
  DeltaPage,
  ErasureDraft,
  LeadDraft,
  MergeDraft,
} from './adapters/crm-adapter.js';
export type { ConflictAnswer } from './adapters/sync/answer-conflict.js';
export type { ApplyMergesCall, MergeOutcome } from './adapters/sync/apply-merges.js';
export type { AuthorFacts, CreateRule, CreateWhen } from './adapters/sync/create/create-rule.js';
export type { OpenCaseInput } from './adapters/sync/create/open-case.js';
export type { FieldProblem } from './adapters/sync/fields/field-problems.js';
export type { FieldRule, Wins } from './adapters/sync/fields/field-rule.js';
export type { FieldWrite } from './adapters/sync/fields/keep-in-step.js';
export type { PlannedMerge } from './adapters/sync/merge-plan.js';
export type { MergePolicy } from './adapters/sync/propose-merges.js';
export type { InStepReport, SyncPreview } from './adapters/sync.js';
export type { SyncRules } from './adapters/sync-rules.js';
export type { InboxWeights, PlaceReason } from './channels/casework/case/case-place.js';
export type { ServiceLevel } from './channels/casework/case/service-level.js';
export type {
  AssignInput,
  CaseInput,
  IncidentInput,
  OpenInput,
  ResolveInput,
  SnoozeInput,
} from './channels/casework/case-inputs.js';
export type { CaseView, Casework, Routed, RoutedOptions } from './channels/casework/casework.js';
export type { CaseOptions } from './channels/casework/casework-options.js';
export type { Forecast, ForecastBreach, ForecastOptions } from './channels/casework/forecast.js';
export type { BusinessHours, Weekday } from './channels/casework/hours/business-hours.js';
export type { InboxEntry, InboxOptions, InboxPage } from './channels/casework/inbox.js';
export type { IncidentView } from './channels/casework/incidents.js';
export type { RoutingCondition } from './channels/casework/routing/routing-condition.js';
export type { RoutingRule } from './channels/casework/routing/routing-rule.js';
export type {
  Connector,
  Listing,
  Lookup,
  MessageDraft,
  Offers,
  ProfileRef,
  PublishDraft,
  ReplyDraft,
  StreamOptions,
  TargetDraft,
  WebhookReceiver,
  Write,
  WriteVerb,
  Written,
} from './channels/connector.js';
export type { Actor, By } from './channels/engagement/actor.js';
export type { DeliverOptions, SendOptions } from './channels/engagement/courier.js';
export type { Engagement } from './channels/engagement/engagement.js';
export type { LikeInput, MessageInput, ModerateInput, PublishInput, ReplyInput } from './channels/engagement/inputs.js';
export type { Outgoing } from './channels/engagement/outgoing.js';
export { type GateRule, type Refusal, refusalOf } from './channels/engagement/refusal.js';
export type { Influence, InfluenceOptions, InfluentialPost } from './channels/listening/influence/read-influence.js';
export type { AlertAddress } from './channels/listening/live/alert-address.js';
export type { AlertMessage, AlertQuote } from './channels/listening/live/alert-message.js';
export type { ChatForm } from './channels/listening/live/chat-message.js';
export type { Consultant } from './channels/listening/live/consultant.js';
export type { ListenOptions } from './channels/listening/live/listen-options.js';
export type { Reanalyzed, ReanalyzeOptions } from './channels/listening/live/live-listening.js';
export type { TickOptions, TickReport } from './channels/listening/tick.js';
export type { Feedback } from './channels/listening/topics/feedback.js';
export type { StoredTopic, StoredTopics, StoredTopicsOptions } from './channels/listening/topics/stored-topics.js';
export type { Topic, TopicsOptions } from './channels/listening/topics/topics.js';
export type { Trend } from './channels/listening/topics/trend.js';
export type { Checked } from './check.js';
export type { Access, Quota } from './core/access.js';
export type { Clock } from './core/clock.js';
export { type ErrorCode, isKenningError, KenningError, type KenningErrorOptions } from './core/errors.js';
export type { KenningEvents } from './core/events.js';
export type { ActivityDraft, ActivityRef } from './core/model/activity.js';
export type { Affiliation } from './core/model/affiliation.js';
export type { Alert, AlertSeverity, Cascade, Causes, Removal, RepostAlert, StormAlert } from './core/model/alert.js';
export type { Case, CaseClock, CasePriority, CaseStatus, ClockKind } from './core/model/case.js';
export type { CaseEvent, CaseHappening } from './core/model/case-event.js';
export type { Change, ChangeBody } from './core/model/change.js';
export type { Channel } from './core/model/channel.js';
export type { Consent } from './core/model/consent.js';
export type { Attachment, Content, TextEntity } from './core/model/content.js';
export type { Conversation } from './core/model/conversation.js';
export type { Count, CountObservation } from './core/model/count.js';
export type { CrmItem } from './core/model/crm-item.js';
export type { Customer, CustomerStanding, EffectiveConsent } from './core/model/customer.js';
export type { Decision, DecisionAuthor } from './core/model/decision.js';
export type { Evidence } from './core/model/evidence.js';
export type { FieldValue } from './core/model/field-state.js';
export type { GoldenRecord, Provenance } from './core/model/golden-record.js';
export type { CustomerId, DecisionId, InteractionId, RecordId } from './core/model/id.js';
export type { Identifier, IdentifierKind } from './core/model/identifier.js';
export type { Incident } from './core/model/incident.js';
export type { Instant, LocalDate } from './core/model/instant.js';
export type {
  Interaction,
  InteractionHead,
  InteractionKind,
  InteractionRef,
  ObservedInteraction,
  Participant,
  ParticipantRole,
  Revision,
} from './core/model/interaction.js';
export { jsonSchemas } from './core/model/json-schemas.js';
export type { LengthUnit, Network, TextLimit } from './core/model/network.js';
export type { Observed } from './core/model/observed.js';
export type { OutboxEntry } from './core/model/outbox-entry.js';
export type { Attributes, PartyKind, PostalAddress } from './core/model/party.js';
export type { QueryDialect, QueryForm, WrittenForm } from './core/model/query-dialect.js';
export type { Review } from './core/model/review.js';
export type { Route, RouteReason } from './core/model/route.js';
export { type Scope, scopeOf } from './core/model/scope.js';
export type { Signal } from './core/model/signal.js';
export type {
  Contact,
  Origin,
  Profile,
  SourceRecord,
  SourceRecordDraft,
  SourceRecordKind,
} from './core/model/source-record.js';
export type { SourceRef } from './core/model/source-ref.js';
export type { Approval, Outcome, Playbook, Policy, Stage } from './core/model/strategy.js';
export type { ConflictSide, SyncConflict } from './core/model/sync-conflict.js';
export type { Act, DataKind, Term, Terms } from './core/model/terms.js';
export type { AuditEntry } from './core/outbox/audit.js';
export type { Delivered } from './core/outbox/outbox.js';
export type { Pause } from './core/outbox/pause.js';
export { type CallOptions, type Cursor, type Page, type PageOptions, type Rejected, walk } from './core/page.js';
export type { NamedIdentifier, Resolver, Verdict } from './core/ports.js';
export type { ErasureReceipt } from './core/privacy/erase.js';
export type { ExportEntry, ExportPart } from './core/privacy/export-parts.js';
export type { Permission } from './core/privacy/permits.js';
export type { SweepReport } from './core/privacy/sweep-options.js';
export type { Whom } from './core/privacy/whom.js';
export type { ChangesOptions } from './core/read-changes.js';
export type { InteractionHistory } from './core/read-interaction.js';
export type { ListOptions, Store, StoreReader, StoreTransaction } from './core/store/store.js';
export { type WonDealsOptions, wonDeals } from './core/strategy/deal-kpis.js';
export type { Kpi, Kpis } from './core/strategy/kpi.js';
export type { Planning } from './core/strategy/planning.js';
export { answeredWithin, medianFirstResponse, repliesPerWeek, serviceKpis } from './core/strategy/service-kpis.js';
export type { EffectiveStage, Measured } from './core/strategy/stage.js';
export { presetForOne, type Strategy } from './core/strategy/strategy.js';
export type { Repeat } from './core/write.js';
export { defineConfig } from './define-config.js';
export type { Intervals } from './duties.js';
export { enrich } from './enrich.js';
export type { Proof } from './enrichment/decide.js';
export type { Enriched, Enrichment, EnrichmentReport, FoundProfile } from './enrichment/enrichment.js';
export type { Journal, JournalEntry } from './enrichment/journal.js';
export type { SourceName } from './enrichment/lead.js';
export type { ResolveTexts } from './enrichment/look-ups/atproto.js';
export type { AskedNetwork } from './enrichment/look-ups/networks.js';
export type { EnrichOptions, EnrichSources } from './enrichment/options.js';
export type { RequestRate } from './enrichment/pace.js';
export type { EnrichmentPlan, PlannedService } from './enrichment/plan.js';
export type { EnrichmentService } from './enrichment/services.js';
export type { TimelineEntry, TimelineOptions, TimelinePlace } from './identity/customer.js';
export type { Explanation } from './identity/explain.js';
export type { CustomersOptions } from './identity/list-customers.js';
export type { ByPerson, MergePreview, Stewardship } from './identity/stewardship.js';
export type { Unmerged } from './identity/unmerge.js';
export { kenning } from './kenning.js';
export type { Kenning } from './kenning-contract.js';
export type { KenningOptions } from './kenning-options.js';
export type { Previewed, PreviewMentionsOptions } from './preview-mentions.js';
export type { Privacy, SweepCall } from './privacy.js';
export type { ChannelStatus, CrmStatus, ListingStatus, Status, TaskStatus } from './status.js';
export type { SyncOptions, SyncReport } from './synchronize.js';
export type { WriteBackCall, WrittenBack } from './write-to-crms.js';
