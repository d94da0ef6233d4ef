import { DatabaseSync } from 'node:sqlite';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { expect, it } from 'vitest';
import { migrations } from '../../../src/core/store/migrations/migrate.js';
import { openStore } from '../../support/open-store.js';
import { ask, describePlaces } from '../../support/stores.js';

type Dialect = 'sqlite' | 'postgres';

/** The SQL of the first migration, and of rows that its tables held. */
async function oldest(dialect: Dialect): Promise<string[]> {
  const [entry] = Object.entries(migrations(dialect));
  const [name, migration] = entry as NonNullable<typeof entry>;
  const found: string[] = [];
  await migration.up(
    new Kysely({
      log: ({ query }) => void found.push(query.sql),
      dialect:
        dialect === 'sqlite'
          ? {
              createAdapter: () => new SqliteAdapter(),
              createDriver: () => new DummyDriver(),
              createIntrospector: (database) => new SqliteIntrospector(database),
              createQueryCompiler: () => new SqliteQueryCompiler(),
            }
          : {
              createAdapter: () => new PostgresAdapter(),
              createDriver: () => new DummyDriver(),
              createIntrospector: (database) => new PostgresIntrospector(database),
              createQueryCompiler: () => new PostgresQueryCompiler(),
            },
    }),
  );
  return [
    ...found,
    'create table kenning_migrations (name varchar(255) not null primary key, timestamp varchar(255) not null)',
    `insert into kenning_migrations values ('${name}', '2026-01-01T00:00:00.000Z')`,
    `insert into settings (tenant, name, data) values ('old', 'greeting', '{"text":"Grüße"}')`,
    `insert into members (tenant, record, customer) values ('old', 'r2', 'r1'), ('old', 'r1', 'r1')`,
    `insert into changes (tenant, sequence, type, at, data)
      values ('old', 1, 'record', '2026-01-01T00:00:00.000Z', '{"type":"record","record":"r1","sequence":1}')`,
    `insert into sequences (tenant, name, value) values ('old', 'changes', 1)`,
  ];
}

async function makeOldest(place: string): Promise<() => Promise<unknown[]>> {
  if (!place.startsWith('postgres:')) {
    const query = <Result>(work: (database: DatabaseSync) => Result): Result => {
      const database = new DatabaseSync(place);
      try {
        return work(database);
      } finally {
        database.close();
      }
    };
    const made = await oldest('sqlite');
    query((database) => made.forEach((text) => void database.exec(text)));
    return async () => query((database) => database.prepare('select name from kenning_migrations order by name').all());
  }
  const schema = place.slice(place.indexOf('#') + 1, place.lastIndexOf('/'));
  const made = [`create schema ${schema}`, `set search_path to ${schema}`, ...(await oldest('postgres'))];
  await ask(made.join(';'));
  return () => ask(`select name from ${schema}.kenning_migrations order by name`);
}

describePlaces('a store of the first release in', (newPlace) => {
  it('is read and written by this one', async () => {
    const place = newPlace();
    const migrated = await makeOldest(place);
    const opened = openStore(place);
    const store = opened.forTenant('old');
    expect(await store.get('settings', { name: 'greeting' })).toEqual({ name: 'greeting', data: { text: 'Grüße' } });
    const members = await store.list('members', 'byCustomer', { where: { customer: 'r1' as never } });
    expect(members.map(({ record }) => record)).toEqual(['r1', 'r2']);
    expect(await store.count('changes', 'all', {})).toBe(1);
    expect(await store.transaction((transaction) => transaction.sequence('changes', 1))).toBe(2);
    expect((await migrated()).map((row) => ({ ...(row as object) }))).toEqual(
      Object.keys(migrations('sqlite'))
        .sort()
        .map((name) => ({ name })),
    );
    await opened.close();
  });
});
