import { type CollectionName, definitionOf, type IndexDefinition } from '../collections.js';
import { keyText } from '../key-text.js';
import { compareBy } from '../memory/sorted-rows.js';

type Row = Record<string, unknown>;

interface Listing {
  rows: Row[];
  /** The store held no more rows. */
  whole: boolean;
}

/** Listings of one index that were read ahead, kept as the transaction's own writes change them. */
class ForeseenIndex {
  readonly #index: IndexDefinition;
  readonly #key: readonly string[];
  readonly #compare: (left: Row, right: Row) => number;
  readonly #limit: number;
  readonly #listings = new Map<string, Listing>();
  /** In which listing a row stands, by its key. */
  readonly #places = new Map<string, string>();

  constructor(index: IndexDefinition, key: readonly string[], limit: number) {
    this.#index = index;
    this.#key = key;
    this.#compare = compareBy(index.order);
    this.#limit = limit;
  }

  add(where: Row, rows: Row[]): void {
    const place = keyText(where, this.#index.by);
    this.#listings.set(place, { rows: [...rows], whole: rows.length < this.#limit });
    for (const row of rows) this.#places.set(keyText(row, this.#key), place);
  }

  find(where: Row, limit: number): Row[] | undefined {
    const listing = this.#listings.get(keyText(where, this.#index.by));
    return listing && (listing.whole || limit <= listing.rows.length) ? listing.rows.slice(0, limit) : undefined;
  }

  write(key: Row, row: Row | undefined): void {
    const name = keyText(key, this.#key);
    const old = this.#places.get(name);
    if (old !== undefined) this.#takeOut(old, name);
    const place = row && keyText(row, this.#index.by);
    const listing = place === undefined ? undefined : this.#listings.get(place);
    if (!listing || !row || place === undefined) return;
    const at = listing.rows.findIndex((other) => this.#compare(row, other) < 0);
    // Behind the last of a listing that goes on, nobody knows its place.
    if (at < 0 && !listing.whole) return;
    listing.rows.splice(at < 0 ? listing.rows.length : at, 0, row);
    this.#places.set(name, place);
  }

  #takeOut(place: string, name: string): void {
    const listing = this.#listings.get(place);
    this.#places.delete(name);
    if (listing) listing.rows = listing.rows.filter((row) => keyText(row, this.#key) !== name);
  }
}

/** What a transaction has read ahead, by collection and index. */
export class ForeseenListings {
  readonly #collections = new Map<CollectionName, Map<string, ForeseenIndex>>();

  add(
    collection: CollectionName,
    index: string,
    limit: number,
    listings: readonly { where: Row; rows: Row[] }[],
  ): void {
    let indexes = this.#collections.get(collection);
    if (!indexes) {
      indexes = new Map();
      this.#collections.set(collection, indexes);
    }
    const { key, indexes: definitions } = definitionOf(collection);
    const foreseen = new ForeseenIndex(definitions[index] as IndexDefinition, key, limit);
    for (const { where, rows } of listings) foreseen.add(where, rows);
    indexes.set(index, foreseen);
  }

  find(collection: CollectionName, index: string, where: Row, limit: number): Row[] | undefined {
    return this.#collections.get(collection)?.get(index)?.find(where, limit);
  }

  write(collection: CollectionName, key: Row, row?: Row): void {
    for (const foreseen of this.#collections.get(collection)?.values() ?? []) foreseen.write(key, row);
  }
}
