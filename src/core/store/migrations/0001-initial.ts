import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { initialTables } from './initial-tables.js';
import { makeTables } from './make-tables.js';

/** The tables of the first release. */
export function initial(dialect: 'sqlite' | 'postgres'): Migration {
  const text = dialect === 'postgres' ? sql`text collate "C"` : 'text';
  const integer = dialect === 'postgres' ? 'bigint' : 'integer';
  return {
    async up(database: Kysely<unknown>) {
      await makeTables(database, dialect, initialTables);
      await database.schema
        .createTable('sequences')
        .addColumn('tenant', text, (column) => column.notNull())
        .addColumn('name', text, (column) => column.notNull())
        .addColumn('value', integer, (column) => column.notNull())
        .addPrimaryKeyConstraint('sequences_key', ['tenant', 'name'])
        .execute();
    },
  };
}
