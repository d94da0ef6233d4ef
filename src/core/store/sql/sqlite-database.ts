import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { DummyDriver, Kysely, SqliteAdapter, SqliteDialect, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { migrate } from '../migrations/migrate.js';
import type { Parameter } from './codec.js';
import type { Executor } from './executor.js';
import type { AllStatements } from './sql-reader.js';
import { sqliteError } from './sqlite-error.js';
import { type Statement, statements } from './statements.js';

/** The statements of SQLite's dialect; compiled once a process. */
export const sqliteStatements: AllStatements = statements(
  new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (database) => new SqliteIntrospector(database),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  }),
);

/** One connection, with its prepared statements. */
class Connection implements Executor {
  readonly database: DatabaseSync;
  readonly #file: string;
  readonly #prepared = new Map<Statement, StatementSync>();

  constructor(file: string, options: { readOnly: boolean; busyTimeoutMs: number }) {
    this.#file = file;
    this.database = new DatabaseSync(file, { readOnly: options.readOnly, timeout: options.busyTimeoutMs });
  }

  async all(statement: Statement, parameters: readonly Parameter[]): Promise<unknown[][]> {
    try {
      return this.#prepare(statement).all(...parameters) as unknown as unknown[][];
    } catch (error) {
      throw sqliteError(error, this.#file);
    }
  }

  async run(statement: Statement, parameters: readonly Parameter[]): Promise<number> {
    try {
      return Number(this.#prepare(statement).run(...parameters).changes);
    } catch (error) {
      throw sqliteError(error, this.#file);
    }
  }

  execute(text: string): void {
    try {
      this.database.exec(text);
    } catch (error) {
      throw sqliteError(error, this.#file);
    }
  }

  #prepare(statement: Statement): StatementSync {
    let prepared = this.#prepared.get(statement);
    if (!prepared) {
      prepared = this.database.prepare(statement.text);
      prepared.setReturnArrays(true);
      this.#prepared.set(statement, prepared);
    }
    return prepared;
  }
}

/** A database file: one connection that writes, one that reads what was committed. */
export interface SqliteConnections {
  writer: Connection;
  reader: Connection;
  close(): void;
}

/** What was removed is overwritten. 64 MiB of cache and a log of 32 MiB keep checkpoints, which wait for the disk, rare. */
const pragmas = `pragma journal_mode = wal; pragma synchronous = normal; pragma secure_delete = on;
  pragma cache_size = -65536; pragma wal_autocheckpoint = 8192;`;

/** Opens a file, sets it up and brings it up to date. */
export async function openSqlite(file: string, busyTimeoutMs: number): Promise<SqliteConnections> {
  let writer: Connection | undefined;
  try {
    writer = new Connection(file, { readOnly: false, busyTimeoutMs });
    writer.execute(pragmas);
    // One transaction for all: a process that is killed within leaves the file as it was, and others wait.
    writer.execute('begin immediate');
    await migrate(kyselyOn(writer.database), 'sqlite');
    writer.execute('commit');
    const reader = new Connection(file, { readOnly: true, busyTimeoutMs });
    const open = [reader, writer];
    return { writer, reader, close: () => open.splice(0).forEach(({ database }) => void database.close()) };
  } catch (error) {
    writer?.database.close();
    throw sqliteError(error, file);
  }
}

/** Kysely on a connection of node:sqlite, for migrations only. */
function kyselyOn(database: DatabaseSync): Kysely<unknown> {
  return new Kysely({
    dialect: new SqliteDialect({
      database: {
        close: () => {},
        prepare(text: string) {
          const statement = database.prepare(text);
          const values = (input: readonly unknown[]) => input as Parameter[];
          return {
            reader: statement.columns().length > 0,
            all: (input: readonly unknown[]) => statement.all(...values(input)),
            run: (input: readonly unknown[]) => statement.run(...values(input)),
            iterate: (input: readonly unknown[]) => statement.iterate(...values(input)),
          };
        },
      },
    }),
  });
}
