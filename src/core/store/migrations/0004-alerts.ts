import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { type MadeTable, makeTables } from './make-tables.js';

const tables: MadeTable[] = [
  {
    name: 'alerts',
    columns: { id: 'text', series: 'text', at: 'text', data: 'text' },
    key: ['id'],
    indexes: [
      ['at', 'id'],
      ['series', 'at', 'id'],
    ],
  },
  {
    name: 'alert_subjects',
    columns: { subject: 'text', alert: 'text' },
    key: ['subject', 'alert'],
    indexes: [],
    narrow: true,
  },
];

/** What alerts need. */
export function alerts(dialect: 'sqlite' | 'postgres'): Migration {
  return { up: (database: Kysely<unknown>) => makeTables(database, dialect, tables) };
}
