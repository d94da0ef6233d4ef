import { KenningError } from '../../core/errors.js';
import type { Waterfall } from '../engine/score/waterfall.js';
import { frameOf } from './frame.js';
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

/** What an index may be told. */
export interface RecordIndexOptions extends RecognizingOptions {
  /** Records to begin with; many at once are added faster than one by one. */
  records?: Iterable<IndexedRecord>;
}

/** So many more records are brought into columns at once: few enough that what is known of their values stays near. */
const atOnce = 1 << 14;

/**
 * An index of records in memory: finds who a record may be, one at a time, under one frozen model. Whatever was added,
 * changed and removed, in whatever order: it recognizes what `dedupe` recognizes in the same records under the same model.
 */
export class RecordIndex {
  readonly #named: NamedRows;
  /** Our own records, which no other is one with. */
  readonly #own = new Set<string>();

  constructor({ records, ...options }: RecordIndexOptions) {
    const { model, ...rest } = recognizingOptions(options, 'recordIndex');
    this.#named = new NamedRows(frameOf(model), rest);
    if (records) this.addAll(records);
  }

  /** How many records there are. */
  get size(): number {
    return this.#named.size + this.#own.size;
  }

  has(id: string): boolean {
    return this.#named.row(id) !== undefined || this.#own.has(id);
  }

  /**
   * Adds a record.
   *
   * @throws KenningError `conflict` when one of its id is there.
   */
  add(record: IndexedRecord): void {
    this.addAll([record]);
  }

  /** Adds records. None is added when one of them can not be. */
  addAll(records: Iterable<IndexedRecord>): void {
    const all = [...records];
    const ids = new Set<string>();
    for (const record of all) {
      const id = idOf(record);
      if (this.has(id) || ids.has(id))
        throw new KenningError('conflict', 'A record of this id is in the index. Call change instead of add.');
      ids.add(id);
    }
    const others = all.filter((record) => !record.own);
    for (const record of all) if (record.own) this.#own.add(idOf(record));
    this.#named.rows.expect(others.length);
    // The first are brought into columns all at once.
    const step = this.#named.size === 0 ? others.length : atOnce;
    for (let from = 0; from < others.length; from += step) this.#named.add(others.slice(from, from + step));
  }

  /**
   * Takes a record in place of the one of its id.
   *
   * @throws KenningError `not-found` when there is none.
   */
  change(record: IndexedRecord): void {
    if (!this.remove(idOf(record)))
      throw new KenningError('not-found', 'No record of this id is in the index. Call add instead of change.');
    this.add(record);
  }

  /** Removes a record, and all that the index knew of it; false when it is not there. */
  remove(id: string): boolean {
    return this.#named.remove(id) || this.#own.delete(id);
  }

  /**
   * Who a record may be, the likeliest first. A record need not be in the index; itself it never finds.
   */
  find(record: IndexedRecord, options: FindOptions = {}): FoundRecord[] {
    if (record.own) return [];
    return this.#named.withRecord(record, (row) => this.#named.found(row, this.#named.rows.neighbors(row), options));
  }

  /** With whom a record would be recognized if it were in the index, or is. */
  recognize(record: IndexedRecord): Recognized {
    return record.own ? alone(idOf(record)) : this.#named.withRecord(record, (row) => this.#recognized(row));
  }

  /** With whom a record of the index is recognized. */
  clusterOf(id: string): Recognized {
    return this.#own.has(id) ? alone(id) : this.#recognized(this.#known(id));
  }

  /** All records of the index by customer, each of which is called by the smallest of its ids. */
  *clusters(): Generator<Recognized> {
    for (const id of this.#own) yield alone(id);
    const seen = new Set<string>();
    for (const id of this.#named.ids()) {
      if (seen.has(id)) continue;
      const found = this.clusterOf(id);
      for (const member of found.ids) seen.add(member);
      yield found;
    }
  }

  /** Why two records of the index are one or two: what each field tells, and what that adds up to. */
  explain(one: string, other: string): Waterfall {
    return this.#named.explain(this.#known(one), this.#known(other));
  }

  #recognized(row: number): Recognized {
    return this.#named.recognized(row, (one) => {
      const { rows, weights, count } = this.#named.rows.neighbors(one);
      return { rows: rows.slice(0, count), weights: weights.slice(0, count) };
    });
  }

  #known(id: string): number {
    const row = this.#named.row(id);
    if (row === undefined) throw new KenningError('not-found', 'No record of this id is in the index. Add it first.');
    return row;
  }
}

/**
 * An index of records in memory, which finds who a record may be, one at a time, as `dedupe` would among all of them.
 *
 * @throws KenningError `invalid` for a model that is not frozen or of another version.
 * @example
 * const index = recordIndex({ model: frozenModel(contacts), records: contacts });
 * const [likeliest] = index.find(profile);
 * index.add(profile);
 * index.clusterOf(profile.externalId).ids;
 */
export const recordIndex = (options: RecordIndexOptions): RecordIndex => new RecordIndex(options);
