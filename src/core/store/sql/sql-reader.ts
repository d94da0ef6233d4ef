import { type CollectionName, collectionNames, definitionOf } from '../collections.js';
import { checkLimit } from '../limit.js';
import type { StoreReader, StoreTransaction } from '../store.js';
import { type Codec, codec, type Parameter } from './codec.js';
import type { Executor } from './executor.js';
import type { CollectionStatements, Start } from './statements.js';

type Row = Record<string, unknown>;
export type AllStatements = Record<CollectionName, CollectionStatements>;

const codecs = Object.fromEntries(collectionNames.map((name) => [name, codec(definitionOf(name))])) as Record<
  CollectionName,
  Codec
>;

/** How rows of a collection become parameters and come back. */
export function codecOf(collection: CollectionName): Codec {
  return codecs[collection];
}

/** Reads rows of one tenant through compiled statements. */
export function sqlReader(tenant: string, statements: AllStatements, executor: Executor): StoreReader {
  const reader = {
    async get(collection: CollectionName, key: Row) {
      const { key: columns } = definitionOf(collection);
      const parameters = [tenant, ...codecs[collection].parameters(key, columns)];
      const [values] = await executor.all(statements[collection].get, parameters);
      return values && codecs[collection].read(values);
    },
    async list(
      collection: CollectionName,
      index: string,
      options: { where: Row; after?: Row; from?: Row; direction?: string; limit?: number },
    ) {
      const { by, order } = indexOf(collection, index);
      const place = options.after ?? options.from;
      const start: Start = options.after ? 'after' : options.from ? 'from' : 'beginning';
      const named = place ? order.filter((column) => place[column] !== undefined) : [];
      const statement = statements[collection].list(
        index,
        named.length === 0 ? 'beginning' : start,
        named.length,
        options.direction === 'descending',
      );
      const { parameters, read } = codecs[collection];
      const values: Parameter[] = [tenant, ...parameters(options.where, by), ...parameters(place ?? {}, named)];
      values.push(checkLimit(options.limit));
      return (await executor.all(statement, values)).map(read);
    },
    async count(collection: CollectionName, index: string, where: Row) {
      const { by } = indexOf(collection, index);
      const parameters = [tenant, ...codecs[collection].parameters(where, by)];
      const [values] = await executor.all(statements[collection].count(index), parameters);
      return Number(values?.[0] ?? 0);
    },
  };
  // The statements give back what was put in, which the compiler can not follow from here.
  return reader as unknown as StoreReader;
}

/** Reads and writes rows of one tenant; locks and sequences are the database's own. */
export function sqlWriter(
  tenant: string,
  statements: AllStatements,
  executor: Executor,
): StoreReader & Pick<StoreTransaction, 'add' | 'put' | 'remove'> {
  return {
    ...sqlReader(tenant, statements, executor),
    async add(collection, row) {
      return (await executor.run(statements[collection].add, codecs[collection].row(tenant, row as Row))) > 0;
    },
    async put(collection, row) {
      await executor.run(statements[collection].put, codecs[collection].row(tenant, row as Row));
    },
    async remove(collection, key) {
      const { key: columns } = definitionOf(collection);
      const parameters = [tenant, ...codecs[collection].parameters(key as Row, columns)];
      await executor.run(statements[collection].remove, parameters);
    },
  };
}

function indexOf(collection: CollectionName, index: string) {
  const definition = definitionOf(collection).indexes[index];
  if (!definition) throw new TypeError(`The collection ${collection} has no index ${index}.`);
  return definition;
}
