import { z } from 'zod';
import type { SourceRecordDraft } from '../../core/model/source-record.js';
import { tableOfRecords } from '../engine/columns/table-of-records.js';
import { leastWeight } from '../engine/engine.js';
import { type Waterfall, waterfall } from '../engine/score/waterfall.js';
import { addUp, classCount, logsOf, toShares } from '../engine/train/logs.js';
import { classes } from '../engine/train/model.js';
import type { FrozenModel } from '../engine/train/model-document.js';
import { checked, type MatcherOptions, matcherShape } from '../matcher/options.js';
import { vetoOfRecords } from '../matcher/proofs.js';
import type { Identified } from '../veto.js';
import { clusterer, componentOf, type Links } from './component.js';
import type { Frame } from './frame.js';
import { type Neighbors, Rows } from './rows.js';

/** A record as an index takes it: called by its `id`, else by its `externalId`. */
export type IndexedRecord = SourceRecordDraft & { id?: string };

/** How records are compared and recognized. */
export interface RecognizingOptions extends Pick<MatcherOptions, 'sites'> {
  /** By which records are compared. `frozenModel` gives one. */
  model: FrozenModel;
  /** Records are recognized as one when they are one with this probability. Defaults to 0.5. */
  linkAt?: number;
}

/** Which of the found are wanted. */
export interface FindOptions {
  /** The least probability. Defaults to 0.5. */
  from?: number;
  /** The most records. Defaults to 10. */
  limit?: number;
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

const recognizingShape = z.strictObject({
  model: z.unknown(),
  linkAt: matcherShape.linkAt,
  sites: matcherShape.sites,
});

/** Checks options. @param of the function that was given them. */
export const recognizingOptions = (options: unknown, of: string): RecognizingOptions =>
  checked(recognizingShape, options, of) as RecognizingOptions;

/** Surer than this no two records are. */
const surest = 1 - 2 ** -40;
const bitsOf = (probability: number): number => Math.log2(probability / (1 - Math.min(probability, surest)));

export const idOf = (record: IndexedRecord): string => record.id ?? record.externalId;

/** One of our own, which no other is one with. */
export const alone = (id: string): Recognized => ({
  cluster: id,
  ids: [id],
  compared: 1,
  bounded: false,
  least: leastWeight,
});

/** Rows by the ids of their records, with what forbids that two are one. */
export class NamedRows {
  readonly rows: Rows;
  readonly #cut: number;
  readonly #sites: RecognizingOptions['sites'];
  readonly #recognize: ReturnType<typeof clusterer>;
  readonly #rowOf = new Map<string, number>();
  readonly #idOf: string[] = [];
  readonly #isPerson: boolean[] = [];
  /** Identifiers by row where they can forbid a link. */
  readonly #identified = new Map<number, Identified>();

  constructor(frame: Frame, { linkAt = 0.5, sites }: Omit<RecognizingOptions, 'model'>) {
    this.rows = new Rows(frame);
    this.#cut = bitsOf(linkAt);
    this.#sites = sites;
    this.#recognize = clusterer(this.rows.model, this.rows.compare);
  }

  get size(): number {
    return this.#rowOf.size;
  }

  ids(): IterableIterator<string> {
    return this.#rowOf.keys();
  }

  row(id: string): number | undefined {
    return this.#rowOf.get(id);
  }

  id(row: number): string {
    return this.#idOf[row] as string;
  }

  add(records: readonly IndexedRecord[]): void {
    const rows = this.rows.add(tableOfRecords(records, this.#sites));
    for (const [place, record] of records.entries()) this.#note(rows[place] as number, record);
  }

  /** False when it is not there. */
  remove(id: string): boolean {
    const row = this.#rowOf.get(id);
    if (row === undefined) return false;
    this.rows.remove(row);
    this.#forget(row, id);
    return true;
  }

  /** Adds a record, in place of the one of its id, for as long as it is looked at. */
  withRecord<Result>(record: IndexedRecord, look: (row: number) => Result): Result {
    const id = idOf(record);
    const known = this.#rowOf.get(id);
    return this.rows.withRow(tableOfRecords([record], this.#sites), known, (row) => {
      this.#note(row, record);
      try {
        return look(row);
      } finally {
        this.#forget(row, id);
        if (known !== undefined) this.#rowOf.set(id, known);
      }
    });
  }

  /** Which neighbors a record may be, the likeliest first. */
  found(row: number, { rows, weights, count }: Neighbors, { from = 0.5, limit = 10 }: FindOptions): FoundRecord[] {
    const least = bitsOf(from);
    const found: { other: number; weight: number }[] = [];
    for (let at = 0; at < count; at += 1) {
      const other = rows[at] as number;
      const weight = weights[at] as number;
      if (weight >= least && !this.#forbids([row], [other])) found.push({ other, weight });
    }
    found.sort((one, two) => two.weight - one.weight || this.#before(one.other, two.other));
    return found.slice(0, limit).map(({ other }) => ({ id: this.id(other), ...this.explain(row, other) }));
  }

  /** With whom a row is recognized. @param linksOf asked once for each row. */
  recognized(row: number, linksOf: (row: number) => Links): Recognized {
    const component = componentOf(row, linksOf, (one, other) => this.#before(one, other));
    const forbids = (left: readonly number[], right: readonly number[]) => this.#forbids(left, right);
    const ids = this.#recognize(row, component, { cut: this.#cut, forbids })
      .map((one) => this.id(one))
      .sort();
    const { least } = component;
    return {
      cluster: ids[0] as string,
      ids,
      compared: component.rows.length,
      bounded: least > leastWeight,
      least,
    };
  }

  explain(one: number, other: number): Waterfall {
    return waterfall(this.rows.model, this.#levels(one, other));
  }

  /** How likely two rows are two people of one household. */
  household(one: number, other: number): number {
    const shares = new Float64Array(classCount);
    addUp(logsOf(this.rows.model), this.#levels(one, other), 0, shares);
    toShares(shares);
    return shares[classes.indexOf('household')] as number;
  }

  #levels(one: number, other: number): Uint8Array {
    const [left, right] = this.#before(one, other) < 0 ? [one, other] : [other, one];
    const levels = new Uint8Array(this.rows.compare.width);
    this.rows.compare.pair(left, right, levels);
    return levels;
  }

  /** Rows in the order of their content, as `dedupe` has them. */
  #before(one: number, other: number): number {
    const { first, second } = this.rows;
    const order =
      (first[one] as number) - (first[other] as number) || (second[one] as number) - (second[other] as number);
    return order || (this.id(one) < this.id(other) ? -1 : 1);
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
}
