import { caseCollections } from './case-collections.js';
import type { CollectionDefinition, IndexDefinition } from './collection-definition.js';
import type { Rows } from './rows.js';

export type { CollectionDefinition, ColumnType, IndexDefinition } from './collection-definition.js';

/**
 * Every kind of row that a store keeps, as data: the stores make tables, indexes and statements of it.
 * The tenant is the first column of every key and index, and stands in none of them here.
 */
export const collections = {
  /** Source records. An erased one keeps its id alone, so that the id still resolves. */
  records: {
    key: ['id'],
    columns: { id: 'text', source: 'text', externalId: 'text', kind: 'text', state: 'text', data: 'json' },
    indexes: {
      bySource: { by: ['source', 'externalId'], order: ['id'] },
      byState: { by: ['state'], order: ['id'] },
      ofSource: { by: ['source'], order: ['externalId', 'id'] },
    },
  },
  /** Which customer holds a record. Rebuilt from the ledger; changed only under its lock. */
  members: {
    key: ['record'],
    columns: { record: 'text', customer: 'text' },
    indexes: { byCustomer: { by: ['customer'], order: ['record'] } },
  },
  /** Keys under which the resolver finds candidates. */
  keys: {
    key: ['key', 'record'],
    columns: { key: 'text', record: 'text' },
    indexes: { byKey: { by: ['key'], order: ['record'] }, byRecord: { by: ['record'], order: ['key'] } },
  },
  /** The ledger. */
  decisions: {
    key: ['id'],
    columns: { id: 'text', sequence: 'integer', data: 'json' },
    indexes: { all: { by: [], order: ['sequence'] } },
  },
  /** Which decisions name a record. */
  decisionRecords: {
    key: ['record', 'sequence'],
    columns: { record: 'text', sequence: 'integer', decision: 'text' },
    indexes: { byRecord: { by: ['record'], order: ['sequence'] } },
  },
  /** Links that stand, both ways round. Rebuilt from the ledger. */
  edges: {
    key: ['record', 'decision'],
    columns: { record: 'text', decision: 'text', other: 'text', sequence: 'integer', author: 'text' },
    indexes: { byRecord: { by: ['record'], order: ['decision'] } },
  },
  /** Bans that stand, a row for each record on either side. Rebuilt from the ledger. */
  bans: {
    key: ['record', 'decision', 'side'],
    columns: { record: 'text', decision: 'text', side: 'text' },
    indexes: {
      byRecord: { by: ['record'], order: ['decision', 'side'] },
      byDecision: { by: ['decision'], order: ['side', 'record'] },
    },
  },
  /** Pairs that wait for a person's word. */
  reviews: {
    key: ['id'],
    columns: { id: 'text', a: 'text', b: 'text', state: 'text', data: 'json' },
    indexes: {
      byState: { by: ['state'], order: ['id'] },
      byA: { by: ['a'], order: ['id'] },
      byB: { by: ['b'], order: ['id'] },
    },
  },
  /** Records that were kept in bulk and are not recognized yet. */
  unresolved: {
    key: ['record'],
    columns: { record: 'text', state: 'text' },
    indexes: { byState: { by: ['state'], order: ['record'] }, all: { by: [], order: ['record'] } },
  },
  /** Interactions, and stubs of those of which only the removal is known yet. */
  interactions: {
    key: ['id'],
    columns: {
      id: 'text',
      network: 'text',
      realm: 'text',
      externalId: 'text',
      thread: 'text',
      at: 'text',
      state: 'text',
      checkedAt: 'text',
      data: 'json',
    },
    indexes: {
      byRef: { by: ['network', 'realm', 'externalId'], order: ['id'] },
      byThread: { by: ['thread'], order: ['at', 'id'] },
      byNetwork: { by: ['network'], order: ['checkedAt', 'id'] },
      all: { by: [], order: ['at', 'id'] },
    },
  },
  /** Who took part when: the timelines. */
  participants: {
    key: ['interaction', 'record', 'role'],
    columns: { record: 'text', at: 'text', interaction: 'text', role: 'text' },
    indexes: {
      byRecord: { by: ['record'], order: ['at', 'interaction', 'role'] },
      byInteraction: { by: ['interaction'], order: ['record', 'role'] },
    },
  },
  /** Earlier wordings, and later ones whose order is not the network's. */
  revisions: {
    key: ['interaction', 'version'],
    columns: { interaction: 'text', version: 'text', at: 'text', data: 'json' },
    indexes: { byInteraction: { by: ['interaction'], order: ['at', 'version'] } },
  },
  /** Counts as seen at a moment. */
  counts: {
    key: ['interaction', 'at'],
    columns: { interaction: 'text', at: 'text', data: 'json' },
    indexes: { byInteraction: { by: ['interaction'], order: ['at'] } },
  },
  signals: {
    key: ['interaction', 'type', 'analyzer'],
    columns: { interaction: 'text', type: 'text', analyzer: 'text', data: 'json' },
    indexes: { byInteraction: { by: ['interaction'], order: ['type', 'analyzer'] } },
  },
  /** Payloads as they came, where the app wants them kept. */
  raw: {
    key: ['interaction'],
    columns: { interaction: 'text', until: 'text', data: 'json' },
    indexes: { byUntil: { by: [], order: ['until', 'interaction'] } },
  },
  /** The change feed, in the order of commits. */
  changes: {
    key: ['sequence'],
    columns: { sequence: 'integer', type: 'text', at: 'text', data: 'json' },
    indexes: { all: { by: [], order: ['sequence'] } },
  },
  /** Places in listings, feeds and walks, by channel or consumer. */
  checkpoints: {
    key: ['name'],
    columns: { name: 'text', data: 'json' },
    indexes: { all: { by: [], order: ['name'] } },
  },
  /** What must reach others. `queue` orders entries that must go out one after another. */
  outbox: {
    key: ['id'],
    columns: {
      id: 'text',
      key: 'text',
      queue: 'text',
      state: 'text',
      notBefore: 'text',
      leasedUntil: 'text',
      data: 'json',
    },
    indexes: {
      byKey: { by: ['key'], order: ['id'] },
      byState: { by: ['state'], order: ['id'] },
      byQueue: { by: ['queue', 'state'], order: ['id'] },
    },
  },
  /** Requests of webhooks, kept before they are acknowledged and gone when they are worked off. */
  inbox: {
    key: ['id'],
    columns: { id: 'text', channel: 'text', state: 'text', data: 'json' },
    indexes: {
      byState: { by: ['state'], order: ['id'] },
      byChannel: { by: ['channel', 'state'], order: ['id'] },
    },
  },
  /** What could not be read, with the reason. */
  rejected: {
    key: ['id'],
    columns: { id: 'text', channel: 'text', data: 'json' },
    indexes: { all: { by: [], order: ['id'] }, byChannel: { by: ['channel'], order: ['id'] } },
  },
  /** Who does what at the moment, across processes. */
  leases: {
    key: ['name'],
    columns: { name: 'text', owner: 'text', until: 'text' },
    indexes: { all: { by: [], order: ['name'] } },
  },
  /** Declared outcomes, stage, pauses. */
  settings: {
    key: ['name'],
    columns: { name: 'text', data: 'json' },
    indexes: { all: { by: [], order: ['name'] } },
  },
  /** Fingerprints of what was erased and must not come back. */
  tombstones: {
    key: ['fingerprint'],
    columns: { fingerprint: 'text', at: 'text' },
    indexes: { all: { by: [], order: ['fingerprint'] } },
  },
  /** Cases and deals of CRMs. */
  crmItems: {
    key: ['source', 'kind', 'externalId'],
    columns: { source: 'text', kind: 'text', externalId: 'text', state: 'text', at: 'text', data: 'json' },
    indexes: {
      byState: { by: ['kind', 'state'], order: ['at', 'source', 'externalId'] },
      all: { by: [], order: ['source', 'kind', 'externalId'] },
    },
  },
  /** Whom cases and deals are about, by the names of contacts. */
  crmItemParties: {
    key: ['party', 'source', 'kind', 'externalId'],
    columns: { party: 'text', source: 'text', kind: 'text', externalId: 'text' },
    indexes: {
      byParty: { by: ['party'], order: ['source', 'kind', 'externalId'] },
      byItem: { by: ['source', 'kind', 'externalId'], order: ['party'] },
      all: { by: [], order: ['party', 'source', 'kind', 'externalId'] },
    },
  },
  /** What a contact's fields said when they were last in step with other CRMs, and what is to be written to them. */
  fieldStates: {
    key: ['record', 'field'],
    columns: { record: 'text', field: 'text', data: 'json' },
    indexes: { byRecord: { by: ['record'], order: ['field'] }, all: { by: [], order: ['record', 'field'] } },
  },
  /** What CRMs say against each other, and merges that were proposed: for a person to decide. */
  conflicts: {
    key: ['id'],
    columns: { id: 'text', record: 'text', state: 'text', data: 'json' },
    indexes: {
      byState: { by: ['state'], order: ['id'] },
      byRecord: { by: ['record'], order: ['id'] },
      all: { by: [], order: ['id'] },
    },
  },
  /** Records as an index of them compares them, by the model under which it does. */
  indexedRecords: {
    key: ['model', 'id'],
    columns: { model: 'text', id: 'text', data: 'json' },
    indexes: { byModel: { by: ['model'], order: ['id'] }, all: { by: [], order: ['model', 'id'] } },
  },
  /** Keys under which an index finds them. */
  indexedKeys: {
    key: ['model', 'key', 'id'],
    columns: { model: 'text', key: 'integer', id: 'text' },
    indexes: {
      byKey: { by: ['model', 'key'], order: ['id'] },
      byId: { by: ['model', 'id'], order: ['key'] },
      all: { by: [], order: ['model', 'key', 'id'] },
    },
  },
  ...caseCollections,
  /** Storms, waves and reposts that were told. */
  alerts: {
    key: ['id'],
    columns: { id: 'text', series: 'text', at: 'text', data: 'json' },
    indexes: { all: { by: [], order: ['at', 'id'] }, bySeries: { by: ['series'], order: ['at', 'id'] } },
  },
  /** Which interactions and records an alert names, so that what must go is found in it. */
  alertSubjects: {
    key: ['subject', 'alert'],
    columns: { subject: 'text', alert: 'text' },
    indexes: { bySubject: { by: ['subject'], order: ['alert'] }, all: { by: [], order: ['subject', 'alert'] } },
  },
  /** What was done towards others, by whom and why. Holds no text. */
  audit: {
    key: ['id'],
    columns: { id: 'text', channel: 'text', data: 'json' },
    indexes: { all: { by: [], order: ['id'] }, byChannel: { by: ['channel'], order: ['id'] } },
  },
} as const satisfies Record<string, CollectionDefinition>;

type Collections = typeof collections;
export type CollectionName = keyof Collections;
export type RowOf<Name extends CollectionName> = Rows[Name];
export type IndexName<Name extends CollectionName> = keyof Collections[Name]['indexes'] & string;
type Index<Name extends CollectionName, I extends IndexName<Name>> = Collections[Name]['indexes'][I] & IndexDefinition;
export type KeyOf<Name extends CollectionName> = Pick<
  RowOf<Name>,
  Collections[Name]['key'][number] & keyof RowOf<Name>
>;
export type IndexBy<Name extends CollectionName, I extends IndexName<Name>> = Pick<
  RowOf<Name>,
  Index<Name, I>['by'][number] & keyof RowOf<Name>
>;
export type IndexOrder<Name extends CollectionName, I extends IndexName<Name>> = Pick<
  RowOf<Name>,
  Index<Name, I>['order'][number] & keyof RowOf<Name>
>;

export const collectionNames = Object.keys(collections) as CollectionName[];

/** The definition of a collection, without its literal types. */
export function definitionOf(name: CollectionName): CollectionDefinition {
  return collections[name];
}
