import { KenningError } from '../errors.js';
import { checkTenant } from './check-tenant.js';
import { type CollectionName, collectionNames, definitionOf } from './collections.js';
import { checkLimit } from './limit.js';
import type { Row } from './memory/sorted-rows.js';
import { Table } from './memory/table.js';
import type { Store, StoreReader, StoreTransaction } from './store.js';

export interface MemoryOptions {
  /** Whose data it holds. Defaults to `default`. */
  tenant?: string;
}

class Tenant {
  readonly tables = new Map<CollectionName, Table>();
  readonly sequences = new Map<string, number>();
  last: Promise<unknown> = Promise.resolve();

  table(name: CollectionName): Table {
    let table = this.tables.get(name);
    if (!table) {
      table = new Table(definitionOf(name));
      this.tables.set(name, table);
    }
    return table;
  }
}

/**
 * A store that lives and dies with the process: for tests, scripts and trying things out.
 *
 * @example
 * const app = kenning({ store: memory() });
 */
export function memory(options: MemoryOptions = {}): Store {
  return open(new Map(), options.tenant ?? 'default');
}

function open(tenants: Map<string, Tenant>, name: string): Store {
  checkTenant(name);
  const tenant = tenants.get(name) ?? new Tenant();
  tenants.set(name, tenant);
  return {
    contract: 1,
    tenant: name,
    ...reader(tenant, true),
    transaction(work) {
      const result = tenant.last.then(() => run(tenant, work));
      tenant.last = result.catch(() => {});
      return result;
    },
    forTenant: (other) => open(tenants, other),
    purge: async () => ({ remaining: [] }),
    close: async () => {},
  };
}

function reader(tenant: Tenant, committed: boolean, check: () => void = () => {}): StoreReader {
  const methods = {
    async get(collection: CollectionName, key: Row) {
      check();
      return tenant.table(collection).get(key, committed);
    },
    async list(
      collection: CollectionName,
      index: string,
      options: { where: Row; after?: Row; from?: Row; direction?: string; limit?: number },
    ) {
      check();
      const { where, after, from, direction, limit } = options;
      return tenant.table(collection).list(
        index,
        {
          where,
          ...(after && { after }),
          ...(from && { from }),
          descending: direction === 'descending',
          limit: checkLimit(limit),
        },
        committed,
      );
    },
    async count(collection: CollectionName, index: string, where: Row) {
      check();
      return tenant.table(collection).count(index, where, committed);
    },
  };
  // The tables hold what their definitions say, which the compiler can not follow from here.
  return methods as unknown as StoreReader;
}

async function run<Result>(tenant: Tenant, work: (transaction: StoreTransaction) => Promise<Result>): Promise<Result> {
  let ended = false;
  const check = () => {
    if (ended)
      throw new KenningError('invalid', 'This transaction has ended. Await each of its verbs within its work.');
  };
  const sequences = new Map(tenant.sequences);
  const transaction: StoreTransaction = {
    ...reader(tenant, false, check),
    async add(collection, row) {
      check();
      const table = tenant.table(collection);
      if (table.get(row as Row, false)) return false;
      table.write(row as Row, row as Row);
      return true;
    },
    async put(collection, row) {
      check();
      tenant.table(collection).write(row as Row, row as Row);
    },
    async remove(collection, key) {
      check();
      tenant.table(collection).write(key as Row, undefined);
    },
    async lock() {
      check();
    },
    async foresee() {
      check();
    },
    async lockLedger() {
      check();
    },
    async sequence(name, count) {
      check();
      const first = (tenant.sequences.get(name) ?? 0) + 1;
      tenant.sequences.set(name, first + count - 1);
      return first;
    },
  };
  try {
    const result = await work(transaction);
    for (const name of collectionNames) tenant.tables.get(name)?.commit();
    return result;
  } catch (error) {
    for (const name of collectionNames) tenant.tables.get(name)?.rollback();
    tenant.sequences.clear();
    for (const [name, value] of sequences) tenant.sequences.set(name, value);
    throw error;
  } finally {
    ended = true;
  }
}
