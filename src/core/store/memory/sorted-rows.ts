import { textOrder } from './text-order.js';

export type Row = Record<string, unknown>;
export type Compare = (left: Row, right: Row) => number;

const chunkSize = 512;

/** Compares rows by columns; numbers by size and texts by their letters' code points. */
export function compareBy(columns: readonly string[]): Compare {
  return (left, right) => {
    for (const column of columns) {
      const a = left[column] as string | number;
      const b = right[column] as string | number;
      if (a === undefined || b === undefined) continue;
      if (a === b) continue;
      if (typeof a === 'number') return a < (b as number) ? -1 : 1;
      return textOrder(a, b as string);
    }
    return 0;
  };
}

/**
 * Rows in order, in chunks: adding and removing cost the square root of the size at most, adding at the end costs nothing.
 */
export class SortedRows {
  readonly #compare: Compare;
  readonly #chunks: Row[][] = [];
  size = 0;

  constructor(compare: Compare) {
    this.#compare = compare;
  }

  add(row: Row): void {
    this.size += 1;
    const last = this.#chunks.at(-1);
    if (!last) {
      this.#chunks.push([row]);
      return;
    }
    if (this.#compare(last[last.length - 1] as Row, row) < 0) {
      if (last.length < chunkSize) last.push(row);
      else this.#chunks.push([row]);
      return;
    }
    const place = this.#chunkOf(row);
    const chunk = this.#chunks[place] as Row[];
    chunk.splice(this.#lowerBound(chunk, row), 0, row);
    if (chunk.length > chunkSize * 2) this.#chunks.splice(place + 1, 0, chunk.splice(chunkSize));
  }

  remove(row: Row): void {
    const place = this.#chunkOf(row);
    const chunk = this.#chunks[place];
    if (!chunk) return;
    const index = this.#lowerBound(chunk, row);
    if (chunk[index] !== row) return;
    this.size -= 1;
    chunk.splice(index, 1);
    if (chunk.length === 0) this.#chunks.splice(place, 1);
  }

  /** Rows from the first that is not before `start`, or after the last that is not behind it when descending. */
  *from(start: Row | undefined, descending: boolean): Generator<Row> {
    if (descending) {
      let place = start ? this.#chunkOf(start, true) : this.#chunks.length - 1;
      let index =
        start && this.#chunks[place]
          ? this.#upperBound(this.#chunks[place] as Row[], start) - 1
          : Number.POSITIVE_INFINITY;
      for (; place >= 0; place--, index = Number.POSITIVE_INFINITY) {
        const chunk = this.#chunks[place] as Row[];
        for (let at = Math.min(index, chunk.length - 1); at >= 0; at--) yield chunk[at] as Row;
      }
      return;
    }
    let place = start ? this.#chunkOf(start) : 0;
    let index = start && this.#chunks[place] ? this.#lowerBound(this.#chunks[place] as Row[], start) : 0;
    for (; place < this.#chunks.length; place++, index = 0) {
      const chunk = this.#chunks[place] as Row[];
      for (let at = index; at < chunk.length; at++) yield chunk[at] as Row;
    }
  }

  /** The chunk in which a row's place is: the first whose last row is not before it, or, for `last`, the last that begins not behind it. */
  #chunkOf(row: Row, last = false): number {
    let low = 0;
    let high = this.#chunks.length - 1;
    while (low < high) {
      const middle = last ? (low + high + 1) >> 1 : (low + high) >> 1;
      const chunk = this.#chunks[middle] as Row[];
      if (last) {
        if (this.#compare(chunk[0] as Row, row) <= 0) low = middle;
        else high = middle - 1;
      } else if (this.#compare(chunk[chunk.length - 1] as Row, row) < 0) low = middle + 1;
      else high = middle;
    }
    return Math.max(low, 0);
  }

  #lowerBound(chunk: Row[], row: Row): number {
    let low = 0;
    let high = chunk.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(chunk[middle] as Row, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #upperBound(chunk: Row[], row: Row): number {
    let low = 0;
    let high = chunk.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(chunk[middle] as Row, row) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
