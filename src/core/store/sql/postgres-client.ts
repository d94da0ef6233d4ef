import { KenningError } from '../../errors.js';

/** A query as `pg` takes it. */
export interface PostgresQuery {
  text: string;
  values?: unknown[];
  /** Statements of one name are prepared once a connection. */
  name?: string;
  rowMode?: 'array';
  types?: { getTypeParser(): (text: string) => unknown };
}

/** The part of a client of `pg` that the store uses. */
export interface PostgresClient {
  query(query: PostgresQuery): Promise<{ rows: unknown[]; rowCount: number | null; command: string }>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  release(destroy?: boolean): void;
}

/** The part of a pool of `pg` that the store uses: any `Pool` of `pg` is one. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>;
  end(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  readonly options: { readonly max?: number };
}

/** Where a PostgreSQL is, and who asks. */
export interface PostgresConnection {
  host?: string;
  port?: number;
  database?: string;
  user?: string;
  /** Or what gives it, for passwords that change. */
  password?: string | (() => string | Promise<string>);
  /** As `pg` takes it: `true`, or options of `node:tls`. */
  ssl?: boolean | object;
}

/** A pool of our own. `pg` is loaded now, so that whoever does not use the store need not install it. */
export async function openPool(connection: string | PostgresConnection, max: number): Promise<PostgresPool> {
  const { default: pg } = await import('pg').catch((error: unknown) => {
    throw new KenningError('unsupported', 'postgres() needs the package pg. Run: npm install pg', { cause: error });
  });
  const options = {
    ...(typeof connection === 'string' ? { connectionString: connection } : connection),
    max,
    application_name: 'kenning',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    // A script that forgets to close its store still ends.
    allowExitOnIdle: true,
    // Statements that do not wait for each other go out together.
    pipeline: true,
  };
  return new pg.Pool(options);
}
