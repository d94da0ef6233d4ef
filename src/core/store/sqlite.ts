import { isKenningError, KenningError } from '../errors.js';
import { checkTenant } from './check-tenant.js';
import { whileOpen } from './sql/ending-check.js';
import { laterReader } from './sql/later-reader.js';
import { sqlReader, sqlWriter } from './sql/sql-reader.js';
import { openSqlite, type SqliteConnections, sqliteStatements } from './sql/sqlite-database.js';
import type { Store, StoreTransaction } from './store.js';

export interface SqliteOptions {
  /** The database's file; made when it is missing. */
  file: string;
  /** Whose data is opened. Defaults to `default`. */
  tenant?: string;
  /** How long to wait for another process, in milliseconds. Defaults to 5000. */
  busyTimeoutMs?: number;
}

const sequence = {
  text: `insert into sequences (tenant, name, value) values (?, ?, ?)
    on conflict (tenant, name) do update set value = value + excluded.value returning value`,
};

const truncate = { text: 'pragma wal_checkpoint(truncate)' };

/**
 * A store in one file, on Node's own SQLite: one process writes at a time, any number read. Opened at first use.
 *
 * @throws `storage-busy`, `storage-full`, `storage-damaged`, `storage-newer`, each with what to do.
 * @example
 * const app = kenning({ store: sqlite({ file: 'crm.sqlite' }) });
 */
export function sqlite(options: SqliteOptions): Store {
  const { file, busyTimeoutMs = 5000, ...rest } = options;
  const { tenant = 'default', ...unknown } = rest;
  const [extra] = Object.keys(unknown);
  if (extra)
    throw new KenningError('invalid', `sqlite() has no option "${extra}". It takes file, tenant and busyTimeoutMs.`);
  if (!file || file === ':memory:')
    throw new KenningError('invalid', 'sqlite() needs a file. For a store that lives with the process use memory().');
  return new SqliteFile(file, busyTimeoutMs).open(checkTenant(tenant));
}

class SqliteFile {
  readonly #file: string;
  readonly #busyTimeoutMs: number;
  #connections: Promise<SqliteConnections> | undefined;
  /** The end of the last transaction of this process: they run one after another. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(file: string, busyTimeoutMs: number) {
    this.#file = file;
    this.#busyTimeoutMs = busyTimeoutMs;
  }

  open(tenant: string): Store {
    return {
      contract: 1,
      tenant,
      ...laterReader(async () => sqlReader(tenant, sqliteStatements, (await this.#connect()).reader)),
      transaction: (work) => this.#transaction(tenant, work),
      forTenant: (other) => this.open(checkTenant(other)),
      purge: () => this.#purge(),
      close: () => this.#close(),
    };
  }

  #connect(): Promise<SqliteConnections> {
    this.#connections ??= openSqlite(this.#file, this.#busyTimeoutMs).catch((error: unknown) => {
      this.#connections = undefined;
      throw error;
    });
    return this.#connections;
  }

  #transaction<Result>(tenant: string, work: (transaction: StoreTransaction) => Promise<Result>): Promise<Result> {
    const result = this.#last.then(() => this.#run(tenant, work));
    this.#last = result.catch(() => {});
    return result;
  }

  async #run<Result>(tenant: string, work: (transaction: StoreTransaction) => Promise<Result>): Promise<Result> {
    const { writer } = await this.#connect();
    const { verbs, end } = whileOpen<StoreTransaction>({
      ...sqlWriter(tenant, sqliteStatements, writer),
      // `begin immediate` holds the whole file already.
      lock: async () => {},
      foresee: async () => {},
      lockLedger: async () => {},
      async sequence(name, count) {
        const [values] = await writer.all(sequence, [tenant, name, count]);
        return Number(values?.[0]) - count + 1;
      },
    });
    writer.execute('begin immediate');
    try {
      const result = await work(verbs);
      end();
      writer.execute('commit');
      return result;
    } catch (error) {
      end();
      // A full disk has rolled back by itself.
      if (writer.database.isTransaction) writer.execute('rollback');
      throw error;
    }
  }

  async #purge(): Promise<{ remaining: string[] }> {
    const result = this.#last.then(async () => {
      const { writer } = await this.#connect();
      const remaining: string[] = [];
      try {
        // `secure_delete` overwrites what is deleted, not the copies that splitting and joining pages have left behind.
        writer.execute('vacuum');
      } catch (error) {
        if (!isKenningError(error, 'storage-busy') && !isKenningError(error, 'storage-full')) throw error;
        remaining.push(`${this.#file}: it could not be written anew (${error.code}); purge again`);
      }
      const [values] = await writer.all(truncate, []);
      if (values?.[0] !== 0) remaining.push(`${this.#file}-wal: another process is reading it; purge again`);
      return { remaining };
    });
    this.#last = result.catch(() => {});
    return result;
  }

  async #close(): Promise<void> {
    await this.#last;
    const connections = this.#connections;
    this.#connections = undefined;
    (await connections)?.close();
  }
}
