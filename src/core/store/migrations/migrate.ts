import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { KenningError } from '../../errors.js';
import { initial } from './0001-initial.js';
import { crmSync } from './0002-crm-sync.js';
import { recordIndexes } from './0003-record-indexes.js';
import { alerts } from './0004-alerts.js';
import { cases } from './0005-cases.js';

/** Every migration, by its name, oldest first. */
export function migrations(dialect: 'sqlite' | 'postgres'): Record<string, Migration> {
  return {
    '0001-initial': initial(dialect),
    '0002-crm-sync': crmSync(dialect),
    '0003-record-indexes': recordIndexes(dialect),
    '0004-alerts': alerts(dialect),
    '0005-cases': cases(dialect),
  };
}

/**
 * Brings a database up to this version of kenning.
 *
 * @throws `storage-newer` when a newer version has changed it before.
 */
export async function migrate(
  database: Kysely<unknown>,
  dialect: 'sqlite' | 'postgres',
  schema?: string,
): Promise<void> {
  const known = migrations(dialect);
  const migrator = new Migrator({
    db: schema ? database.withSchema(schema) : database,
    provider: { getMigrations: async () => known },
    migrationTableName: 'kenning_migrations',
    migrationLockTableName: 'kenning_migrations_lock',
    ...(schema && { migrationTableSchema: schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (!error) return;
  if (error instanceof Error && /corrupted migrations|is missing/.test(error.message))
    throw new KenningError(
      'storage-newer',
      'This store was changed by a newer version of kenning. Update kenning; the store was not touched.',
      { cause: error },
    );
  throw error;
}
