/** A table as this migration makes it. Frozen: later changes are later migrations. */
export interface InitialTable {
  name: string;
  columns: Record<string, 'text' | 'integer'>;
  /** Behind the tenant. */
  key: string[];
  /** Each behind the tenant. */
  indexes: string[][];
  /** Rows are small enough to live in the primary key's own tree. */
  narrow?: true;
}

export const initialTables: InitialTable[] = [
  {
    name: 'records',
    columns: { id: 'text', source: 'text', external_id: 'text', kind: 'text', state: 'text', data: 'text' },
    key: ['id'],
    indexes: [
      ['source', 'external_id', 'id'],
      ['state', 'id'],
    ],
  },
  {
    name: 'members',
    columns: { record: 'text', customer: 'text' },
    key: ['record'],
    indexes: [['customer', 'record']],
    narrow: true,
  },
  {
    name: 'keys',
    columns: { key: 'text', record: 'text' },
    key: ['key', 'record'],
    indexes: [['record', 'key']],
    narrow: true,
  },
  {
    name: 'decisions',
    columns: { id: 'text', sequence: 'integer', data: 'text' },
    key: ['id'],
    indexes: [['sequence']],
  },
  {
    name: 'decision_records',
    columns: { record: 'text', sequence: 'integer', decision: 'text' },
    key: ['record', 'sequence'],
    indexes: [],
    narrow: true,
  },
  {
    name: 'edges',
    columns: { record: 'text', decision: 'text', other: 'text', sequence: 'integer', author: 'text' },
    key: ['record', 'decision'],
    indexes: [],
    narrow: true,
  },
  {
    name: 'bans',
    columns: { record: 'text', decision: 'text', side: 'text' },
    key: ['record', 'decision', 'side'],
    indexes: [['decision', 'side', 'record']],
    narrow: true,
  },
  {
    name: 'reviews',
    columns: { id: 'text', a: 'text', b: 'text', state: 'text', data: 'text' },
    key: ['id'],
    indexes: [
      ['state', 'id'],
      ['a', 'id'],
      ['b', 'id'],
    ],
  },
  {
    name: 'interactions',
    columns: {
      id: 'text',
      network: 'text',
      realm: 'text',
      external_id: 'text',
      thread: 'text',
      at: 'text',
      state: 'text',
      checked_at: 'text',
      data: 'text',
    },
    key: ['id'],
    indexes: [
      ['network', 'realm', 'external_id', 'id'],
      ['thread', 'at', 'id'],
      ['network', 'checked_at', 'id'],
      ['at', 'id'],
    ],
  },
  {
    name: 'participants',
    columns: { record: 'text', at: 'text', interaction: 'text', role: 'text' },
    key: ['interaction', 'record', 'role'],
    indexes: [['record', 'at', 'interaction', 'role']],
    narrow: true,
  },
  {
    name: 'revisions',
    columns: { interaction: 'text', version: 'text', at: 'text', data: 'text' },
    key: ['interaction', 'version'],
    indexes: [['interaction', 'at', 'version']],
  },
  {
    name: 'counts',
    columns: { interaction: 'text', at: 'text', data: 'text' },
    key: ['interaction', 'at'],
    indexes: [],
  },
  {
    name: 'signals',
    columns: { interaction: 'text', type: 'text', analyzer: 'text', data: 'text' },
    key: ['interaction', 'type', 'analyzer'],
    indexes: [],
  },
  {
    name: 'raw',
    columns: { interaction: 'text', until: 'text', data: 'text' },
    key: ['interaction'],
    indexes: [['until', 'interaction']],
  },
  {
    name: 'changes',
    columns: { sequence: 'integer', type: 'text', at: 'text', data: 'text' },
    key: ['sequence'],
    indexes: [],
  },
  { name: 'checkpoints', columns: { name: 'text', data: 'text' }, key: ['name'], indexes: [] },
  {
    name: 'outbox',
    columns: {
      id: 'text',
      key: 'text',
      queue: 'text',
      state: 'text',
      not_before: 'text',
      leased_until: 'text',
      data: 'text',
    },
    key: ['id'],
    indexes: [
      ['key', 'id'],
      ['state', 'id'],
      ['queue', 'state', 'id'],
    ],
  },
  {
    name: 'inbox',
    columns: { id: 'text', channel: 'text', state: 'text', data: 'text' },
    key: ['id'],
    indexes: [
      ['state', 'id'],
      ['channel', 'state', 'id'],
    ],
  },
  {
    name: 'rejected',
    columns: { id: 'text', channel: 'text', data: 'text' },
    key: ['id'],
    indexes: [['channel', 'id']],
  },
  { name: 'leases', columns: { name: 'text', owner: 'text', until: 'text' }, key: ['name'], indexes: [], narrow: true },
  { name: 'settings', columns: { name: 'text', data: 'text' }, key: ['name'], indexes: [] },
  { name: 'tombstones', columns: { fingerprint: 'text', at: 'text' }, key: ['fingerprint'], indexes: [], narrow: true },
  { name: 'audit', columns: { id: 'text', channel: 'text', data: 'text' }, key: ['id'], indexes: [['channel', 'id']] },
];
