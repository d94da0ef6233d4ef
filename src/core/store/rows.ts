import type { Alert } from '../model/alert.js';
import type { Case, CaseStatus } from '../model/case.js';
import type { CaseEvent } from '../model/case-event.js';
import type { Change } from '../model/change.js';
import type { Count } from '../model/count.js';
import type { CrmItem } from '../model/crm-item.js';
import type { Decision, DecisionAuthor } from '../model/decision.js';
import type { FieldState } from '../model/field-state.js';
import type { DecisionId, InteractionId, RecordId } from '../model/id.js';
import type { Incident } from '../model/incident.js';
import type { Instant } from '../model/instant.js';
import type { Interaction, ParticipantRole, Revision } from '../model/interaction.js';
import type { OutboxEntry } from '../model/outbox-entry.js';
import type { Review } from '../model/review.js';
import type { Route } from '../model/route.js';
import type { Signal } from '../model/signal.js';
import type { SourceRecord, SourceRecordKind } from '../model/source-record.js';
import type { SyncConflict } from '../model/sync-conflict.js';
import type { Rejected } from '../page.js';

/** What an index keeps of a record: what two records are compared by. */
export type IndexedData = Pick<
  SourceRecord,
  | 'source'
  | 'externalId'
  | 'kind'
  | 'party'
  | 'own'
  | 'identifiers'
  | 'attributes'
  | 'affiliations'
  | 'origin'
  | 'observedAt'
>;

/** The rows of every collection. Rows are plain data and are never changed in place. */
export interface Rows {
  records: {
    id: RecordId;
    source: string;
    externalId: string;
    kind: SourceRecordKind | 'erased';
    /** `own` records take part and are never linked. */
    state: 'standing' | 'own' | 'removed' | 'erased';
    /** Absent once it was erased. */
    data?: SourceRecord;
  };
  members: { record: RecordId; customer: RecordId };
  keys: { key: string; record: RecordId };
  decisions: { id: DecisionId; sequence: number; data: Decision };
  decisionRecords: { record: RecordId; sequence: number; decision: DecisionId };
  edges: {
    record: RecordId;
    decision: DecisionId;
    other: RecordId;
    sequence: number;
    author: DecisionAuthor['type'];
  };
  bans: { record: RecordId; decision: DecisionId; side: 'left' | 'right' };
  reviews: { id: string; a: RecordId; b: RecordId; state: 'open' | 'accepted' | 'refused' | 'gone'; data: Review };
  /** `stored`: its keys are not written yet. `indexed`: they are, and it is to be recognized. */
  unresolved: { record: RecordId; state: 'stored' | 'indexed' };
  interactions: {
    id: InteractionId;
    network: string;
    realm: string;
    externalId: string;
    /** `network/realm` and the root's external id. */
    thread: string;
    at: Instant;
    state: 'standing' | 'hidden' | 'removed' | 'stub';
    /** When it was last seen to stand on its network. */
    checkedAt: Instant;
    /** Absent on a stub. */
    data?: Interaction;
  };
  participants: { record: RecordId; at: Instant; interaction: InteractionId; role: ParticipantRole };
  revisions: { interaction: InteractionId; version: string; at: Instant; data: Revision };
  counts: { interaction: InteractionId; at: Instant; data: Count[] };
  signals: { interaction: InteractionId; type: string; analyzer: string; data: Signal };
  raw: { interaction: InteractionId; until: Instant; data: unknown };
  changes: { sequence: number; type: Change['type']; at: Instant; data: Change };
  checkpoints: { name: string; data: unknown };
  outbox: {
    id: string;
    key: string;
    queue: string;
    state: OutboxEntry['state'];
    notBefore: Instant;
    leasedUntil: Instant | '';
    data: OutboxEntry;
  };
  inbox: {
    id: string;
    channel: string;
    /** `known`: only a mark of a delivery, by which it is known when it comes again. */
    state: 'waiting' | 'failed' | 'known';
    data: {
      receivedAt: Instant;
      method: string;
      url: string;
      headers: Record<string, string>;
      body: string;
      error?: string;
    };
  };
  rejected: { id: string; channel: string; data: Rejected & { rejectedAt: Instant } };
  leases: { name: string; owner: string; until: Instant };
  settings: { name: string; data: unknown };
  tombstones: { fingerprint: string; at: Instant };
  crmItems: {
    /** The CRM's scope. */
    source: string;
    kind: 'case' | 'deal';
    externalId: string;
    state: 'open' | 'waiting' | 'closed' | 'won' | 'lost' | 'removed';
    /** When it was closed, else when it last changed. */
    at: Instant;
    data: CrmItem;
  };
  crmItemParties: { party: string; source: string; kind: 'case' | 'deal'; externalId: string };
  fieldStates: { record: RecordId; field: string; data: FieldState };
  conflicts: { id: string; record: RecordId; state: 'open' | 'answered' | 'gone'; data: SyncConflict };
  indexedRecords: { model: string; id: string; data: IndexedData };
  indexedKeys: { model: string; key: number; id: string };
  cases: {
    id: string;
    status: CaseStatus;
    team: string;
    /** `''` when nobody has it. */
    assignee: string;
    rank: Instant;
    nextAt: Instant;
    data: Case;
  };
  /** `open`: whom a case is about that is not resolved. */
  caseTies: { kind: 'interaction' | 'root' | 'record' | 'open' | 'incident'; of: string; case: string };
  caseEvents: { case: string; sequence: number; data: CaseEvent };
  incidents: { id: string; status: Incident['status']; origin: string; data: Incident };
  routes: { interaction: InteractionId; team: string; at: Instant; data: Route };
  alerts: { id: string; series: string; at: Instant; data: Alert };
  alertSubjects: { subject: string; alert: string };
  audit: { id: string; channel: string; data: Record<string, unknown> };
}
