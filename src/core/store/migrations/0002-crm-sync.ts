import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { type MadeTable, makeTables } from './make-tables.js';

const tables: MadeTable[] = [
  {
    name: 'crm_items',
    columns: { source: 'text', kind: 'text', external_id: 'text', state: 'text', at: 'text', data: 'text' },
    key: ['source', 'kind', 'external_id'],
    indexes: [['kind', 'state', 'at', 'source', 'external_id']],
  },
  {
    name: 'crm_item_parties',
    columns: { party: 'text', source: 'text', kind: 'text', external_id: 'text' },
    key: ['party', 'source', 'kind', 'external_id'],
    indexes: [['source', 'kind', 'external_id', 'party']],
    narrow: true,
  },
  {
    name: 'field_states',
    columns: { record: 'text', field: 'text', data: 'text' },
    key: ['record', 'field'],
    indexes: [],
  },
  {
    name: 'conflicts',
    columns: { id: 'text', record: 'text', state: 'text', data: 'text' },
    key: ['id'],
    indexes: [
      ['state', 'id'],
      ['record', 'id'],
    ],
  },
  {
    name: 'unresolved',
    columns: { record: 'text', state: 'text' },
    key: ['record'],
    indexes: [['state', 'record']],
    narrow: true,
  },
];

/** What keeping CRMs in step needs. */
export function crmSync(dialect: 'sqlite' | 'postgres'): Migration {
  return { up: (database: Kysely<unknown>) => makeTables(database, dialect, tables) };
}
