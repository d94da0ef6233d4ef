import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import {
  type CollectionDefinition,
  type CollectionName,
  type ColumnType,
  collectionNames,
  definitionOf,
} from '../collections.js';
import { snakeCase } from './naming.js';

/** SQL text with its parameters in order. */
export interface Statement {
  text: string;
  /** The types of its parameters, on statements that a database may be asked to run for many sets of them at once. */
  types?: readonly ColumnType[];
}

// The tables are made of data, so their columns are known to kysely by name only.
type AnyDatabase = Record<string, Record<string, unknown>>;

/** The place of a parameter; its value is given when the statement runs. */
const open = null;

/** All statements of one collection, compiled once for a dialect. */
export interface CollectionStatements {
  get: Statement;
  add: Statement;
  put: Statement;
  remove: Statement;
  count(index: string): Statement;
  list(index: string, start: Start, columns: number, descending: boolean): Statement;
}

/** Where a listing starts: at its beginning, after a place, or at one. */
export type Start = 'beginning' | 'after' | 'from';

/** Builds the statements of every collection. Kysely works once for each; running them costs it nothing. */
export function statements(database: Kysely<AnyDatabase>): Record<CollectionName, CollectionStatements> {
  const all = {} as Record<CollectionName, CollectionStatements>;
  for (const name of collectionNames) all[name] = statementsOf(database, name, definitionOf(name));
  return all;
}

function statementsOf(
  database: Kysely<AnyDatabase>,
  name: CollectionName,
  definition: CollectionDefinition,
): CollectionStatements {
  const table = snakeCase(name);
  const columns = ['tenant', ...Object.keys(definition.columns).map(snakeCase)];
  const key = ['tenant', ...definition.key.map(snakeCase)];
  const read = columns.slice(1);
  const others = columns.filter((column) => !key.includes(column));
  const values = Object.fromEntries(columns.map((column) => [column, open]));
  const equal = (names: readonly string[]): Expression<SqlBool> =>
    sql<SqlBool>`${sql.join(
      names.map((column) => sql`${sql.ref(column)} = ${open}`),
      sql` and `,
    )}`;
  const cache = new Map<string, Statement>();
  const once = (id: string, build: () => { compile(): { sql: string } }, types?: () => ColumnType[]): Statement => {
    let statement = cache.get(id);
    if (!statement) {
      statement = { text: build().compile().sql, ...(types && { types: types() }) };
      cache.set(id, statement);
    }
    return statement;
  };
  const insert = database.insertInto(table).values(values);
  return {
    get: once(
      'get',
      () => database.selectFrom(table).select(read).where(equal(key)),
      () => ['text', ...typesOf(definition, definition.key)],
    ),
    add: once('add', () => insert.onConflict((conflict) => conflict.columns(key).doNothing())),
    put: once('put', () =>
      insert.onConflict((conflict) =>
        others.length === 0
          ? conflict.columns(key).doNothing()
          : conflict
              .columns(key)
              .doUpdateSet(Object.fromEntries(others.map((column) => [column, sql.ref(`excluded.${column}`)]))),
      ),
    ),
    remove: once('remove', () => database.deleteFrom(table).where(equal(key))),
    count: (index) =>
      once(`count ${index}`, () =>
        database
          .selectFrom(table)
          .select(sql<number>`count(*)`.as('total'))
          .where(equal(byOf(definition, index))),
      ),
    list: (index, start, length, descending) => {
      const build = () => {
        const order = (definition.indexes[index]?.order ?? []).map(snakeCase);
        const direction = descending ? 'desc' : 'asc';
        let query = database
          .selectFrom(table)
          .select(read)
          .where(equal(byOf(definition, index)));
        if (start !== 'beginning') query = query.where(behind(order.slice(0, length), start, descending));
        for (const column of order) query = query.orderBy(column, direction);
        return query.limit(sql<number>`${open}`);
      };
      const types = (): ColumnType[] => {
        const { by = [], order = [] } = definition.indexes[index] ?? {};
        const given = start === 'beginning' ? by : [...by, ...order.slice(0, length)];
        return ['text', ...typesOf(definition, given), 'integer'];
      };
      return once(`list ${index} ${start} ${length} ${descending}`, build, types);
    },
  };
}

function typesOf(definition: CollectionDefinition, columns: readonly string[]): ColumnType[] {
  return columns.map((column) => definition.columns[column] ?? 'text');
}

function byOf(definition: CollectionDefinition, index: string): string[] {
  return ['tenant', ...(definition.indexes[index]?.by ?? []).map(snakeCase)];
}

/** A comparison of whole rows, which both databases answer from an index. */
function behind(order: readonly string[], start: Start, descending: boolean): Expression<SqlBool> {
  const operator = sql.raw(`${descending ? '<' : '>'}${start === 'from' ? '=' : ''}`);
  const names = sql.join(order.map((column) => sql.ref(column)));
  return sql<SqlBool>`(${names}) ${operator} (${sql.join(order.map(() => sql`${open}`))})`;
}
