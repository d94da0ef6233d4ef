import type { Table } from '../engine/columns/column.js';
import { contentHashes } from '../engine/columns/content-order.js';
import { type Words, words32 } from '../engine/columns/memory.js';
import type { Census } from '../engine/compare/census.js';
import { leastWeight } from '../engine/engine.js';
import { prepare } from '../engine/prepare/prepare.js';
import { type CompareAll, compareAll } from '../engine/score/levels.js';
import { type Weigh, weigher } from '../engine/score/scorer.js';
import type { Model } from '../engine/train/model.js';
import { Blocks } from './blocks.js';
import type { Frame } from './frame.js';
import { Part } from './part.js';
import { Pieces } from './pieces.js';
import { RowKeys } from './row-keys.js';

const fewestRows = 1 << 8;
/** So many values are wiped before their numbers are used again. */
const mostWaiting = 1 << 12;

/** Rows that a row is a candidate with, and what the pairs weigh. Good until the next are asked for. */
export interface Neighbors {
  rows: Uint32Array;
  /** In bits. */
  weights: Float32Array;
  count: number;
}

/**
 * Rows that come and go under a frozen model. All that is kept is the rows, by column, and which share a key: what follows
 * from them (candidates, weights, clusters) is worked out when it is asked for, and so is the same in whatever order they came.
 */
export class Rows {
  readonly model: Model;
  /** Numbers that the content of each row gives, and in whose order rows are compared. */
  first = words32(fewestRows);
  second = words32(fewestRows);
  readonly #block: number;
  readonly #census: Census;
  readonly #told = new Map<string, readonly string[]>();
  readonly #parts: Part[];
  readonly #keys: RowKeys;
  readonly #lists = new Pieces<Words>(words32);
  readonly #blocks: Blocks[];
  readonly #free: number[] = [];
  #size = 0;
  #room = fewestRows;
  #seenBy = words32(fewestRows);
  #asked = 0;
  #neighbors: Neighbors = { rows: new Uint32Array(256), weights: new Float32Array(256), count: 0 };
  #isStale = true;
  #comparing: CompareAll | undefined;
  readonly compare: CompareAll;
  readonly #weigh: Weigh;

  constructor({ frozen, census, like, model }: Frame) {
    this.model = model;
    this.#census = {
      ...census,
      times: (part, values, slots) => {
        this.#told.set(part, values);
        return census.times(part, values, slots);
      },
    };
    this.#block = frozen.block;
    const grown = () => {
      this.#isStale = true;
    };
    this.#parts = like.map((one) => new Part(one, this.#room, grown));
    this.#keys = new RowKeys(
      like.flatMap(({ keys }) => keys),
      frozen.rules,
      this.#room,
    );
    this.#blocks = Array.from({ length: this.#keys.count }, () => new Blocks(this.#lists));
    this.compare = {
      width: model.fields.length,
      pair: (left, right, out) => this.#fresh().pair(left, right, out),
      many: (left, rights, count, out) => this.#fresh().many(left, rights, count, out),
    };
    this.#weigh = weigher(this.model, this.compare);
  }

  /** Has room for so many more rows, so that adding them makes it grow once. */
  expect(more: number): void {
    const needed = this.#size + more;
    if (needed > this.#room) this.#grow(Math.max(needed, more > this.#room ? 0 : 2 * this.#room));
  }

  /** Adds the rows of a table; gives their numbers. */
  add(table: Table): Uint32Array {
    const isFirst = this.#size === 0;
    const rows = this.#write(table);
    for (const [rule, blocks] of this.#blocks.entries())
      if (isFirst) blocks.fill(this.#keys.all(rule, rows.length));
      else for (const row of rows) this.#keys.each(rule, row, (key) => blocks.add(key, row));
    return rows;
  }

  remove(row: number): void {
    this.#unlink(row);
    this.#wipe(row);
  }

  /** Adds a row for as long as it is looked at. @param instead a row in whose place it is. */
  withRow<Result>(table: Table, instead: number | undefined, look: (row: number) => Result): Result {
    if (instead !== undefined) this.#unlink(instead);
    const [row] = this.add(table) as unknown as [number];
    try {
      return look(row);
    } finally {
      this.remove(row);
      if (instead !== undefined) this.#link(instead);
    }
  }

  /** The rows that a row is a candidate with and that weigh enough to be one with it. */
  neighbors(row: number): Neighbors {
    const found = this.#neighbors;
    this.#candidates(row);
    return this.#weighed(row, found);
  }

  /** Of some rows those that weigh enough to be one with a row. */
  weighed(row: number, others: Uint32Array): Neighbors {
    return this.#weighed(row, {
      rows: others.slice(),
      weights: new Float32Array(others.length),
      count: others.length,
    });
  }

  /** The keys of a row, each once; those of different rules are never the same. */
  keysOf(row: number): number[] {
    const keys: number[] = [];
    for (let rule = 0; rule < this.#keys.count; rule += 1)
      this.#keys.each(rule, row, (key) => keys.push(rule * 2 ** 32 + key));
    return keys;
  }

  #weighed(row: number, found: Neighbors): Neighbors {
    if (found.count > found.weights.length) found.weights = new Float32Array(found.rows.length);
    this.#weigh(row, found.rows, found.count, found.weights);
    let kept = 0;
    for (let at = 0; at < found.count; at += 1) {
      if ((found.weights[at] as number) < leastWeight) continue;
      found.rows[kept] = found.rows[at] as number;
      found.weights[kept] = found.weights[at] as number;
      kept += 1;
    }
    found.count = kept;
    return found;
  }

  #candidates(row: number): void {
    const found = this.#neighbors;
    this.#asked += 1;
    this.#seenBy[row] = this.#asked;
    found.count = 0;
    for (const [rule, blocks] of this.#blocks.entries())
      this.#keys.each(rule, row, (key) => {
        if (found.count + this.#block > found.rows.length) {
          const more = new Uint32Array(2 * (found.count + this.#block));
          more.set(found.rows);
          found.rows = more;
        }
        const count = blocks.rows(key, this.#block, found.rows, found.count);
        if (count > this.#block) return;
        let kept = found.count;
        for (let at = found.count; at < found.count + count; at += 1) {
          const other = found.rows[at] as number;
          if (this.#seenBy[other] === this.#asked) continue;
          this.#seenBy[other] = this.#asked;
          found.rows[kept] = other;
          kept += 1;
        }
        found.count = kept;
      });
  }

  #link(row: number): void {
    for (const [rule, blocks] of this.#blocks.entries()) this.#keys.each(rule, row, (key) => blocks.add(key, row));
  }

  #unlink(row: number): void {
    for (const [rule, blocks] of this.#blocks.entries()) this.#keys.each(rule, row, (key) => blocks.remove(key, row));
  }

  #fresh(): CompareAll {
    if (!this.#comparing || this.#isStale) {
      this.#comparing = compareAll(this.#parts.map((part) => part.prepared()));
      this.#isStale = false;
    }
    return this.#comparing;
  }

  #write(given: Table): Uint32Array {
    const { size } = given;
    const table = { size, columns: this.#census.columns(given.columns, size) };
    const rows = Uint32Array.from({ length: size }, () => this.#newRow());
    const rowOf = (place: number): number => rows[place] as number;
    const { first, second } = contentHashes(table);
    for (let place = 0; place < size; place += 1) {
      this.first[rowOf(place)] = first[place] as number;
      this.second[rowOf(place)] = second[place] as number;
    }
    this.#told.clear();
    const prepared = prepare(table, this.#census);
    for (const [place, columns] of prepared.entries())
      (this.#parts[place] as Part).take(columns, this.#told, rowOf, size);
    this.#keys.take(
      prepared.flatMap(({ keys }) => keys),
      rowOf,
      size,
    );
    this.#told.clear();
    return rows;
  }

  #wipe(row: number): void {
    for (const part of this.#parts) part.clear(row);
    this.#keys.clear(row);
    this.first[row] = 0;
    this.second[row] = 0;
    this.#free.push(row);
    let waiting = 0;
    for (const part of this.#parts) waiting += part.waiting;
    if (waiting < mostWaiting) return;
    for (const part of this.#parts) part.recycle();
    // Whoever compares remembers pairs of numbers that may mean something else now.
    this.#isStale = true;
  }

  #newRow(): number {
    const known = this.#free.pop();
    if (known !== undefined) return known;
    if (this.#size === this.#room) this.#grow(2 * this.#room);
    this.#size += 1;
    return this.#size - 1;
  }

  #grow(room: number): void {
    this.#room = room;
    for (const part of this.#parts) part.grow(room);
    this.#keys.grow(room);
    this.first = extended(this.first, room);
    this.second = extended(this.second, room);
    this.#seenBy = extended(this.#seenBy, room);
  }
}

function extended(from: Words, length: number): Words {
  const to = words32(length);
  to.set(from);
  return to;
}
