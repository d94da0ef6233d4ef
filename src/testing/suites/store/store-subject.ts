import type { RecordId } from '../../../core/model/id.js';
import { type CollectionName, definitionOf } from '../../../core/store/collections.js';
import type { Store } from '../../../core/store/store.js';
import { seededRandom } from '../../random.js';
import type { SubjectWithExceptions } from '../facet.js';

/** A store to be tried. */
export interface StoreSubject extends SubjectWithExceptions {
  /** Opens a store that holds nothing for its tenant, and for those that `forTenant` gives. Its `close` is called. */
  open(): Store | Promise<Store>;
}

/** Opens a store, does something with it, and closes it. */
export async function withStore(subject: StoreSubject, work: (store: Store) => Promise<void>): Promise<void> {
  const store = await subject.open();
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

export type Row = Record<string, unknown>;

/** The store's verbs without their types, to go through every collection by its definition. */
export interface UntypedStore {
  get(collection: string, key: Row): Promise<Row | undefined>;
  list(collection: string, index: string, options: Row): Promise<Row[]>;
  count(collection: string, index: string, where: Row): Promise<number>;
  add(collection: string, row: Row): Promise<boolean>;
  put(collection: string, row: Row): Promise<void>;
  remove(collection: string, key: Row): Promise<void>;
}

export function untyped(store: object): UntypedStore {
  return store as UntypedStore;
}

export function pick(row: Row, names: readonly string[]): Row {
  return Object.fromEntries(names.map((name) => [name, row[name]]));
}

/** A row of any collection: keys that differ, and few values besides, so that indexes hold many rows. */
export function rowOf(collection: CollectionName, at: number): Row {
  const { columns, key } = definitionOf(collection);
  const value = (type: string, name: string, column: number): unknown => {
    if (type === 'json') return { at, 'Zoë "x"': [null, 1.5, '👩‍👩‍👧', 'שלום'] };
    if (type === 'integer') return at * 7;
    return key.includes(name) ? `v${(at * 31 + column * 17) % 5}-${at}` : `c${at % 3}`;
  };
  return Object.fromEntries(Object.entries(columns).map(([name, type], column) => [name, value(type, name, column)]));
}

/** Rows in the order of these columns. */
export function sorted(rows: readonly Row[], columns: readonly string[]): Row[] {
  return rows.toSorted((left, right) => {
    for (const name of columns) {
      const [a, b] = [left[name] as string | number, right[name] as string | number];
      if (a !== b) return a < b ? -1 : 1;
    }
    return 0;
  });
}

export const recordId = (id: string): RecordId => id as RecordId;

/** How many random histories a rule goes through: `KENNING_HISTORIES`, else 25. */
export const histories = Number(globalThis.process?.env.KENNING_HISTORIES ?? 25);

/** Goes through random histories, and names the seed of one that fails. */
export async function everyHistory(
  work: (choose: <Value>(from: readonly Value[]) => Value) => Promise<void>,
): Promise<void> {
  for (let run = 0; run < histories; run++) {
    const seed = (Date.now() + run * 7919) % 1_000_000_000;
    const next = seededRandom(seed);
    try {
      await work((from) => from[Math.floor(next() * from.length)] as (typeof from)[number]);
    } catch (error) {
      throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
}
