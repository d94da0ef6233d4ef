import { KenningError } from '../../core/errors.js';
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
  readonly #loading = new Map<string, Promise<IndexedRecord>>();
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
      this.#loading.set(this.#askedId, Promise.resolve(asked));
    }
    this.#askedKeys = new Set(this.asked === undefined ? [] : named.rows.keysOf(this.asked));
  }

  /** The rows that a row is worth comparing with. */
  async linksOf(row: number): Promise<Links> {
    const blocks = await Promise.all(this.named.rows.keysOf(row).map((key) => this.#idsOf(key)));
    const others = new Set(blocks.flat());
    others.delete(this.named.id(row));
    await Promise.all([...others].map((id) => this.load(id)));
    const rows = Uint32Array.from(others, (id) => this.named.row(id) as number);
    const found = this.named.rows.weighed(row, rows);
    return { rows: found.rows.slice(0, found.count), weights: found.weights.slice(0, found.count) };
  }

  /** Waits until nothing is read any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#loading.values());
  }

  /** @throws KenningError `not-found` when the store has no record of this id. */
  load(id: string): Promise<IndexedRecord> {
    const known = this.#loading.get(id);
    if (known) return known;
    const loading = this.#load(id);
    this.#loading.set(id, loading);
    return loading;
  }

  async #load(id: string): Promise<IndexedRecord> {
    const row = await this.#reader.get('indexedRecords', { model: this.#model, id });
    if (!row) throw new KenningError('not-found', 'No record of this id is in the index. Add it first.');
    const record = { ...row.data, id };
    if (!record.own) this.named.add([record]);
    return record;
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
