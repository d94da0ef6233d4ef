import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { type MadeTable, makeTables } from './make-tables.js';

const tables: MadeTable[] = [
  {
    name: 'cases',
    columns: {
      id: 'text',
      status: 'text',
      team: 'text',
      assignee: 'text',
      rank: 'text',
      next_at: 'text',
      data: 'text',
    },
    key: ['id'],
    indexes: [
      ['status', 'rank', 'id'],
      ['team', 'status', 'rank', 'id'],
      ['assignee', 'status', 'rank', 'id'],
      ['team', 'assignee', 'status', 'rank', 'id'],
      ['next_at', 'id'],
    ],
  },
  {
    name: 'case_ties',
    columns: { kind: 'text', of: 'text', case: 'text' },
    key: ['kind', 'of', 'case'],
    indexes: [['case', 'kind', 'of']],
    narrow: true,
  },
  {
    name: 'case_events',
    columns: { case: 'text', sequence: 'integer', data: 'text' },
    key: ['case', 'sequence'],
    indexes: [],
  },
  {
    name: 'incidents',
    columns: { id: 'text', status: 'text', origin: 'text', data: 'text' },
    key: ['id'],
    indexes: [
      ['status', 'id'],
      ['origin', 'id'],
    ],
  },
  {
    name: 'routes',
    columns: { interaction: 'text', team: 'text', at: 'text', data: 'text' },
    key: ['interaction', 'team'],
    indexes: [['team', 'at', 'interaction']],
  },
];

/** What routing and cases need. */
export function cases(dialect: 'sqlite' | 'postgres'): Migration {
  return { up: (database: Kysely<unknown>) => makeTables(database, dialect, tables) };
}
