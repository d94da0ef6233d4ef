import { z } from 'zod';
import { KenningError } from '../../core/errors.js';
import type { SourceRecordDraft } from '../../core/model/source-record.js';
import { tableOfRecords } from '../engine/columns/table-of-records.js';
import { leastWeight } from '../engine/engine.js';
import { type Waterfall, waterfall } from '../engine/score/waterfall.js';
import { checkedDocument, type FrozenModel } from '../engine/train/model-document.js';
import { checked, type MatcherOptions, matcherShape } from '../matcher/options.js';
import { vetoOfRecords } from '../matcher/proofs.js';
import type { Identified } from '../veto.js';
import { type Component, clusterer, componentOf } from './component.js';
import { Rows } from './rows.js';

/** A record as an index takes it: called by its `id`, else by its `externalId`. */
export type IndexedRecord = SourceRecordDraft & { id?: string };

/** What an index may be told. */
export interface RecordIndexOptions extends Pick<MatcherOptions, 'sites'> {
  /** By which records are compared. `frozenModel` gives one. */
  model: FrozenModel;
  /** Records are recognized as one when they are one with this probability. Defaults to 0.5. */
  linkAt?: number;
  /** Records to begin with; many at once are added faster than one by one. */
  records?: Iterable<IndexedRecord>;
}

/** A record that may be the one that was looked for, and why. */
export interface FoundRecord extends Waterfall {
  id: string;
}

/** With whom a record is recognized. */
export interface Recognized {
  /** What the customer is called by: the smallest of the ids. */
  cluster: string;
  /** All records of the customer, the one that was asked about among them, in the order of their ids. */
  ids: string[];
  /** So many records hang together with it and were looked at. */
  compared: number;
  /**
   * Whether so many records hang together with it (over 1,000) that only stronger links were looked at: those above
   * `least`, in bits.
   */
  bounded: boolean;
  least: number;
}

const optionsShape = z.strictObject({
  model: z.unknown(),
  linkAt: matcherShape.linkAt,
  sites: matcherShape.sites,
  records: z.unknown().optional(),
});

/** So many records are brought into columns at once: few enough that what is known of their values stays near. */
const atOnce = 1 << 14;

/** Surer than this no two records are. */
const surest = 1 - 2 ** -40;

/**
 * An index of records in memory: finds who a record may be, one at a time, under one frozen model. Whatever was added,
 * changed and removed, in whatever order: it recognizes what `dedupe` recognizes in the same records under the same model.
 */
export class RecordIndex {
  readonly #rows: Rows;
  readonly #cut: number;
  readonly #sites: RecordIndexOptions['sites'];
  readonly #recognize: ReturnType<typeof clusterer>;
  readonly #rowOf = new Map<string, number>();
  readonly #idOf: string[] = [];
  readonly #isPerson: boolean[] = [];
  /** Identifiers by row where they can forbid a link. */
  readonly #identified = new Map<number, Identified>();
  /** Our own records, which no other is one with. */
  readonly #own = new Set<string>();

  constructor(options: RecordIndexOptions) {
    const { model, linkAt = 0.5, sites } = checked(optionsShape, options, 'recordIndex') as RecordIndexOptions;
    this.#rows = new Rows(frozenOf(model));
    this.#cut = Math.log2(linkAt / (1 - Math.min(linkAt, surest)));
    this.#sites = sites;
    this.#recognize = clusterer(this.#rows.model, this.#rows.compare);
    if (options.records) this.addAll(options.records);
  }

  /** How many records there are. */
  get size(): number {
    return this.#rowOf.size + this.#own.size;
  }

  has(id: string): boolean {
    return this.#rowOf.has(id) || this.#own.has(id);
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
    this.#rows.expect(others.length);
    for (let from = 0; from < others.length; from += atOnce) {
      const some = others.slice(from, from + atOnce);
      const rows = this.#rows.add(tableOfRecords(some, this.#sites));
      for (const [place, record] of some.entries()) this.#note(rows[place] as number, record);
    }
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
    const row = this.#rowOf.get(id);
    if (row === undefined) return this.#own.delete(id);
    this.#rows.remove(row);
    this.#forget(row, id);
    return true;
  }

  /**
   * Who a record may be, the likeliest first. A record need not be in the index; itself it never finds.
   *
   * @param options.from the least probability. Defaults to 0.5.
   * @param options.limit the most records. Defaults to 10.
   */
  find(record: IndexedRecord, { from = 0.5, limit = 10 }: { from?: number; limit?: number } = {}): FoundRecord[] {
    if (record.own) return [];
    return this.#withRecord(record, (row) => {
      const { rows, weights, count } = this.#rows.neighbors(row);
      const least = Math.log2(from / (1 - Math.min(from, surest)));
      const found: { row: number; weight: number }[] = [];
      for (let at = 0; at < count; at += 1) {
        const other = rows[at] as number;
        const weight = weights[at] as number;
        if (weight >= least && !this.#forbids([row], [other])) found.push({ row: other, weight });
      }
      found.sort((one, other) => other.weight - one.weight || this.#before(one.row, other.row));
      return found.slice(0, limit).map(({ row: other }) => ({ id: this.#id(other), ...this.#waterfall(row, other) }));
    });
  }

  /** With whom a record would be recognized if it were in the index, or is. */
  recognize(record: IndexedRecord): Recognized {
    return record.own ? alone(idOf(record)) : this.#withRecord(record, (row) => this.#recognized(row));
  }

  /** With whom a record of the index is recognized. */
  clusterOf(id: string): Recognized {
    return this.#own.has(id) ? alone(id) : this.#recognized(this.#known(id));
  }

  /** All records of the index by customer, each of which is called by the smallest of its ids. */
  *clusters(): Generator<Recognized> {
    for (const id of this.#own) yield alone(id);
    const seen = new Set<string>();
    for (const id of this.#rowOf.keys()) {
      if (seen.has(id)) continue;
      const found = this.clusterOf(id);
      for (const member of found.ids) seen.add(member);
      yield found;
    }
  }

  /** Why two records of the index are one or two: what each field tells, and what that adds up to. */
  explain(one: string, other: string): Waterfall {
    return this.#waterfall(this.#known(one), this.#known(other));
  }

  #withRecord<Result>(record: IndexedRecord, look: (row: number) => Result): Result {
    const id = idOf(record);
    const known = this.#rowOf.get(id);
    return this.#rows.withRow(tableOfRecords([record], this.#sites), known, (row) => {
      this.#note(row, record);
      try {
        return look(row);
      } finally {
        this.#forget(row, id);
        if (known !== undefined) this.#rowOf.set(id, known);
      }
    });
  }

  #recognized(row: number): Recognized {
    const component = componentOf(
      row,
      (one) => {
        const { rows, weights, count } = this.#rows.neighbors(one);
        return { rows: rows.slice(0, count), weights: weights.slice(0, count) };
      },
      (one, other) => this.#before(one, other),
    );
    const forbids = (left: readonly number[], right: readonly number[]) => this.#forbids(left, right);
    const ids = this.#recognize(row, component, { cut: this.#cut, forbids })
      .map((one) => this.#id(one))
      .sort();
    return recognized(ids, component);
  }

  #waterfall(one: number, other: number): Waterfall {
    const [left, right] = this.#before(one, other) < 0 ? [one, other] : [other, one];
    const levels = new Uint8Array(this.#rows.compare.width);
    this.#rows.compare.pair(left, right, levels);
    return waterfall(this.#rows.model, levels);
  }

  /** Rows in the order of their content, as `dedupe` has them. */
  #before(one: number, other: number): number {
    const { first, second } = this.#rows;
    const order =
      (first[one] as number) - (first[other] as number) || (second[one] as number) - (second[other] as number);
    return order || (this.#id(one) < this.#id(other) ? -1 : 1);
  }

  #forbids(left: readonly number[], right: readonly number[]): boolean {
    if (this.#isPerson[left[0] as number] !== this.#isPerson[right[0] as number]) return true;
    if (this.#identified.size === 0) return false;
    const records = (rows: readonly number[]): Identified[] => rows.flatMap((row) => this.#identified.get(row) ?? []);
    return vetoOfRecords(records(left), records(right)) !== undefined;
  }

  #note(row: number, record: IndexedRecord): void {
    const id = idOf(record);
    this.#rowOf.set(id, row);
    this.#idOf[row] = id;
    this.#isPerson[row] = record.party === 'person';
    const identifiers = record.identifiers.filter(({ kind, verifiedBy }) => kind === 'account-id' && verifiedBy);
    if (identifiers.length > 0) this.#identified.set(row, { identifiers });
  }

  #forget(row: number, id: string): void {
    this.#rowOf.delete(id);
    this.#idOf[row] = '';
    this.#identified.delete(row);
  }

  #known(id: string): number {
    const row = this.#rowOf.get(id);
    if (row === undefined) throw new KenningError('not-found', 'No record of this id is in the index. Add it first.');
    return row;
  }

  #id(row: number): string {
    return this.#idOf[row] as string;
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

const idOf = (record: IndexedRecord): string => record.id ?? record.externalId;

const alone = (id: string): Recognized => ({ cluster: id, ids: [id], compared: 1, bounded: false, least: leastWeight });

function recognized(ids: string[], { rows, least }: Component): Recognized {
  return { cluster: ids[0] as string, ids, compared: rows.length, bounded: least > leastWeight, least };
}

function frozenOf(model: unknown): FrozenModel {
  const { frozen, ...rest } = checkedDocument(model);
  if (!frozen)
    throw new KenningError(
      'invalid',
      'This model is not frozen. Call frozenModel with the records that it is to know.',
    );
  return { ...rest, frozen };
}
