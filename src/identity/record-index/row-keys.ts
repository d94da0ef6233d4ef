import { words32 } from '../engine/columns/memory.js';
import { type Key, mix } from '../engine/compare/comparison.js';

/** The keys of rows by number, and what rules make of them: one key, or two together. */
export class RowKeys {
  /** By key and slot, the number of each row; keys that no rule asks for are not kept. */
  readonly #slots: Uint32Array[][];
  readonly #rules: readonly (readonly [one: number, two: number])[];
  #room: number;
  readonly #seen: number[] = [];

  /** @param rules the names of the keys of each. */
  constructor(keys: readonly Key[], rules: readonly (readonly string[])[], room: number) {
    const places = new Map(keys.map(({ name }, place) => [name, place]));
    const all = rules.map((names) => names.map((name) => places.get(name)));
    this.#rules = all
      .filter((rule) => rule.every((place) => place !== undefined))
      .map(([one, two]) => [one as number, two ?? -1] as const);
    this.#room = room;
    const asked = new Set(this.#rules.flat());
    this.#slots = keys.map((_, place) => (asked.has(place) ? [words32(room)] : []));
  }

  /** How many rules there are. */
  get count(): number {
    return this.#rules.length;
  }

  /** Takes over the keys of rows that the engine prepared. */
  take(keys: readonly Key[], rowOf: (row: number) => number, size: number): void {
    for (const [place, { slots }] of keys.entries()) {
      const ours = this.#slots[place] as Uint32Array[];
      if (ours.length === 0) continue;
      for (const [slot, codes] of slots.entries())
        for (let row = 0; row < size; row += 1) {
          const code = codes[row] as number;
          if (code === 0) continue;
          while (ours.length <= slot) ours.push(words32(this.#room));
          (ours[slot] as Uint32Array)[rowOf(row)] = code;
        }
    }
  }

  clear(row: number): void {
    for (const slots of this.#slots) for (const codes of slots) codes[row] = 0;
  }

  grow(room: number): void {
    this.#room = room;
    for (const slots of this.#slots)
      for (const [slot, codes] of slots.entries()) {
        slots[slot] = words32(room);
        slots[slot].set(codes);
      }
  }

  /** The keys that a rule gives the first rows, each row's each once, and whose they are. */
  all(rule: number, size: number): { keys: Uint32Array; rows: Uint32Array } {
    const [one, two] = this.#rules[rule] as readonly [number, number];
    const most =
      size * (this.#slots[one] as Uint32Array[]).length * (two < 0 ? 1 : (this.#slots[two] as Uint32Array[]).length);
    const keys = words32(most);
    const rows = words32(most);
    let count = 0;
    for (let row = 0; row < size; row += 1)
      this.each(rule, row, (key) => {
        keys[count] = key;
        rows[count] = row;
        count += 1;
      });
    return { keys: keys.subarray(0, count), rows: rows.subarray(0, count) };
  }

  /** Hands over the keys that a rule gives a row, each once. */
  each(rule: number, row: number, take: (key: number) => void): void {
    const [one, two] = this.#rules[rule] as readonly [number, number];
    const ours = this.#slots[one] as Uint32Array[];
    const theirs = two < 0 ? undefined : (this.#slots[two] as Uint32Array[]);
    if (ours.length === 1 && (theirs?.length ?? 1) === 1) {
      const key = keyOf(ours[0] as Uint32Array, theirs?.[0], row);
      if (key !== 0) take(key);
      return;
    }
    const seen = this.#seen;
    seen.length = 0;
    for (const left of ours)
      for (const right of theirs ?? [undefined]) {
        const key = keyOf(left, right, row);
        if (key === 0 || seen.includes(key)) continue;
        seen.push(key);
      }
    for (const key of seen) take(key);
  }
}

function keyOf(left: Uint32Array, right: Uint32Array | undefined, row: number): number {
  const one = left[row] as number;
  if (!right || one === 0) return one;
  const two = right[row] as number;
  return two === 0 ? 0 : mix(one, two);
}
