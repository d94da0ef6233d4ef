import { termKinds } from './term-kind.js';

const prime = 0x01000193;
const firstSlots = 1024;

/** Adds a code unit to a hash (FNV-1a). */
export const hashed = (hash: number, unit: number): number => Math.imul(hash ^ unit, prime);

/**
 * The terms of all queries, each with a number from 1. A word of a post is looked up by its hash without a string being made;
 * a word that is in no query is found to be unknown at the first empty slot.
 */
export class Vocabulary {
  readonly #texts: string[] = [''];
  readonly #kinds: number[] = [0];
  readonly #hashes: number[] = [0];
  readonly #uses: number[] = [0];
  /** Of a word in exactly one case: the word in any. */
  readonly #words: number[] = [0];
  readonly #free: number[] = [];
  readonly #used = new Int32Array(termKinds);
  /** Hash and term of each slot, side by side, in open addressing; the term 0 is none. */
  #slots = new Int32Array(firstSlots * 2);
  /** How many slots are taken, by terms in use and not. */
  #taken = 0;
  #unused = 0;
  /** Drawn anew, so that nobody can write words that all have one hash. */
  readonly #seed = crypto.getRandomValues(new Int32Array(1))[0] as number;

  /** Higher than every term's number. */
  get end(): number {
    return this.#texts.length;
  }

  /** The hash of no character yet. */
  start(kind: number): number {
    return hashed(this.#seed, kind);
  }

  hashOf(kind: number, text: string): number {
    let hash = this.start(kind);
    for (let at = 0; at < text.length; at += 1) hash = hashed(hash, text.charCodeAt(at));
    return hash;
  }

  textOf(term: number): string {
    return this.#texts[term] as string;
  }

  kindOf(term: number): number {
    return this.#kinds[term] as number;
  }

  /** Of a word in exactly one case: the word in any. */
  wordOf(term: number): number {
    return this.#words[term] as number;
  }

  hashOfTerm(term: number): number {
    return this.#hashes[term] as number;
  }

  /** Whether any query has a term of this kind. */
  has(kind: number): boolean {
    return (this.#used[kind] as number) > 0;
  }

  /** The number of a term, 0 when it is in no query. Its text stands in `units` from `from` to `to`. */
  find(kind: number, hash: number, units: Uint16Array, from: number, to: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    for (let at = slotOf(hash) & mask; ; at = (at + 2) & mask) {
      const term = slots[at + 1] as number;
      if (term === 0) return 0;
      if (slots[at] === hash && this.#kinds[term] === kind && this.#isText(term, units, from, to)) return term;
    }
  }

  #isText(term: number, units: Uint16Array, from: number, to: number): boolean {
    const text = this.#texts[term] as string;
    if (text.length !== to - from) return false;
    for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) !== units[from + at]) return false;
    return true;
  }

  /** Counts one more use of a term. Give it back with `release`. */
  use(kind: number, text: string, word = 0): number {
    const hash = this.hashOf(kind, text);
    let at = this.#firstSlot(hash);
    for (let term = this.#slots[at + 1] as number; term !== 0; term = this.#slots[at + 1] as number) {
      if (this.#hashes[term] === hash && this.#kinds[term] === kind && this.#texts[term] === text) {
        this.#useAgain(term, kind);
        return term;
      }
      at = this.#slotAfter(at);
    }
    const term = this.#free.pop() ?? this.#texts.length;
    this.#texts[term] = text;
    this.#kinds[term] = kind;
    this.#hashes[term] = hash;
    this.#uses[term] = 1;
    this.#words[term] = word;
    this.#used[kind] = (this.#used[kind] as number) + 1;
    this.#slots[at] = hash;
    this.#slots[at + 1] = term;
    this.#taken += 1;
    if (this.#taken * 4 > this.#slots.length) this.#place();
    return term;
  }

  #useAgain(term: number, kind: number): void {
    const uses = this.#uses[term] as number;
    this.#uses[term] = uses + 1;
    if (uses > 0) return;
    this.#unused -= 1;
    this.#used[kind] = (this.#used[kind] as number) + 1;
  }

  #firstSlot = (hash: number): number => slotOf(hash) & (this.#slots.length - 1);
  #slotAfter = (slot: number): number => (slot + 2) & (this.#slots.length - 1);

  release(term: number): void {
    const uses = (this.#uses[term] as number) - 1;
    this.#uses[term] = uses;
    if (uses > 0) return;
    const kind = this.#kinds[term] as number;
    this.#used[kind] = (this.#used[kind] as number) - 1;
    this.#unused += 1;
    if (this.#unused * 2 > this.#taken && this.#taken > firstSlots / 8) this.#place();
  }

  /** Places the terms that are in use anew, half of the slots full at most; the others' numbers become free. */
  #place(): void {
    const terms = this.#slots.filter((term, at) => at % 2 === 1 && term !== 0);
    const used = terms.filter((term) => (this.#uses[term] as number) > 0);
    for (const term of terms)
      if (this.#uses[term] === 0) {
        this.#texts[term] = '';
        this.#free.push(term);
      }
    let slots = firstSlots;
    while (slots < used.length * 4) slots *= 2;
    this.#slots = new Int32Array(slots * 2);
    this.#taken = used.length;
    this.#unused = 0;
    for (const term of used) {
      const hash = this.#hashes[term] as number;
      let at = this.#firstSlot(hash);
      while (this.#slots[at + 1] !== 0) at = this.#slotAfter(at);
      this.#slots[at] = hash;
      this.#slots[at + 1] = term;
    }
  }
}

/** A slot's place; the last step of the hash moves only the low bits of its last unit far. */
const slotOf = (hash: number) => (hash ^ (hash >>> 15)) << 1;
