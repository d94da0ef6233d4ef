import type { Halves, Words } from '../engine/columns/memory.js';

type Numbers = Halves | Words;

/** Pieces of one array that grows. What is let go is wiped, and used again by pieces of the same length. */
export class Pieces<Of extends Numbers> {
  array: Of;
  #end = 0;
  readonly #free = new Map<number, number[]>();
  readonly #make: (length: number) => Of;
  readonly #onGrow: (() => void) | undefined;

  /** @param onGrow is told that `array` was replaced. */
  constructor(make: (length: number) => Of, onGrow?: () => void) {
    this.#make = make;
    this.#onGrow = onGrow;
    this.array = make(1 << 10);
  }

  /** Where a piece of this length begins. */
  take(length: number): number {
    const known = this.#free.get(length)?.pop();
    if (known !== undefined) return known;
    const start = this.#end;
    this.#end += length;
    if (this.#end > this.array.length) this.#grow(Math.max(this.#end, Math.ceil(1.5 * this.array.length)));
    return start;
  }

  free(start: number, length: number): void {
    if (length === 0) return;
    this.array.fill(0, start, start + length);
    const known = this.#free.get(length);
    if (known) known.push(start);
    else this.#free.set(length, [start]);
  }

  #grow(length: number): void {
    const more = this.#make(length);
    more.set(this.array);
    this.array = more;
    this.#onGrow?.();
  }
}
