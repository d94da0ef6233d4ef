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
    texts() {
      const all = [''];
      for (let value = 1; value < size; ) {
        const first = starts[value] as number;
        let end = value + 1;
        while (end < size && (starts[end + 1] as number) - first <= blockLength) end += 1;
        pushTexts(all, pool, starts.subarray(value, end + 1));
        value = end;
      }
      return all;
    },
  };
}

/** So many bytes are decoded at once: a call for each text would take longer than the text. */
const blockLength = 1 << 16;
const oneByteEach = new TextDecoder('latin1');

/** Adds texts that lie one behind the other, each between two bounds. */
function pushTexts(all: string[], pool: Uint8Array, bounds: Uint32Array): void {
  const first = bounds[0] as number;
  const block = oneByteEach.decode(pool.subarray(first, bounds.at(-1)));
  for (let index = 0; index + 1 < bounds.length; index += 1) {
    const from = bounds[index] as number;
    const to = bounds[index + 1] as number;
    let isPlain = true;
    for (let at = from; at < to; at += 1) if ((pool[at] as number) >= 128) isPlain = false;
    all.push(isPlain ? block.slice(from - first, to - first) : decoder.decode(pool.subarray(from, to)));
  }
}

function extended(from: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(length);
  to.set(from);
  return to;
}
