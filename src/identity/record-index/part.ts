import { words32 } from '../engine/columns/memory.js';
import type { PreparedColumns } from '../engine/prepare/prepare.js';
import { type Form, formOf } from './forms.js';
import { ValueStore } from './value-store.js';

interface Cell {
  codes: Uint32Array;
  store: ValueStore | undefined;
}

/** Rows of columns that belong together, in the form in which the engine compares them; they come and go. */
export class Part {
  readonly #like: PreparedColumns;
  readonly #form: Form<PreparedColumns>;
  readonly #stores = new Map<string, ValueStore>();
  readonly #cells: Cell[] = [];
  #room: number;
  readonly #onGrow: () => void;

  /**
   * @param like the same columns of no rows, as the engine prepared them.
   * @param onGrow is told that arrays were replaced by larger ones.
   */
  constructor(like: PreparedColumns, room: number, onGrow: () => void) {
    this.#like = like;
    this.#room = room;
    this.#onGrow = onGrow;
    // Each form is used with columns of its own kind alone.
    this.#form = formOf(like.compared) as Form<PreparedColumns>;
    for (const { name, known, refers } of this.#form.stores) {
      const store = new ValueStore(onGrow);
      store.knows(known(like));
      store.onWipe = (value) => {
        for (const [numbers, other] of Object.entries(refers ?? {}))
          this.#store(other).release(store.numbers[numbers]?.[value] as number);
      };
      this.#stores.set(name, store);
    }
    for (const { store } of this.#form.cells(like)) this.#addCell(store);
  }

  /** As the engine compares them. */
  prepared(): PreparedColumns {
    const cells = this.#cells.map(({ codes }) => codes);
    return this.#form.prepared(this.#like, (name) => this.#store(name), cells);
  }

  /**
   * Takes rows over that the engine prepared.
   *
   * @param told the texts of their values, by part.
   * @param rowOf where the first of them go, one after the other.
   */
  take(
    columns: PreparedColumns,
    told: ReadonlyMap<string, readonly string[]>,
    rowOf: (row: number) => number,
    size: number,
  ): void {
    const numbers = new Map<string, Uint32Array>();
    for (const { name, texts, known: knownOf, refers = {} } of this.#form.stores) {
      const store = this.#store(name);
      const values = texts(columns, told);
      const all = knownOf(columns);
      const here = { ...all.numbers };
      for (const [of, other] of Object.entries(refers))
        here[of] = Uint32Array.from(all.numbers?.[of] ?? [], (code) => numbers.get(other)?.[code] as number);
      const codes = words32(values.length);
      const known = { ...all, numbers: here };
      const isFirst = store.isUntouched;
      if (isFirst) store.fill(values, known);
      for (let code = 1; code < values.length; code += 1) {
        const there = isFirst ? 0 : store.find(values[code] as string);
        codes[code] = isFirst ? code : there || store.add(values[code] as string, known, code);
        if (there === 0)
          for (const side in refers) this.#store(refers[side] as string).use(here[side]?.[code] as number);
      }
      numbers.set(name, codes);
    }
    for (const [index, { store, codes }] of this.#form.cells(columns).entries()) {
      const cell = this.#cells[index] ?? this.#addCell(store);
      const map = store === undefined ? undefined : numbers.get(store);
      for (let row = 0; row < size; row += 1) {
        const code = codes[row] as number;
        if (code === 0) continue;
        const value = map ? (map[code] as number) : code;
        cell.codes[rowOf(row)] = value;
        cell.store?.use(value);
      }
    }
    // Values that the engine left out of rows are used by none; those that refer to others come last.
    for (const { name } of this.#form.stores.toReversed())
      for (const value of numbers.get(name) ?? []) this.#store(name).wipeUnused(value);
  }

  /** Wipes a row, and the values that no other row uses. */
  clear(row: number): void {
    for (const { codes, store } of this.#cells) {
      const value = codes[row] as number;
      codes[row] = 0;
      store?.release(value);
    }
  }

  grow(room: number): void {
    this.#room = room;
    for (const cell of this.#cells) {
      const { codes } = cell;
      cell.codes = words32(room);
      cell.codes.set(codes);
    }
    this.#onGrow();
  }

  /** How many numbers of wiped values wait to be used again. */
  get waiting(): number {
    let sum = 0;
    for (const store of this.#stores.values()) sum += store.waiting;
    return sum;
  }

  recycle(): void {
    for (const store of this.#stores.values()) store.recycle();
  }

  #store(name: string): ValueStore {
    return this.#stores.get(name) as ValueStore;
  }

  #addCell(store: string | undefined): Cell {
    const cell = { codes: words32(this.#room), store: store === undefined ? undefined : this.#store(store) };
    this.#cells.push(cell);
    this.#onGrow();
    return cell;
  }
}
