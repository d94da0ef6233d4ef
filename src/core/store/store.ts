import type { CollectionName, IndexBy, IndexName, IndexOrder, KeyOf, RowOf } from './collections.js';

export interface ListOptions<Name extends CollectionName, Index extends IndexName<Name>> {
  /** A value for each column that the index is by. */
  where: IndexBy<Name, Index>;
  /** Goes on after this place in the index's order. */
  after?: IndexOrder<Name, Index>;
  /** Starts at this place, itself included; with `descending`, downwards from it. */
  from?: Partial<IndexOrder<Name, Index>>;
  direction?: 'ascending' | 'descending';
  /** The most rows. Defaults to 100. */
  limit?: number;
}

/** Reads rows of the tenant that the store was opened for. */
export interface StoreReader {
  get<Name extends CollectionName>(collection: Name, key: KeyOf<Name>): Promise<RowOf<Name> | undefined>;
  /** Rows of one index, in its order: numbers by size, texts by their code points. */
  list<Name extends CollectionName, Index extends IndexName<Name>>(
    collection: Name,
    index: Index,
    options: ListOptions<Name, Index>,
  ): Promise<RowOf<Name>[]>;
  /** How many rows an index holds for these values. Costs time by their number. */
  count<Name extends CollectionName, Index extends IndexName<Name>>(
    collection: Name,
    index: Index,
    where: IndexBy<Name, Index>,
  ): Promise<number>;
}

/**
 * Reads and writes that happen together or not at all.
 *
 * Within one transaction nothing may be awaited but its own verbs: no network, no timer, no code of the app.
 * The work may run again after a conflict with another process, so it must have no other effect.
 */
export interface StoreTransaction extends StoreReader {
  /** Adds a row; false, and no change, when its key is there already. */
  add<Name extends CollectionName>(collection: Name, row: RowOf<Name>): Promise<boolean>;
  /** Adds a row or takes the place of the one with its key. */
  put<Name extends CollectionName>(collection: Name, row: RowOf<Name>): Promise<void>;
  remove<Name extends CollectionName>(collection: Name, key: KeyOf<Name>): Promise<void>;
  /**
   * Holds these keys against all other transactions of the tenant, in every process, until the end. `everything` holds
   * whatever others may lock, for rare work that can not name its keys.
   *
   * MUST be called at most once, before the first read, with all keys that the work touches. A store that lets one
   * transaction run at a time holds everything anyway and asks for no keys.
   *
   * @param further asked once `keys` are held: it may read, and gives keys that only such reads can tell. They MUST be
   * of a kind that is never among `keys`, or two transactions could wait for each other.
   */
  lock(keys: () => readonly string[] | 'everything', further?: () => Promise<readonly string[]>): Promise<void>;
  /**
   * Says which listings the work is about to ask for, so that a store for which each read is a journey fetches them in
   * one. It changes nothing else, and a store may leave it. Only for rows that the transaction has locked.
   *
   * @param limit the most rows of each listing. Defaults to 100.
   */
  foresee<Name extends CollectionName, Index extends IndexName<Name>>(
    collection: Name,
    index: Index,
    wheres: () => readonly IndexBy<Name, Index>[],
    limit?: number,
  ): Promise<void>;
  /**
   * Holds the tenant's ledger until the end: decisions, bans, reviews and membership change only under it.
   * MUST come after `lock` and before `sequence`. Calling it again does nothing.
   */
  lockLedger(): Promise<void>;
  /**
   * The next `count` numbers of a sequence, without gaps and in the order of commits; gives the first of them.
   * Other transactions that want numbers of it wait until this one ends, so it comes last.
   */
  sequence(name: 'ledger' | 'changes', count: number): Promise<number>;
}

/**
 * Where everything is kept, opened for one tenant. No read, write, lock or sequence crosses to another.
 *
 * A store is six verbs over the rows that `collections` declares; all meaning lies above it.
 */
export interface Store extends StoreReader {
  readonly contract: 1;
  readonly tenant: string;
  /** Reads outside of a transaction see only what was committed. */
  transaction<Result>(work: (transaction: StoreTransaction) => Promise<Result>): Promise<Result>;
  /** The same database, opened for another tenant. Closing either closes both. */
  forTenant(tenant: string): Store;
  /** Makes removed data unreadable in the store's own files, as far as the store can; says what it could not. */
  purge(): Promise<{ remaining: string[] }>;
  close(): Promise<void>;
}
