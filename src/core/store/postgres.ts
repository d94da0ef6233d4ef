import { z } from 'zod';
import { KenningError } from '../errors.js';
import { checkTenant } from './check-tenant.js';
import { GatheringExecutor } from './sql/gathering-executor.js';
import { laterReader } from './sql/later-reader.js';
import { openPool, type PostgresConnection, type PostgresPool } from './sql/postgres-client.js';
import { PostgresDatabase } from './sql/postgres-database.js';
import { sqlReader } from './sql/sql-reader.js';
import type { Store } from './store.js';

export type { PostgresClient, PostgresConnection, PostgresPool, PostgresQuery } from './sql/postgres-client.js';

export interface PostgresOptions {
  /** Where it is: `postgres://user:password@host:5432/database`, or its parts. This or `pool`. */
  connection?: string | PostgresConnection;
  /** A pool of the package `pg` that the app has already. It stays the app's: closing the store does not end it. */
  pool?: PostgresPool;
  /** The schema that holds the tables; made when it is missing. Defaults to `kenning`. */
  schema?: string;
  /** Whose data is opened. Defaults to `default`. */
  tenant?: string;
  /** The most connections, with `connection`. Defaults to 10. */
  connections?: number;
  /** How long to wait for another transaction, in milliseconds. Defaults to 30,000. */
  busyTimeoutMs?: number;
  /** Whether statements are prepared once a connection. Turn it off behind a pooler that can not. Defaults to true. */
  prepare?: boolean;
}

const connectionSchema = z.union([
  z.string().regex(/^postgres(ql)?:\/\//, 'begins with postgres://'),
  z.strictObject({
    host: z.string().optional(),
    port: z.int().min(1).max(65_535).optional(),
    database: z.string().optional(),
    user: z.string().optional(),
    password: z.union([z.string(), z.function()]).optional(),
    ssl: z.union([z.boolean(), z.looseObject({})]).optional(),
  }),
]);

const optionsSchema = z
  .strictObject({
    connection: connectionSchema.optional(),
    pool: z.custom<PostgresPool>((value) => typeof (value as PostgresPool)?.connect === 'function').optional(),
    schema: z
      .string()
      .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'takes small letters, digits and _')
      .optional(),
    tenant: z.string().optional(),
    connections: z.int().min(2).max(1000).optional(),
    busyTimeoutMs: z.int().min(1).max(86_400_000).optional(),
    prepare: z.boolean().optional(),
  })
  .refine(({ connection, pool }) => (connection === undefined) !== (pool === undefined), 'give connection or pool');

/**
 * A store in a schema of a PostgreSQL, for any number of processes. It needs the package `pg`. Opened at first use; the
 * tables are made and brought up to date then.
 *
 * @throws `unsupported` without `pg`; `auth`, `network`, `storage-busy`, `storage-full`, `storage-damaged`,
 * `storage-newer`, each with what to do.
 * @example
 * const app = kenning({ store: postgres({ connection: 'postgres://app@localhost/crm' }) });
 */
export function postgres(options: PostgresOptions): Store {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) {
    const { path = [], message = '' } = parsed.error.issues[0] ?? {};
    // Names what is wrong and never shows it: it may be a password.
    throw new KenningError('invalid', `postgres(): ${path.join('.')} ${message}`.replace(':  ', ': '));
  }
  const { connection, pool, schema = 'kenning', tenant = 'default', connections = 10 } = options;
  const { busyTimeoutMs = 30_000, prepare = true } = options;
  const database = new PostgresDatabase({
    open: async () => pool ?? openPool(connection ?? {}, connections),
    owned: pool === undefined,
    schema,
    busyTimeoutMs,
    prepare,
    where: `PostgreSQL${connection === undefined ? '' : ` at ${placeOf(connection)}`}, schema ${schema},`,
  });
  return open(database, checkTenant(tenant));
}

function open(database: PostgresDatabase, tenant: string): Store {
  const executor = new GatheringExecutor((statement, values) => database.run(statement, values));
  return {
    contract: 1,
    tenant,
    ...laterReader(async () => sqlReader(tenant, (await database.statements()).collections, executor)),
    transaction: (work) => database.transaction(tenant, work),
    forTenant: (other) => open(database, checkTenant(other)),
    purge: () => database.purge(),
    close: () => database.close(),
  };
}

/** Host, port and database, without user and password. */
function placeOf(connection: string | PostgresConnection): string {
  if (typeof connection === 'string') {
    if (!URL.canParse(connection)) return 'an address that is none';
    const { host, pathname } = new URL(connection);
    return `${host}${pathname}`;
  }
  const { host = 'localhost', port = 5432, database } = connection;
  return `${host}:${port}${database ? `/${database}` : ''}`;
}
