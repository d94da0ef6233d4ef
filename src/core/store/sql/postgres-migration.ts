import { Kysely, PostgresAdapter, PostgresDriver, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { migrate } from '../migrations/migrate.js';
import type { PostgresClient } from './postgres-client.js';
import type { PostgresSession } from './postgres-session.js';

/**
 * Makes the schema or brings it up to date, once, however many processes open it at a time: all happens in one
 * transaction that waits for others of its kind.
 */
export async function migratePostgres(session: PostgresSession, client: PostgresClient, schema: string): Promise<void> {
  await session.run({ text: 'begin isolation level read committed' });
  const lock = { text: `select pg_advisory_xact_lock(hashtextextended('kenning migrations ' || $1, 0))` };
  await session.run(lock, [schema]);
  let first: unknown;
  const query = (text: string, values: readonly unknown[]) =>
    client.query({ text, values: [...values] }).catch((error: unknown) => {
      first ??= error;
      throw error;
    });
  try {
    await migrate(kyselyOn(query), 'postgres', schema);
  } catch (error) {
    // Once one statement has failed, all that follow fail for that alone.
    throw first ?? error;
  }
  await session.run({ text: 'commit' });
}

/** The migrations are within a transaction and under a lock already. */
class LockedAdapter extends PostgresAdapter {
  override get supportsTransactionalDdl(): boolean {
    return false;
  }
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

function kyselyOn(query: (text: string, values: readonly unknown[]) => Promise<unknown>): Kysely<unknown> {
  const pool = { connect: async () => ({ query, release: () => {} }), end: async () => {}, options: {} };
  return new Kysely({
    dialect: {
      createAdapter: () => new LockedAdapter(),
      createDriver: () => new PostgresDriver({ pool: pool as never }),
      createIntrospector: (database) => new PostgresIntrospector(database),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
}
