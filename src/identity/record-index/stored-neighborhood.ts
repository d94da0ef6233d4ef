import type { StoreReader } from '../../core/store/store.js';
import type { Links } from './component.js';
import { type IndexedRecord, idOf, type NamedRows } from './named-rows.js';

/** Records of a store around one that is asked about, read as far as they are needed. */
export class StoredNeighborhood {
  /** Where they are compared. */
  readonly named: NamedRows;
  /** The row of the record that is asked about, where it is not of the store or stands in the place of one. */
  readonly asked: number | undefined;
  readonly #reader: StoreReader;
  readonly #model: string;
  readonly #block: number;
  readonly #askedId: string | undefined;
  readonly #askedKeys: ReadonlySet<number>;
  readonly #loading = new Map<string, Promise<void>>();
  readonly #blocks = new Map<number, Promise<readonly string[]>>();

  /** @param options.block of a key that more records share, no pairs are made. */
  constructor(
    reader: StoreReader,
    {
      model,
      block,
      named,
      asked,
    }: { model: string; block: number; named: NamedRows; asked: IndexedRecord | undefined },
  ) {
    this.named = named;
    this.#reader = reader;
    this.#model = model;
    this.#block = block;
    if (asked) {
      named.add([asked]);
      this.#askedId = idOf(asked);
      this.asked = named.row(this.#askedId) as number;
      this.#loading.set(this.#askedId, Promise.resolve());
    }
    this.#askedKeys = new Set(this.asked === undefined ? [] : named.rows.keysOf(this.asked));
  }

  /** The rows that a row is worth comparing with. */
  async linksOf(row: number): Promise<Links> {
    const blocks = await Promise.all(this.named.rows.keysOf(row).map((key) => this.#idsOf(key)));
    const others = new Set(blocks.flat());
    others.delete(this.named.id(row));
    await this.load([...others]);
    const rows = [...others].map((id) => this.named.row(id)).filter((other) => other !== undefined);
    const found = this.named.rows.weighed(row, Uint32Array.from(rows));
    return { rows: found.rows.slice(0, found.count), weights: found.weights.slice(0, found.count) };
  }

  /** Waits until nothing is read any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#loading.values());
  }

  /**
   * Reads records, those that are not there yet together: one by one takes much longer. Who was removed meanwhile is left
   * out, and so are our own.
   */
  async load(ids: readonly string[]): Promise<void> {
    const missing = ids.filter((id) => !this.#loading.has(id));
    if (missing.length > 0) {
      const loading = this.#load(missing);
      for (const id of missing) this.#loading.set(id, loading);
    }
    await Promise.all(new Set(ids.map((id) => this.#loading.get(id))));
  }

  async #load(ids: readonly string[]): Promise<void> {
    const read = ids.map((id) => this.#reader.get('indexedRecords', { model: this.#model, id }));
    const records: IndexedRecord[] = [];
    for (const row of await Promise.all(read)) if (row && !row.data.own) records.push({ ...row.data, id: row.id });
    if (records.length > 0) this.named.add(records);
  }

  /** Who has a key, the record that is asked about among them; nobody where they are too many. */
  #idsOf(key: number): Promise<readonly string[]> {
    const known = this.#blocks.get(key);
    if (known) return known;
    const reading = this.#read(key);
    this.#blocks.set(key, reading);
    return reading;
  }

  async #read(key: number): Promise<readonly string[]> {
    const where = { model: this.#model, key };
    const rows = await this.#reader.list('indexedKeys', 'byKey', { where, limit: this.#block + 2 });
    const ids = rows.map(({ id }) => id).filter((id) => id !== this.#askedId);
    if (this.#askedId !== undefined && this.#askedKeys.has(key)) ids.push(this.#askedId);
    return ids.length > this.#block ? [] : ids;
  }
}
