import { type CollectionName, definitionOf } from '../collections.js';
import { checkLimit } from '../limit.js';
import type { StoreReader, StoreTransaction } from '../store.js';
import { ForeseenListings } from './foreseen-listings.js';
import { GatheringExecutor } from './gathering-executor.js';
import { PendingWrites } from './pending-writes.js';
import type { PostgresSession } from './postgres-session.js';
import type { PostgresStatements } from './postgres-statements.js';
import { codecOf, sqlReader } from './sql-reader.js';
import type { Statement } from './statements.js';

type Row = Record<string, unknown>;
type Answered = Promise<unknown>;

/** With more keys than this a transaction holds its whole tenant: PostgreSQL has room for few thousand locks in all. */
const mostKeys = 64;
/** This many writes to one collection go out before the work ends. */
const mostPending = 5000;

/**
 * The verbs of one transaction at READ COMMITTED. Writes wait until a read could see them, or the end, and go out
 * together; a read by key is answered from them.
 */
export class PostgresTransaction {
  readonly #session: PostgresSession;
  readonly #statements: PostgresStatements;
  readonly #tenant: string;
  readonly #prefix: string;
  readonly #reader: StoreReader;
  readonly #pending = new PendingWrites();
  readonly #foreseen = new ForeseenListings();
  #ledger: Answered | undefined;

  constructor(session: PostgresSession, statements: PostgresStatements, schema: string, tenant: string) {
    this.#session = session;
    this.#statements = statements;
    this.#tenant = tenant;
    this.#prefix = `${schema} ${tenant.length} ${tenant} `;
    const executor = new GatheringExecutor((statement, values) => session.run(statement, values));
    this.#reader = sqlReader(tenant, statements.collections, executor);
  }

  readonly verbs: StoreTransaction = {
    get: async (collection, key) => {
      const write = this.#pending.get(collection, key as Row);
      if (!write) return this.#reader.get(collection, key);
      return 'row' in write ? (write.row as never) : undefined;
    },
    list: async (collection, index, options) => {
      const { where, after, from, direction, limit } = options;
      if (!after && !from && direction !== 'descending') {
        const known = this.#foreseen.find(collection, index, where as Row, checkLimit(limit));
        if (known) return known as never[];
      }
      void this.flush(collection);
      return this.#reader.list(collection, index, options);
    },
    count: async (collection, index, where) => {
      void this.flush(collection);
      return this.#reader.count(collection, index, where);
    },
    add: async (collection, row) => {
      const write = this.#pending.get(collection, row as Row);
      if (write ? 'row' in write : await this.#reader.get(collection, row as never)) return false;
      void this.flush(collection);
      const values = codecOf(collection).row(this.#tenant, row as Row);
      const { changed } = await this.#session.run(this.#statements.collections[collection].add, values);
      this.#foreseen.write(collection, row as Row, row as Row);
      return changed > 0;
    },
    put: (collection, row) => this.#write(collection, row as Row, { row: row as Row }),
    remove: (collection, key) => this.#write(collection, key as Row, { removed: key as Row }),
    lock: async (keys, further) => {
      const { hold, holdWhole, holdFurther } = this.#statements;
      const named = keys();
      const whole = named === 'everything' || named.length > mostKeys;
      if (whole) await this.#session.run(holdWhole, [this.#prefix]);
      else await this.#session.run(hold, [this.#prefix, ['', ...named.map(asText)]]);
      const found = (await further?.()) ?? [];
      if (found.length > 0 && !whole) await this.#session.run(holdFurther, [this.#prefix, found.map(asText)]);
    },
    foresee: async (collection, index, wheres, limit = 100) => {
      void this.flush(collection);
      const different = [...new Map(wheres().map((where) => [JSON.stringify(where), where])).values()];
      const read = different.map(async (where) => ({
        where: where as Row,
        rows: (await this.#reader.list(collection, index, { where, limit })) as Row[],
      }));
      this.#foreseen.add(collection, index, checkLimit(limit), await Promise.all(read));
    },
    lockLedger: async () => {
      this.#ledger ??= this.#session.run(this.#statements.holdLedger, [this.#prefix]);
      await this.#ledger;
    },
    sequence: async (name, count) => {
      // Nobody else can take a number from now on, so nothing may be left that could wait for them.
      if (name === 'changes') void this.flush();
      const { rows } = await this.#session.run(this.#statements.sequence, [this.#tenant, name, count]);
      return Number(rows[0]?.[0]) - count + 1;
    },
  };

  /** Sends what is pending, of one collection or all. What is asked for behind it finds it done. */
  async flush(only?: CollectionName): Promise<void> {
    const sent: Answered[] = [];
    for (const { collection, rows, removed } of this.#pending.take(only)) {
      const { columns, key } = definitionOf(collection);
      const { parameters } = codecOf(collection);
      const send = (statement: Statement, list: Row[], names: readonly string[]) => {
        const encoded = list.map((row) => parameters(row, names));
        const arrays = names.map((_name, column) => encoded.map((row) => row[column] ?? null));
        if (list.length > 0) sent.push(this.#session.send(statement, [this.#tenant, ...arrays]));
      };
      send(this.#statements.putAll[collection], rows, Object.keys(columns));
      send(this.#statements.removeAll[collection], removed, key);
    }
    await Promise.all(sent);
  }

  async #write(collection: CollectionName, key: Row, write: { row: Row } | { removed: Row }): Promise<void> {
    this.#pending.set(collection, key, write);
    this.#foreseen.write(collection, key, 'row' in write ? write.row : undefined);
    // Whoever writes very much waits, so that memory stays bounded.
    if (this.#pending.size(collection) >= mostPending) await this.flush(collection);
  }
}

/** PostgreSQL's text holds no U+0000, which parts the names in a key. */
function asText(key: string): string {
  return key.replaceAll('\u0000', '\u0001');
}
