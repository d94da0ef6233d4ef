/** Numbers values by their bytes, so that each becomes a text once. */
export interface ByteDictionary {
  /** The number of the bytes from one place to another; 0 of none. */
  code(bytes: Uint8Array, from: number, to: number): number;
  texts(): string[];
}

const decoder = new TextDecoder();
const firstPlaces = 1 << 12;

/** A table with open addressing that doubles when it is half full. */
export function byteDictionary(): ByteDictionary {
  let mask = firstPlaces - 1;
  let table = new Uint32Array(firstPlaces);
  let hashes = new Uint32Array(firstPlaces);
  let starts = new Uint32Array(firstPlaces);
  let pool = new Uint8Array(1 << 16);
  let size = 1;
  const grow = (): void => {
    mask = 2 * mask + 1;
    table = new Uint32Array(mask + 1);
    hashes = extended(hashes, mask + 1);
    starts = extended(starts, mask + 1);
    for (let value = 1; value < size; value += 1) {
      let place = (hashes[value] as number) & mask;
      while (table[place] !== 0) place = (place + 1) & mask;
      table[place] = value;
    }
  };
  const isSame = (value: number, bytes: Uint8Array, from: number, to: number): boolean => {
    const start = starts[value] as number;
    if ((starts[value + 1] as number) - start !== to - from) return false;
    for (let at = from, other = start; at < to; at += 1, other += 1) if (bytes[at] !== pool[other]) return false;
    return true;
  };
  return {
    code(bytes, from, to) {
      if (from >= to) return 0;
      let hash = 0x811c9dc5;
      for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
      hash = (hash ^ (hash >>> 15)) >>> 0;
      let place = hash & mask;
      for (; table[place] !== 0; place = (place + 1) & mask) {
        const value = table[place] as number;
        if (hashes[value] === hash && isSame(value, bytes, from, to)) return value;
      }
      const start = starts[size] as number;
      const end = start + to - from;
      if (end > pool.length) {
        const more = new Uint8Array(2 * end);
        more.set(pool);
        pool = more;
      }
      pool.set(bytes.subarray(from, to), start);
      table[place] = size;
      hashes[size] = hash;
      size += 1;
      starts[size] = end;
      if (2 * size > mask - 1) grow();
      return size - 1;
    },
    texts: () =>
      Array.from({ length: size }, (_, value) => {
        if (value === 0) return '';
        return textOf(pool.subarray(starts[value], starts[value + 1]));
      }),
  };
}

const longestPlain = 64;

function textOf(bytes: Uint8Array): string {
  if (bytes.length <= longestPlain && bytes.every((byte) => byte < 128)) return String.fromCharCode(...bytes);
  return decoder.decode(bytes);
}

function extended(from: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(length);
  to.set(from);
  return to;
}
