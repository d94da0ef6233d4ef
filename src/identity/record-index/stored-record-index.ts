import { KenningError } from '../../core/errors.js';
import type { IndexedData } from '../../core/store/rows.js';
import type { Store, StoreTransaction } from '../../core/store/store.js';
import { hashOf } from '../engine/compare/comparison.js';
import type { Waterfall } from '../engine/score/waterfall.js';
import type { Links } from './component.js';
import { type Frame, frameOf } from './frame.js';
import {
  alone,
  type FindOptions,
  type FoundRecord,
  type IndexedRecord,
  idOf,
  NamedRows,
  type Recognized,
  type RecognizingOptions,
  recognizingOptions,
} from './named-rows.js';
import { StoredNeighborhood } from './stored-neighborhood.js';

/** What a stored index may be told. */
export interface StoredRecordIndexOptions extends RecognizingOptions {
  /** Where records and keys are kept. */
  store: Store;
}

const notThere = 'No record of this id is in the index. Add it first.';
/** So many records are written in one transaction: it costs a few journeys to the database, however many they are. */
const atOnce = 1000;

/**
 * An index of records in a store, for many processes and more records than fit in memory. It answers what the index in memory
 * answers. Each model has an index of its own, so that a new one can be filled while the one before still answers.
 */
export class StoredRecordIndex {
  readonly #store: Store;
  readonly #model: string;
  readonly #frame: Frame;
  readonly #options: Omit<RecognizingOptions, 'model'>;
  /** Empty rows that nobody looks at: making new ones takes longer than finding does. */
  readonly #spare: NamedRows[] = [];

  constructor({ store, ...options }: StoredRecordIndexOptions) {
    const { model, ...rest } = recognizingOptions(options, 'storedRecordIndex');
    this.#frame = frameOf(model);
    this.#options = rest;
    this.#store = store;
    this.#model = nameOf(JSON.stringify([model.pairsPerRecord, model.fields, model.frozen]));
  }

  /** How many records there are. Costs time by their number. */
  size(): Promise<number> {
    return this.#store.count('indexedRecords', 'byModel', { model: this.#model });
  }

  async has(id: string): Promise<boolean> {
    return (await this.#store.get('indexedRecords', { model: this.#model, id })) !== undefined;
  }

  /**
   * Adds a record.
   *
   * @throws KenningError `conflict` when one of its id is there.
   */
  add(record: IndexedRecord): Promise<void> {
    return this.addAll([record]);
  }

  /**
   * Adds records, a thousand in one transaction; of those none is added when one of them can not be.
   *
   * @throws KenningError `conflict` when one of an id is there.
   */
  async addAll(records: Iterable<IndexedRecord>, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    const all = [...records];
    for (let from = 0; from < all.length; from += atOnce) {
      signal?.throwIfAborted();
      const some = all.slice(from, from + atOnce);
      const keys = this.#keysOf(some);
      await this.#writing(some.map(idOf), async (transaction) => {
        await this.#mayAdd(transaction, some.map(idOf));
        for (const [place, record] of some.entries()) await this.#put(transaction, record, keys[place] as number[]);
      });
    }
  }

  /**
   * Takes a record in place of the one of its id.
   *
   * @throws KenningError `not-found` when there is none.
   */
  async change(record: IndexedRecord): Promise<void> {
    const [keys] = this.#keysOf([record]) as [number[]];
    await this.#writing([idOf(record)], async (transaction) => {
      if (!(await this.#remove(transaction, idOf(record))))
        throw new KenningError('not-found', 'No record of this id is in the index. Call add instead of change.');
      await this.#put(transaction, record, keys);
    });
  }

  /** Removes a record, and all that the index knew of it; false when it is not there. */
  async remove(id: string): Promise<boolean> {
    return await this.#writing([id], (transaction) => this.#remove(transaction, id));
  }

  /** Removes all records, and the keys of all. */
  async clear({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    for (;;) {
      signal?.throwIfAborted();
      const rows = await this.#store.list('indexedRecords', 'byModel', {
        where: { model: this.#model },
        limit: atOnce,
      });
      if (rows.length === 0) return;
      await this.#writing(
        rows.map(({ id }) => id),
        async (transaction) => {
          await Promise.all(rows.map(({ id }) => this.#remove(transaction, id)));
        },
      );
    }
  }

  /** Who a record may be, the likeliest first. A record need not be in the index; itself it never finds. */
  async find(record: IndexedRecord, options: FindOptions = {}): Promise<FoundRecord[]> {
    if (record.own) return [];
    return await this.#around(record, async (around) => {
      const row = around.asked as number;
      const { rows, weights } = await around.linksOf(row);
      return around.named.found(row, { rows, weights, count: rows.length }, options);
    });
  }

  /** With whom a record would be recognized if it were in the index, or is. */
  async recognize(record: IndexedRecord): Promise<Recognized> {
    if (record.own) return alone(idOf(record));
    return await this.#around(record, (around) => recognized(around, around.asked as number));
  }

  /** With whom a record of the index is recognized. */
  async clusterOf(id: string): Promise<Recognized> {
    return await this.#around(undefined, async (around) => {
      await around.load([id]);
      const row = around.named.row(id);
      if (row !== undefined) return await recognized(around, row);
      // Our own are there, and compared with none.
      if (await this.has(id)) return alone(id);
      throw new KenningError('not-found', notThere);
    });
  }

  /** All records of the index by customer, each of which is called by the smallest of its ids. */
  async *clusters({ signal }: { signal?: AbortSignal } = {}): AsyncGenerator<Recognized> {
    const seen = new Set<string>();
    let after: { id: string } | undefined;
    for (;;) {
      signal?.throwIfAborted();
      const where = { model: this.#model };
      const rows = await this.#store.list('indexedRecords', 'byModel', { where, ...(after && { after }) });
      for (const { id } of rows) {
        if (seen.has(id)) continue;
        const found = await this.clusterOf(id);
        for (const member of found.ids) seen.add(member);
        yield found;
      }
      after = rows.at(-1);
      if (!after) return;
    }
  }

  /** Why two records of the index are one or two: what each field tells, and what that adds up to. */
  async explain(one: string, other: string): Promise<Waterfall> {
    return await this.#around(undefined, async (around) => {
      await around.load([one, other]);
      const { named } = around;
      const [left, right] = [named.row(one), named.row(other)];
      if (left === undefined || right === undefined) throw new KenningError('not-found', notThere);
      return named.explain(left, right);
    });
  }

  async #around<Result>(
    asked: IndexedRecord | undefined,
    look: (around: StoredNeighborhood) => Promise<Result>,
  ): Promise<Result> {
    const named = this.#spare.pop() ?? new NamedRows(this.#frame, this.#options);
    const around = new StoredNeighborhood(this.#store, {
      model: this.#model,
      block: this.#frame.frozen.block,
      named,
      asked,
    });
    try {
      return await look(around);
    } finally {
      await around.settled();
      this.#clear(named);
    }
  }

  /** Wipes rows, so that the next who looks begins with none. */
  #clear(named: NamedRows): void {
    for (const id of [...named.ids()]) named.remove(id);
    this.#spare.push(named);
  }

  /** The keys of records; our own have none. */
  #keysOf(records: readonly IndexedRecord[]): number[][] {
    const named = this.#spare.pop() ?? new NamedRows(this.#frame, this.#options);
    // Each under a name of its own, since two may have one id.
    const all = records.map((record, place) => ({ ...record, id: String(place) }));
    named.add(all.filter(({ own }) => !own));
    const keys = all.map(({ id }) => {
      const row = named.row(id);
      return row === undefined ? [] : named.rows.keysOf(row);
    });
    this.#clear(named);
    return keys;
  }

  #writing<Result>(ids: readonly string[], work: (transaction: StoreTransaction) => Promise<Result>): Promise<Result> {
    return this.#store.transaction(async (transaction) => {
      await transaction.lock(() => ids.map((id) => `index ${this.#model} ${id}`).sort());
      return await work(transaction);
    });
  }

  /** @throws KenningError `conflict` when one of these ids is there, or given twice. */
  async #mayAdd(transaction: StoreTransaction, ids: readonly string[]): Promise<void> {
    const model = this.#model;
    const there = await Promise.all(ids.map((id) => transaction.get('indexedRecords', { model, id })));
    if (new Set(ids).size < ids.length || there.some(Boolean))
      throw new KenningError('conflict', 'A record of this id is in the index. Call change instead of add.');
  }

  async #put(transaction: StoreTransaction, record: IndexedRecord, keys: readonly number[]): Promise<void> {
    const model = this.#model;
    const id = idOf(record);
    await transaction.put('indexedRecords', { model, id, data: dataOf(record) });
    for (const key of keys) await transaction.put('indexedKeys', { model, key, id });
  }

  async #remove(transaction: StoreTransaction, id: string): Promise<boolean> {
    const model = this.#model;
    if (!(await transaction.get('indexedRecords', { model, id }))) return false;
    const keys = await transaction.list('indexedKeys', 'byId', { where: { model, id }, limit: 100_000 });
    for (const { key } of keys) await transaction.remove('indexedKeys', { model, key, id });
    await transaction.remove('indexedRecords', { model, id });
    return true;
  }
}

/**
 * An index of records in a store, which finds who a record may be, one at a time, as `recordIndex` does in memory.
 *
 * @throws KenningError `invalid` for a model that is not frozen or of another version.
 * @example
 * const index = storedRecordIndex({ store: sqlite({ file: 'crm.sqlite' }), model });
 * await index.addAll(contacts);
 * const [likeliest] = await index.find(profile);
 */
export const storedRecordIndex = (options: StoredRecordIndexOptions): StoredRecordIndex =>
  new StoredRecordIndex(options);

/** Recognizes a row by what hangs together with it, which is read as far as it is asked for. */
async function recognized(around: StoredNeighborhood, row: number): Promise<Recognized> {
  const known = new Map<number, Links>();
  for (;;) {
    const missing: number[] = [];
    const found = around.named.recognized(row, (one) => {
      const links = known.get(one);
      if (!links) missing.push(one);
      return links ?? { rows: new Uint32Array(0), weights: new Float32Array(0) };
    });
    if (missing.length === 0) return found;
    await Promise.all(missing.map(async (one) => known.set(one, await around.linksOf(one))));
  }
}

/** A name for a model: two of one name would have the same content. */
function nameOf(text: string): string {
  const parts = [
    text,
    `${text.length}${text}`,
    `${text}${text.length}`,
    [...text.slice(0, 1000)].reverse().join('') + text,
  ];
  return parts.map((part) => hashOf(part).toString(36)).join('-');
}

function dataOf(record: IndexedRecord): IndexedData {
  const { source, externalId, kind, party, own, identifiers, attributes, affiliations, origin, observedAt } = record;
  const said = { source, externalId, kind, party, identifiers, attributes, origin, observedAt };
  return { ...said, ...(own && { own }), ...(affiliations && { affiliations }) };
}
