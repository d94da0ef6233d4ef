import { type Bytes, bytes as byteArray, type Halves, halves, type Words, words32 } from '../engine/columns/memory.js';
import { hashOf } from '../engine/compare/comparison.js';
import { headSize, longestCompared, type Texts } from '../engine/compare/texts.js';
import type { WordLists } from '../engine/compare/word-lists.js';
import { Pieces } from './pieces.js';

/** What the engine knows of values beside their text, by their numbers in a table that it prepared. */
export interface KnownOfValues {
  texts?: Texts;
  words?: WordLists;
  /** Numbers, some of which are those of values in another store. */
  numbers?: Readonly<Record<string, ArrayLike<number>>>;
  /** Small numbers. */
  bytes?: Readonly<Record<string, ArrayLike<number>>>;
}

const fewest = 1 << 8;

/**
 * Values by number, each once, with what the engine knows of them. A value that no row uses any more is wiped at once; its
 * number is used again only after {@link recycle}, since whoever compares may remember it.
 */
export class ValueStore {
  readonly units: Pieces<Halves>;
  heads = words32(headSize * fewest);
  readonly wordPieces: Pieces<Words>;
  wordStarts = words32(0);
  wordEnds = words32(0);
  readonly numbers: Record<string, Words> = {};
  readonly bytes: Record<string, Bytes> = {};
  #lengths = words32(fewest);
  #hashes = words32(fewest);
  #uses = words32(fewest);
  #table = words32(2 * fewest);
  #size = 1;
  #kept = 0;
  readonly #free: number[] = [];
  readonly #wiped: number[] = [];
  /** Is told which value no row uses any more, before it is wiped. */
  onWipe: ((value: number) => void) | undefined;

  readonly #onGrow: () => void;

  /** @param onGrow is told that arrays were replaced by larger ones. */
  constructor(onGrow: () => void) {
    this.#onGrow = onGrow;
    this.units = new Pieces(halves, onGrow);
    this.wordPieces = new Pieces(words32, onGrow);
  }

  /** How many numbers wait to be used again. */
  get waiting(): number {
    return this.#wiped.length;
  }

  get texts(): Texts {
    return { units: this.units.array, heads: this.heads };
  }

  get words(): WordLists {
    return { words: this.wordPieces.array, starts: this.wordStarts, ends: this.wordEnds };
  }

  /** The number of a text; 0 of none and of one that is not there. */
  find(text: string): number {
    return text === '' ? 0 : (this.#table[this.#placeOf(text, hashOf(text))] as number);
  }

  /** Whether no text was ever added. */
  get isUntouched(): boolean {
    return this.#size === 1;
  }

  /** Takes over texts by their numbers where none was ever added, which is much faster than adding each. */
  fill(texts: readonly string[], known: KnownOfValues): void {
    if (texts.length > this.#uses.length) this.#grow(texts.length);
    let total = 0;
    for (const text of texts) total += text.length;
    let start = this.units.take(total);
    const units = this.units.array;
    for (let value = 1; value < texts.length; value += 1) {
      const text = texts[value] as string;
      for (let at = 0; at < text.length; at += 1) units[start + at] = text.charCodeAt(at);
      this.#lengths[value] = text.length;
      this.#hashes[value] = hashOf(text);
      this.#noteHead(value, start, known, value);
      start += text.length;
    }
    if (known.words) this.#fillWords(known.words);
    for (const [name, numbers] of Object.entries(known.numbers ?? {})) this.numbers[name]?.set(numbers);
    for (const [name, bytes] of Object.entries(known.bytes ?? {})) this.bytes[name]?.set(bytes);
    this.#size = texts.length;
    this.#kept = texts.length - 1;
    let places = this.#table.length;
    while (2 * this.#kept > places) places *= 2;
    this.#rehash(places);
  }

  /** Adds a text that is not there. @param from the place of what is known of it in `known`. */
  add(text: string, known: KnownOfValues, from: number): number {
    const value = this.#free.pop() ?? this.#next();
    const start = this.units.take(text.length);
    for (let at = 0; at < text.length; at += 1) this.units.array[start + at] = text.charCodeAt(at);
    this.#lengths[value] = text.length;
    this.#noteHead(value, start, known, from);
    if (known.words) this.#addWords(value, known.words, from);
    for (const [name, numbers] of Object.entries(known.numbers ?? {}))
      (this.numbers[name] as Uint32Array)[value] = numbers[from] as number;
    for (const [name, bytes] of Object.entries(known.bytes ?? {}))
      (this.bytes[name] as Uint8Array)[value] = bytes[from] as number;
    const hash = hashOf(text);
    this.#hashes[value] = hash;
    this.#table[this.#placeOf(text, hash)] = value;
    this.#kept += 1;
    if (2 * this.#kept > this.#table.length) this.#rehash(2 * this.#table.length);
    return value;
  }

  use(value: number): void {
    if (value > 0) this.#uses[value] = (this.#uses[value] as number) + 1;
  }

  release(value: number): void {
    if (value === 0) return;
    this.#uses[value] = (this.#uses[value] as number) - 1;
    this.wipeUnused(value);
  }

  wipeUnused(value: number): void {
    if (value === 0 || this.#uses[value] !== 0 || this.#hashes[value] === 0) return;
    this.onWipe?.(value);
    this.#forget(value);
    const head = headSize * value;
    this.units.free(this.heads[head] as number, this.#lengths[value] as number);
    this.heads.fill(0, head, head + headSize);
    this.#lengths[value] = 0;
    this.#hashes[value] = 0;
    if (this.wordStarts.length > 0) {
      const start = this.wordStarts[value] as number;
      this.wordPieces.free(start, (this.wordEnds[value] as number) - start);
      this.wordStarts[value] = 0;
      this.wordEnds[value] = 0;
    }
    for (const numbers of Object.values(this.numbers)) numbers[value] = 0;
    for (const bytes of Object.values(this.bytes)) bytes[value] = 0;
    this.#kept -= 1;
    this.#wiped.push(value);
  }

  /** Lets the numbers of wiped values be used again. Nobody may remember them. */
  recycle(): void {
    this.#free.push(...this.#wiped.splice(0));
  }

  /** Makes room for what is known of values, by its names. */
  knows({ words, numbers = {}, bytes = {} }: KnownOfValues): void {
    const room = this.#uses.length;
    if (words && this.wordStarts.length < room) {
      this.wordStarts = extended(this.wordStarts, room);
      this.wordEnds = extended(this.wordEnds, room);
    }
    for (const name of Object.keys(numbers)) this.numbers[name] ??= words32(room);
    for (const name of Object.keys(bytes)) this.bytes[name] ??= byteArray(room);
  }

  #noteHead(value: number, start: number, { texts }: KnownOfValues, from: number): void {
    const head = headSize * value;
    this.heads[head] = start;
    this.heads[head + 1] = Math.min(this.#lengths[value] as number, longestCompared);
    if (!texts) return;
    for (let at = 2; at < headSize; at += 1) this.heads[head + at] = texts.heads[headSize * from + at] as number;
  }

  #fillWords({ words, starts, ends }: WordLists): void {
    const first = this.wordPieces.take(words.length);
    this.wordPieces.array.set(words, first);
    for (let value = 1; value < starts.length; value += 1) {
      this.wordStarts[value] = first + (starts[value] as number);
      this.wordEnds[value] = first + (ends[value] as number);
    }
  }

  #addWords(value: number, { words, starts, ends }: WordLists, from: number): void {
    const [first, last] = [starts[from] as number, ends[from] as number];
    if (first === last) return;
    const start = this.wordPieces.take(last - first);
    for (let at = first; at < last; at += 1) this.wordPieces.array[start + at - first] = words[at] as number;
    this.wordStarts[value] = start;
    this.wordEnds[value] = start + last - first;
  }

  #next(): number {
    if (this.#size === this.#uses.length) this.#grow(2 * this.#size);
    this.#size += 1;
    return this.#size - 1;
  }

  #grow(room: number): void {
    this.heads = extended(this.heads, headSize * room);
    this.#lengths = extended(this.#lengths, room);
    this.#hashes = extended(this.#hashes, room);
    this.#uses = extended(this.#uses, room);
    if (this.wordStarts.length > 0) {
      this.wordStarts = extended(this.wordStarts, room);
      this.wordEnds = extended(this.wordEnds, room);
    }
    for (const [name, numbers] of Object.entries(this.numbers)) this.numbers[name] = extended(numbers, room);
    for (const [name, bytes] of Object.entries(this.bytes)) {
      const more = byteArray(room);
      more.set(bytes);
      this.bytes[name] = more;
    }
    this.#onGrow();
  }

  #isText(value: number, text: string): boolean {
    if (this.#lengths[value] !== text.length) return false;
    const start = this.heads[headSize * value] as number;
    const units = this.units.array;
    for (let at = 0; at < text.length; at += 1) if (units[start + at] !== text.charCodeAt(at)) return false;
    return true;
  }

  #placeOf(text: string, hash: number): number {
    const mask = this.#table.length - 1;
    let place = hash & mask;
    for (; this.#table[place] !== 0; place = (place + 1) & mask) {
      const value = this.#table[place] as number;
      if (this.#hashes[value] === hash && this.#isText(value, text)) break;
    }
    return place;
  }

  /** Takes a value out of the table and moves up what stands behind it out of its own place. */
  #forget(value: number): void {
    const mask = this.#table.length - 1;
    let hole = (this.#hashes[value] as number) & mask;
    while (this.#table[hole] !== value) hole = (hole + 1) & mask;
    for (let at = (hole + 1) & mask; this.#table[at] !== 0; at = (at + 1) & mask) {
      const home = (this.#hashes[this.#table[at] as number] as number) & mask;
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      this.#table[hole] = this.#table[at] as number;
      hole = at;
    }
    this.#table[hole] = 0;
  }

  #rehash(places: number): void {
    this.#table = words32(places);
    for (let value = 1; value < this.#size; value += 1) {
      const hash = this.#hashes[value] as number;
      if (hash === 0) continue;
      let place = hash & (places - 1);
      while (this.#table[place] !== 0) place = (place + 1) & (places - 1);
      this.#table[place] = value;
    }
  }
}

function extended(from: Words, length: number): Words {
  const to = words32(length);
  to.set(from);
  return to;
}
