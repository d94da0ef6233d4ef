import { type Words, words32 } from '../columns/memory.js';

/** Entries sorted by key, without those that have none or stand alone; of one key in the order of entries. */
export interface SortedRows {
  /** Of a key with several slots, an entry is `slot × size + row`. */
  rows: Words;
  /** Where each entry's block ends in `rows`. */
  ends: Words;
}

const digitBits = 11;
const radix = 1 << digitBits;

/** Sorts entries by their keys; those that have none are left out. */
export function sortedRows(codes: Words): SortedRows {
  let count = 0;
  for (const code of codes) if (code !== 0) count += 1;
  const entries = new Uint32Array(count);
  for (let entry = 0, at = 0; entry < codes.length; entry += 1) {
    if (codes[entry] === 0) continue;
    entries[at] = entry;
    at += 1;
  }
  const { rows, keys } = radixSorted(entries, codes);
  return withoutSingles(rows, keys);
}

/**
 * Sorts rows by a number that each has, those of one number in the order in which they stand, in time that grows with
 * the rows alone (radix sort).
 */
export function radixSorted(given: Words, numbers: Words): { rows: Words; keys: Words } {
  const count = given.length;
  let rows: Words = Uint32Array.from(given);
  let keys: Words = new Uint32Array(count);
  for (let at = 0; at < count; at += 1) keys[at] = numbers[rows[at] as number] as number;
  let spareRows: Words = new Uint32Array(count);
  let spareKeys: Words = new Uint32Array(count);
  const places = new Uint32Array(radix);
  for (let shift = 0; shift < 32; shift += digitBits) {
    places.fill(0);
    for (let at = 0; at < count; at += 1) {
      const digit = ((keys[at] as number) >>> shift) & (radix - 1);
      places[digit] = (places[digit] as number) + 1;
    }
    if (places.includes(count)) continue;
    for (let digit = 0, sum = 0; digit < radix; digit += 1) {
      const here = places[digit] as number;
      places[digit] = sum;
      sum += here;
    }
    for (let at = 0; at < count; at += 1) {
      const key = keys[at] as number;
      const digit = (key >>> shift) & (radix - 1);
      const place = places[digit] as number;
      places[digit] = place + 1;
      spareRows[place] = rows[at] as number;
      spareKeys[place] = key;
    }
    [rows, spareRows] = [spareRows, rows];
    [keys, spareKeys] = [spareKeys, keys];
  }
  return { rows, keys };
}

function withoutSingles(rows: Words, keys: Words): SortedRows {
  let size = 0;
  for (let at = 0; at < rows.length; at += 1)
    if (keys[at] === keys[at + 1] || (at > 0 && keys[at] === keys[at - 1])) size += 1;
  const kept = { rows: words32(size), ends: words32(size) };
  let at = 0;
  for (let start = 0; start < rows.length; ) {
    let end = start + 1;
    while (end < rows.length && keys[end] === keys[start]) end += 1;
    const blockEnd = at + end - start;
    if (end - start > 1)
      for (let from = start; from < end; from += 1, at += 1) {
        kept.rows[at] = rows[from] as number;
        kept.ends[at] = blockEnd;
      }
    start = end;
  }
  return kept;
}
