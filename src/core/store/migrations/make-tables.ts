import { type Kysely, sql } from 'kysely';

/** A table as a migration makes it. Frozen: later changes are later migrations. */
export interface MadeTable {
  name: string;
  columns: Record<string, 'text' | 'integer'>;
  /** Behind the tenant. */
  key: string[];
  /** Each behind the tenant. */
  indexes: string[][];
  /** Rows are small enough to live in the primary key's own tree. */
  narrow?: true;
}

/** Makes tables. Text sorts by bytes, so that listings page alike in every database. */
export async function makeTables(
  database: Kysely<unknown>,
  dialect: 'sqlite' | 'postgres',
  tables: readonly MadeTable[],
): Promise<void> {
  const text = dialect === 'postgres' ? sql`text collate "C"` : 'text';
  const integer = dialect === 'postgres' ? 'bigint' : 'integer';
  for (const { name, columns, key, indexes, narrow } of tables) {
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
}
