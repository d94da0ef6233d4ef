import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { type MadeTable, makeTables } from './make-tables.js';

const tables: MadeTable[] = [
  {
    name: 'indexed_records',
    columns: { model: 'text', id: 'text', data: 'text' },
    key: ['model', 'id'],
    indexes: [],
  },
  {
    name: 'indexed_keys',
    columns: { model: 'text', key: 'integer', id: 'text' },
    key: ['model', 'key', 'id'],
    indexes: [['model', 'id', 'key']],
    narrow: true,
  },
];

/** What indexes of records need. */
export function recordIndexes(dialect: 'sqlite' | 'postgres'): Migration {
  return { up: (database: Kysely<unknown>) => makeTables(database, dialect, tables) };
}
