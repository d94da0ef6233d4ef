import { radixSorted } from '../engine/block/sorted-rows.js';
import { words32 } from '../engine/columns/memory.js';
import type { Pieces } from './pieces.js';

/** A place that holds several rows has this bit, and beside it where they lie; one that holds a single row has its number and 1. */
const several = 0x8000_0000;
const fewestPlaces = 1 << 8;
/** A list of rows begins with how many there are and for how many there is room. */
const header = 2;

/**
 * The rows that share a key, by key: a table with open addressing that grows with what it holds. Keys are numbers that
 * the content of rows gives; two keys of one number are one key, here and wherever else rows are looked for by it.
 */
export class Blocks {
  #keys = words32(fewestPlaces);
  #values = words32(fewestPlaces);
  #mask = fewestPlaces - 1;
  #used = 0;
  readonly #lists: Pieces<Uint32Array>;

  constructor(lists: Pieces<Uint32Array>) {
    this.#lists = lists;
  }

  add(key: number, row: number): void {
    const place = this.#placeOf(key);
    const value = this.#values[place] as number;
    if (value === 0) {
      this.#keys[place] = key;
      this.#values[place] = row + 1;
      this.#used += 1;
      if (4 * this.#used > 3 * this.#mask) this.#resize(2 * (this.#mask + 1));
      return;
    }
    if (value < several) {
      const start = this.#lists.take(header + 2);
      const { array } = this.#lists;
      array[start] = 2;
      array[start + 1] = 2;
      array[start + header] = value - 1;
      array[start + header + 1] = row;
      this.#values[place] = several + start;
      return;
    }
    let start = value - several;
    const count = this.#lists.array[start] as number;
    const room = this.#lists.array[start + 1] as number;
    if (count === room) {
      start = this.#moved(start, 2 * room);
      this.#values[place] = several + start;
    }
    this.#lists.array[start + header + count] = row;
    this.#lists.array[start] = count + 1;
  }

  /** Takes over rows by their keys where there are none yet, which is faster than adding each. */
  fill({ keys, rows }: { keys: Uint32Array; rows: Uint32Array }): void {
    const entries = words32(rows.length);
    const spread = words32(rows.length);
    for (let entry = 0; entry < rows.length; entry += 1) {
      entries[entry] = entry;
      spread[entry] = spreadOf(keys[entry] as number);
    }
    // In the order of their places, so that these are filled one behind the other.
    const sorted = radixSorted(entries, spread);
    let different = 0;
    for (let at = 0; at < rows.length; at += 1) if (sorted.keys[at] !== sorted.keys[at - 1]) different += 1;
    let places = this.#mask + 1;
    while (4 * different > 3 * (places - 1)) places *= 2;
    this.#resize(places);
    this.#used = different;
    for (let start = 0; start < rows.length; ) {
      let end = start + 1;
      while (end < rows.length && sorted.keys[end] === sorted.keys[start]) end += 1;
      const key = keys[sorted.rows[start] as number] as number;
      const place = this.#placeOf(key);
      this.#keys[place] = key;
      this.#values[place] = this.#valueOf(sorted.rows.subarray(start, end), rows);
      start = end;
    }
  }

  remove(key: number, row: number): void {
    const place = this.#placeOf(key);
    const value = this.#values[place] as number;
    if (value < several) {
      if (value === row + 1) this.#empty(place);
      return;
    }
    let start = value - several;
    const count = this.#lists.array[start] as number;
    const at = this.#lists.array.subarray(start + header, start + header + count).lastIndexOf(row);
    if (at < 0) return;
    const { array } = this.#lists;
    const last = start + header + count - 1;
    array[start + header + at] = array[last] as number;
    array[last] = 0;
    array[start] = count - 1;
    const room = array[start + 1] as number;
    if (count === 2) {
      this.#values[place] = (array[start + header] as number) + 1;
      this.#lists.free(start, header + room);
    } else if (4 * (count - 1) <= room) {
      start = this.#moved(start, room / 2);
      this.#values[place] = several + start;
    }
  }

  /**
   * Writes the rows that have a key, from a place on, unless there are more than `most`.
   *
   * @returns how many there are.
   */
  rows(key: number, most: number, out: Uint32Array, at: number): number {
    const value = this.#values[this.#placeOf(key)] as number;
    if (value === 0) return 0;
    if (value < several) {
      out[at] = value - 1;
      return 1;
    }
    const start = value - several;
    const { array } = this.#lists;
    const count = array[start] as number;
    if (count <= most)
      for (let index = 0; index < count; index += 1) out[at + index] = array[start + header + index] as number;
    return count;
  }

  /** What a place holds for entries of one key. */
  #valueOf(entries: Uint32Array, rows: Uint32Array): number {
    const count = entries.length;
    if (count === 1) return (rows[entries[0] as number] as number) + 1;
    let room = 2;
    while (room < count) room *= 2;
    const start = this.#lists.take(header + room);
    const { array } = this.#lists;
    array[start] = count;
    array[start + 1] = room;
    for (let at = 0; at < count; at += 1) array[start + header + at] = rows[entries[at] as number] as number;
    return several + start;
  }

  /** How much memory it takes beside the lists, in bytes. */
  get bytes(): number {
    return 8 * (this.#mask + 1);
  }

  #placeOf(key: number): number {
    const keys = this.#keys;
    const values = this.#values;
    const mask = this.#mask;
    let place = homeOf(key, mask);
    while (values[place] !== 0 && keys[place] !== key) place = (place + 1) & mask;
    return place;
  }

  #moved(start: number, room: number): number {
    const before = this.#lists.array[start + 1] as number;
    const count = this.#lists.array[start] as number;
    const moved = this.#lists.take(header + room);
    this.#lists.array.copyWithin(moved, start, start + header + count);
    this.#lists.array[moved + 1] = room;
    this.#lists.free(start, header + before);
    return moved;
  }

  /** Empties a place and moves up what stands behind it out of its own place, so that no mark is left. */
  #empty(place: number): void {
    const mask = this.#mask;
    let hole = place;
    for (let at = (place + 1) & mask; this.#values[at] !== 0; at = (at + 1) & mask) {
      const home = homeOf(this.#keys[at] as number, mask);
      if (((at - home) & mask) < ((at - hole) & mask)) continue;
      this.#keys[hole] = this.#keys[at] as number;
      this.#values[hole] = this.#values[at] as number;
      hole = at;
    }
    this.#keys[hole] = 0;
    this.#values[hole] = 0;
    this.#used -= 1;
  }

  #resize(places: number): void {
    const [keys, values] = [this.#keys, this.#values];
    this.#keys = words32(places);
    this.#values = words32(places);
    this.#mask = places - 1;
    for (let at = 0; at < values.length; at += 1) {
      if (values[at] === 0) continue;
      const place = this.#placeOf(keys[at] as number);
      this.#keys[place] = keys[at] as number;
      this.#values[place] = values[at] as number;
    }
  }
}

/** Another number for each key: keys that were made to fall together are spread anew. */
const spreadOf = (key: number): number => Math.imul(key, 0x9e3779b1) >>> 0;

/** The first bits say where a key belongs, so that keys in the order of these numbers are in the order of their places. */
const homeOf = (key: number, mask: number): number => spreadOf(key) >>> Math.clz32(mask);
