import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { initialTables } from './initial-tables.js';

/** The tables of the first release. Text sorts by bytes, so that listings page alike in every database. */
export function initial(dialect: 'sqlite' | 'postgres'): Migration {
  const text = dialect === 'postgres' ? sql`text collate "C"` : 'text';
  const integer = dialect === 'postgres' ? 'bigint' : 'integer';
  return {
    async up(database: Kysely<unknown>) {
      for (const { name, columns, key, indexes, narrow } of initialTables) {
        let table = database.schema.createTable(name).addColumn('tenant', text, (column) => column.notNull());
        for (const [column, type] of Object.entries(columns))
          table = table.addColumn(column, type === 'integer' ? integer : text, (definition) =>
            key.includes(column) ? definition.notNull() : definition,
          );
        table = table.addPrimaryKeyConstraint(`${name}_key`, ['tenant', ...key] as never[]);
        if (dialect === 'sqlite') table = table.modifyEnd(narrow ? sql`strict, without rowid` : sql`strict`);
        await table.execute();
        for (const [index, by] of indexes.entries())
          await database.schema
            .createIndex(`${name}_${index + 1}`)
            .on(name)
            .columns(['tenant', ...by])
            .execute();
      }
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
