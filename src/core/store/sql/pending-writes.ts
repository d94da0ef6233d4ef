import { type CollectionName, collectionNames, definitionOf } from '../collections.js';
import { keyText } from '../key-text.js';

type Row = Record<string, unknown>;

/** A row that is to be put, or the key of one that is to go. */
export type Write = { row: Row } | { removed: Row };

/** Writes of a transaction that have not gone out yet, the last for each key. */
export class PendingWrites {
  readonly #collections = new Map<CollectionName, Map<string, Write>>();

  set(collection: CollectionName, key: Row, write: Write): void {
    let writes = this.#collections.get(collection);
    if (!writes) {
      writes = new Map();
      this.#collections.set(collection, writes);
    }
    writes.set(keyText(key, definitionOf(collection).key), write);
  }

  get(collection: CollectionName, key: Row): Write | undefined {
    return this.#collections.get(collection)?.get(keyText(key, definitionOf(collection).key));
  }

  size(collection: CollectionName): number {
    return this.#collections.get(collection)?.size ?? 0;
  }

  /** Takes them out, of one collection or of all, always in the same order: transactions that meet do not cross. */
  take(only?: CollectionName): { collection: CollectionName; rows: Row[]; removed: Row[] }[] {
    const taken = [];
    for (const collection of only ? [only] : collectionNames) {
      const writes = this.#collections.get(collection);
      if (!writes) continue;
      this.#collections.delete(collection);
      const sorted = [...writes].sort(([left], [right]) => (left < right ? -1 : 1));
      const rows: Row[] = [];
      const removed: Row[] = [];
      for (const [, write] of sorted) {
        if ('row' in write) rows.push(write.row);
        else removed.push(write.removed);
      }
      taken.push({ collection, rows, removed });
    }
    return taken;
  }
}
