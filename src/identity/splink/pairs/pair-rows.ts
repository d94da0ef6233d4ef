import type { Table } from '../../engine/columns/column.js';
import { type Words, words32 } from '../../engine/columns/memory.js';
import { compile } from '../sql/compile.js';
import { columnsOf, type Expression } from '../sql/expression.js';
import type { Kind, Value } from '../sql/functions.js';
import { typed } from '../typed.js';
import { type ByteTexts, byteTexts } from './byte-texts.js';
import type { WrittenColumn } from './test-plan.js';

/** An expression over one record, worked out once for each value and numbered: equal numbers are equal values. */
export interface Cell {
  /** Its place among the numbers of a row. */
  slot: number;
  /** What the numbers stand for; 0 is null. */
  values: readonly Value[];
}

/**
 * Rows in the order that makes the first of a pair Splink's left one. What conditions ask of one record is worked out once
 * a value, and all the numbers of a row stand beside each other, since a pair looks at most of them.
 */
export class PairRows {
  readonly size: number;
  readonly #columns: ReadonlyMap<string, { codes: Words; values: readonly Value[] }>;
  readonly #cells = new Map<string, Cell & { codes: Words }>();
  readonly #texts = new Map<Cell, { sketch: number; texts: ByteTexts }>();
  /** The numbers of all rows: `row × stride + slot`. Empty until {@link pack}. */
  numbers: Words = words32(0);
  stride = 0;

  readonly #kinds: ReadonlyMap<string, Kind>;

  constructor({ size, columns }: Table, kinds: ReadonlyMap<string, Kind>) {
    this.size = size;
    this.#kinds = kinds;
    this.#columns = new Map(
      columns.map(({ name, codes, values }) => [
        name,
        { codes, values: values.map((text) => typed(text, kinds.get(name))) },
      ]),
    );
  }

  /** The numbered values of an expression that reads one record only, whichever. */
  cellOf(expression: Expression): Cell {
    const own = onLeft(expression);
    const key = JSON.stringify(own);
    const known = this.#cells.get(key);
    if (known) return known;
    const names = columnsOf(own).map(({ name }) => name);
    const made = names.length === 1 ? this.#byValue(own, names[0] as string) : this.#byRow(own, names);
    const cell = { slot: this.stride, ...made };
    this.stride += 1;
    this.#cells.set(key, cell);
    return cell;
  }

  /** The number of each row's value. */
  codesOf(cell: Cell): Words {
    return (cell as Cell & { codes: Words }).codes;
  }

  /** The values of a cell as texts to be measured, and the place of the first of a row's two sketches among its numbers. */
  textsOf(cell: Cell): { sketch: number; texts: ByteTexts } {
    const known = this.#texts.get(cell);
    if (known) return known;
    const made = { sketch: this.stride, texts: byteTexts(cell.values) };
    this.stride += 2;
    this.#texts.set(cell, made);
    return made;
  }

  /** Puts the numbers of each row together. Called once, when every cell has been asked for. */
  pack(): void {
    const { size, stride } = this;
    const numbers = words32(size * stride);
    for (const cell of this.#cells.values()) {
      const { slot, codes } = cell;
      for (let row = 0, at = slot; row < size; row += 1, at += stride) numbers[at] = codes[row] as number;
      const texts = this.#texts.get(cell);
      if (!texts) continue;
      const { sketches } = texts.texts;
      for (let row = 0, at = texts.sketch; row < size; row += 1, at += stride) {
        const value = 2 * (codes[row] as number);
        numbers[at] = sketches[value] as number;
        numbers[at + 1] = sketches[value + 1] as number;
      }
    }
    this.numbers = numbers;
  }

  /** The columns that conditions read which no faster way is known for. */
  written(names: readonly string[]): WrittenColumn[] {
    return names.flatMap((name) => {
      const column = this.#columns.get(name);
      return column ? [{ name, ...column }] : [];
    });
  }

  #byValue(expression: Expression, name: string): { codes: Words; values: readonly Value[] } {
    const column = this.#columns.get(name);
    if (!column) return { codes: words32(this.size), values: [null] };
    // What is read as it stands is numbered already.
    if (expression.kind === 'column' && !this.#kinds.has(name)) return { codes: column.codes, values: column.values };
    const codes = words32(this.size);
    const numbered = numbering();
    const work = compile(expression);
    const numbers = column.values.map((value) => {
      const row = { [name]: value };
      return numbered.of(work(row, row));
    });
    for (let row = 0; row < this.size; row += 1) codes[row] = numbers[column.codes[row] as number] as number;
    return { codes, values: numbered.values };
  }

  #byRow(expression: Expression, names: readonly string[]): { codes: Words; values: Value[] } {
    const codes = words32(this.size);
    const numbered = numbering();
    const work = compile(expression);
    const columns = names.map((name) => [name, this.#columns.get(name)] as const);
    const values: Record<string, Value> = {};
    for (let row = 0; row < this.size; row += 1) {
      for (const [name, column] of columns) values[name] = column?.values[column.codes[row] as number] ?? null;
      codes[row] = numbered.of(work(values, values));
    }
    return { codes, values: numbered.values };
  }
}

/** Which record an expression reads. */
export function sideOf(expression: Expression): 'left' | 'right' | 'both' | 'none' {
  const sides = new Set(columnsOf(expression).map(({ side }) => side));
  if (sides.size === 2) return 'both';
  return [...sides][0] ?? 'none';
}

/** The same expression, of the left record. */
function onLeft(expression: Expression): Expression {
  return JSON.parse(
    JSON.stringify(expression, (_, part) =>
      part !== null && typeof part === 'object' && part.kind === 'column' ? { ...part, side: 'left' } : part,
    ),
  ) as Expression;
}

/** Numbers values in the order in which they come; 0 is null. */
function numbering(): { of(value: Value): number; values: Value[] } {
  const values: Value[] = [null];
  const numbers = new Map<Value, number>();
  const lists = new Map<string, number>();
  return {
    values,
    of(value) {
      if (value === null) return 0;
      const [known, key] = Array.isArray(value) ? [lists, JSON.stringify(value)] : [numbers, value];
      const before = (known as Map<unknown, number>).get(key);
      if (before !== undefined) return before;
      values.push(value);
      (known as Map<unknown, number>).set(key, values.length - 1);
      return values.length - 1;
    },
  };
}
