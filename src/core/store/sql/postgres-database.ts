import { KenningError } from '../../errors.js';
import { collectionNames } from '../collections.js';
import type { StoreTransaction } from '../store.js';
import { whileOpen } from './ending-check.js';
import { snakeCase } from './naming.js';
import type { PostgresPool } from './postgres-client.js';
import { isConflict, postgresError } from './postgres-error.js';
import { migratePostgres } from './postgres-migration.js';
import { PostgresSession, type SqlValue } from './postgres-session.js';
import { type PostgresStatements, postgresStatements } from './postgres-statements.js';
import { PostgresTransaction } from './postgres-transaction.js';
import type { Statement } from './statements.js';
import { Turns } from './turns.js';

export interface PostgresDatabaseOptions {
  open(): Promise<PostgresPool>;
  /** Whether the pool ends with the store. */
  owned: boolean;
  schema: string;
  busyTimeoutMs: number;
  prepare: boolean;
  /** What errors call it. Never a password. */
  where: string;
}

interface Opened {
  pool: PostgresPool;
  statements: PostgresStatements;
  turns: Turns;
}

/** How often the work of a transaction is begun anew after conflicts with others. */
const mostAttempts = 10;

/** One schema of one PostgreSQL, opened at first use. */
export class PostgresDatabase {
  readonly #options: PostgresDatabaseOptions;
  #opened: Promise<Opened> | undefined;

  constructor(options: PostgresDatabaseOptions) {
    this.#options = options;
  }

  async statements(): Promise<PostgresStatements> {
    return (await this.#open()).statements;
  }

  /** Runs one statement by itself. */
  async run(statement: Statement, values?: SqlValue[]): Promise<{ rows: unknown[][]; changed: number }> {
    const { pool } = await this.#open();
    const session = await this.#session(pool);
    try {
      return await session.run(statement, values);
    } finally {
      session.release();
    }
  }

  async transaction<Result>(tenant: string, work: (transaction: StoreTransaction) => Promise<Result>): Promise<Result> {
    const { turns } = await this.#open();
    return turns.take(async () => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await this.#attempt(tenant, work);
        } catch (error) {
          if (!isConflict(error) || attempt === mostAttempts) throw error;
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 5 * 2 ** attempt));
        }
      }
    });
  }

  async purge(): Promise<{ remaining: string[] }> {
    // The planner's statistics hold values of rows, so they are made anew.
    for (const name of collectionNames)
      await this.run({ text: `vacuum (analyze) "${this.#options.schema}"."${snakeCase(name)}"` });
    return {
      remaining: [
        'the write-ahead log of the server, until it is recycled, with its archive and replicas',
        'backups',
        'free space within the pages of tables and indexes, until it is written over; VACUUM FULL writes them anew',
        'logs of the server, if it logs statements or their parameters',
      ],
    };
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    const pool = (await opened?.catch(() => undefined))?.pool;
    if (this.#options.owned) await pool?.end();
  }

  #open(): Promise<Opened> {
    this.#opened ??= this.#start().catch((error: unknown) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #start(): Promise<Opened> {
    const { schema, owned, where } = this.#options;
    const pool = await this.#options.open();
    // An idle connection that is lost is replaced by the pool; unheard, its error would end the process.
    pool.on('error', ignore);
    // Reads beside transactions need a connection too, or they would wait for each other.
    const connections = pool.options.max ?? 10;
    if (connections < 2) throw new KenningError('invalid', 'postgres() needs a pool of at least 2 connections.');
    try {
      await this.#migrate(pool, schema);
    } catch (error) {
      if (owned) await pool.end();
      throw postgresError(error, where);
    }
    return { pool, statements: postgresStatements(schema), turns: new Turns(connections - 1) };
  }

  async #migrate(pool: PostgresPool, schema: string): Promise<void> {
    const client = await pool.connect();
    const session = new PostgresSession(client, this.#options.where, false);
    let done = false;
    try {
      await migratePostgres(session, client, schema);
      done = true;
    } finally {
      // A connection that ends rolls back what it began.
      session.release(!done);
    }
  }

  async #session(pool: PostgresPool): Promise<PostgresSession> {
    const { where, prepare } = this.#options;
    try {
      return new PostgresSession(await pool.connect(), where, prepare);
    } catch (error) {
      throw postgresError(error, where);
    }
  }

  async #attempt<Result>(tenant: string, work: (transaction: StoreTransaction) => Promise<Result>): Promise<Result> {
    const { pool, statements } = await this.#open();
    const { schema, busyTimeoutMs } = this.#options;
    const session = await this.#session(pool);
    let clean = false;
    try {
      void session.send({ text: `begin isolation level read committed; set local lock_timeout = ${busyTimeoutMs}` });
      const transaction = new PostgresTransaction(session, statements, schema, tenant);
      const { verbs, end } = whileOpen(transaction.verbs);
      try {
        const result = await work(verbs);
        end();
        void transaction.flush();
        // After a failure this is a rollback, and no error.
        await session.run({ text: 'commit' });
        if (session.failure) throw session.failure;
        clean = true;
        return result;
      } catch (error) {
        end();
        // What the work made of the first failure does not count.
        const reason = session.failure ?? error;
        clean = await session.run({ text: 'rollback' }).then(
          () => true,
          () => false,
        );
        throw reason;
      }
    } finally {
      session.release(!clean);
    }
  }
}

function ignore(): void {}
