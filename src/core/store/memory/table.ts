import type { CollectionDefinition } from '../collections.js';
import { keyText } from '../key-text.js';
import { type Compare, compareBy, type Row, SortedRows } from './sorted-rows.js';

export interface Listing {
  where: Row;
  after?: Row;
  from?: Row;
  descending: boolean;
  limit: number;
}

/** The rows of one place in an index. One row is kept by itself: most places have no more, and a list takes much room. */
type Bucket = Row | SortedRows;

interface TableIndex {
  by: readonly string[];
  compare: Compare;
  buckets: Map<string, Bucket>;
}

/** The rows of one collection of one tenant, with its indexes. */
export class Table {
  readonly #key: readonly string[];
  readonly #rows = new Map<string, Row>();
  readonly #indexes = new Map<string, TableIndex>();
  /** What stood under each key that the open transaction has changed. */
  readonly #before = new Map<string, Row | undefined>();

  constructor(definition: CollectionDefinition) {
    this.#key = definition.key;
    for (const [name, index] of Object.entries(definition.indexes))
      this.#indexes.set(name, { by: index.by, compare: compareBy(index.order), buckets: new Map() });
  }

  get(key: Row, committed: boolean): Row | undefined {
    const name = keyText(key, this.#key);
    return committed && this.#before.has(name) ? this.#before.get(name) : this.#rows.get(name);
  }

  write(key: Row, row: Row | undefined): void {
    const name = keyText(key, this.#key);
    const old = this.#rows.get(name);
    if (!this.#before.has(name)) this.#before.set(name, old);
    this.#replace(name, old, row);
  }

  list(indexName: string, listing: Listing, committed: boolean): Row[] {
    const index = this.#index(indexName);
    const bucket = index.buckets.get(keyText(listing.where, index.by));
    const rows = bucket ? this.#scan(bucket, index, listing, committed) : [];
    return committed && this.#before.size > 0 ? this.#withBefore(rows, index, listing) : rows;
  }

  count(indexName: string, where: Row, committed: boolean): number {
    const index = this.#index(indexName);
    if (committed && this.#before.size > 0)
      return this.list(indexName, { where, descending: false, limit: Number.POSITIVE_INFINITY }, true).length;
    const bucket = index.buckets.get(keyText(where, index.by));
    return bucket instanceof SortedRows ? bucket.size : bucket ? 1 : 0;
  }

  commit(): void {
    this.#before.clear();
  }

  rollback(): void {
    for (const [name, row] of this.#before) this.#replace(name, this.#rows.get(name), row);
    this.#before.clear();
  }

  #index(name: string): TableIndex {
    return this.#indexes.get(name) as TableIndex;
  }

  #replace(name: string, old: Row | undefined, row: Row | undefined): void {
    if (row) this.#rows.set(name, row);
    else this.#rows.delete(name);
    for (const index of this.#indexes.values()) {
      if (old) take(index, old);
      if (row) place(index, row);
    }
  }

  #scan(bucket: Bucket, index: TableIndex, listing: Listing, committed: boolean): Row[] {
    const rows: Row[] = [];
    const { after, from, descending } = listing;
    const sign = descending ? -1 : 1;
    const start = after ?? from;
    for (const row of bucket instanceof SortedRows ? bucket.from(start, descending) : [bucket]) {
      if (rows.length >= listing.limit) break;
      const distance = start ? index.compare(row, start) * sign : 1;
      if (distance < 0 || (after && distance === 0)) continue;
      if (committed && this.#before.has(keyText(row, this.#key))) continue;
      rows.push(row);
    }
    return rows;
  }

  /** Puts back what an open transaction has taken away, for those who read outside of it. */
  #withBefore(rows: Row[], index: TableIndex, listing: Listing): Row[] {
    const place = keyText(listing.where, index.by);
    const sign = listing.descending ? -1 : 1;
    for (const row of this.#before.values()) {
      if (!row || keyText(row, index.by) !== place) continue;
      if (listing.after && index.compare(row, listing.after) * sign <= 0) continue;
      if (listing.from && index.compare(row, listing.from) * sign < 0) continue;
      rows.push(row);
    }
    return rows.sort((left, right) => index.compare(left, right) * sign).slice(0, listing.limit);
  }
}

function place(index: TableIndex, row: Row): void {
  const name = keyText(row, index.by);
  const bucket = index.buckets.get(name);
  if (!bucket) index.buckets.set(name, row);
  else if (bucket instanceof SortedRows) bucket.add(row);
  else {
    const rows = new SortedRows(index.compare);
    rows.add(bucket);
    rows.add(row);
    index.buckets.set(name, rows);
  }
}

function take(index: TableIndex, row: Row): void {
  const name = keyText(row, index.by);
  const bucket = index.buckets.get(name);
  if (bucket instanceof SortedRows) bucket.remove(row);
  if (bucket === row || (bucket instanceof SortedRows && bucket.size === 0)) index.buckets.delete(name);
}
