import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { type CollectionName, collectionNames, definitionOf } from '../collections.js';
import { snakeCase } from './naming.js';
import type { AllStatements } from './sql-reader.js';
import { type Statement, statements } from './statements.js';

/** Statements of one schema. */
export interface PostgresStatements {
  collections: AllStatements;
  /** Put or remove any number of rows at once: the tenant, then an array for each column. */
  putAll: Record<CollectionName, Statement>;
  removeAll: Record<CollectionName, Statement>;
  /** Tenant, name, count: gives the last number. */
  sequence: Statement;
  /** A prefix and keys: holds the whole for one of many (`''`) and each key for itself, always in the same order. */
  hold: Statement;
  /** The prefix: holds it against all. */
  holdWhole: Statement;
  holdLedger: Statement;
  holdFurther: Statement;
}

const sqlTypes = { text: 'text', json: 'text', integer: 'bigint' };

/** Compiles all statements of a schema, once. */
export function postgresStatements(schema: string): PostgresStatements {
  const database = new Kysely<Record<string, Record<string, unknown>>>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (kysely) => new PostgresIntrospector(kysely),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  }).withSchema(schema);
  const each = (build: (name: CollectionName) => string) =>
    Object.fromEntries(collectionNames.map((name) => [name, { text: build(name) }])) as Record<
      CollectionName,
      Statement
    >;
  return {
    collections: statements(database),
    putAll: each((name) => putAll(schema, name)),
    removeAll: each((name) => removeAll(schema, name)),
    sequence: {
      text: `insert into "${schema}"."sequences" as kept (tenant, name, value) values ($1, $2, $3::bigint)
        on conflict (tenant, name) do update set value = kept.value + excluded.value returning value`,
    },
    hold: {
      text: `select case when key = '' then pg_advisory_xact_lock_shared(id) else pg_advisory_xact_lock(id) end from (
        select min(key) as key, id from (
          select key, ${lockId(`$1 || key`, `case when key = '' then 0 else 1 end`)} as id from unnest($2::text[]) as keys (key)
        ) as ids group by id order by min(key) <> '', id offset 0) as sorted`,
    },
    holdWhole: { text: `select pg_advisory_xact_lock(${lockId('$1', '0')})` },
    holdFurther: {
      text: `select pg_advisory_xact_lock(id) from (
        select distinct ${lockId('$1 || key', '2')} as id from unnest($2::text[]) as keys (key) order by id offset 0) as sorted`,
    },
    holdLedger: { text: `select pg_advisory_xact_lock(${lockId('$1', '3')})` },
  };
}

/** The number of a lock: 62 bits of a hash, and above them its rank. Locks are taken by rank, so that nobody waits crosswise. */
function lockId(text: string, rank: string): string {
  return `(hashtextextended(${text}, 0) & 4611686018427387903) | ((${rank})::bigint << 62)`;
}

function putAll(schema: string, name: CollectionName): string {
  const { columns, key } = definitionOf(name);
  const all = Object.keys(columns).map(snakeCase);
  const keys = ['tenant', ...key.map(snakeCase)];
  const others = all.filter((column) => !keys.includes(column));
  const arrays = Object.values(columns).map((type, index) => `$${index + 2}::${sqlTypes[type]}[]`);
  const update = others.map((column) => `"${column}" = excluded."${column}"`);
  return `insert into "${schema}"."${snakeCase(name)}" ("tenant", ${quoted(all)})
    select $1::text, * from unnest(${arrays.join(', ')})
    on conflict (${quoted(keys)}) do ${others.length > 0 ? `update set ${update.join(', ')}` : 'nothing'}`;
}

function removeAll(schema: string, name: CollectionName): string {
  const { columns, key } = definitionOf(name);
  const arrays = key.map((column, index) => `$${index + 2}::${sqlTypes[columns[column] ?? 'text']}[]`);
  const names = key.map(snakeCase);
  const same = names.map((column) => `kept."${column}" = gone."${column}"`);
  return `delete from "${schema}"."${snakeCase(name)}" as kept using unnest(${arrays.join(', ')}) as gone (${quoted(names)})
    where kept.tenant = $1 and ${same.join(' and ')}`;
}

function quoted(columns: readonly string[]): string {
  return columns.map((column) => `"${column}"`).join(', ');
}

/**
 * A statement for many sets of its parameters at once: an array for each parameter. A row begins with the place of
 * its set; rows of one set keep their order.
 */
export function forMany({ text, types = [] }: Statement): Statement {
  const arrays = types.map((type, index) => `$${index + 1}::${sqlTypes[type]}[]`);
  const names = types.map((_type, index) => `p${index + 1}`);
  const one = text.replaceAll(/\$(\d+)/g, 'wanted.p$1');
  return {
    text: `select wanted.place, found.* from unnest(${arrays.join(', ')}) with ordinality as wanted (${names.join(', ')}, place)
      cross join lateral (${one}) as found`,
  };
}
