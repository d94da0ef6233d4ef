/** Numbers values by their bytes, so that each becomes a text once. */
export interface ByteDictionary {
  /** The number of the bytes from one place to another; 0 of none. */
  code(bytes: Uint8Array, from: number, to: number): number;
  /** The values one behind the other. */
  packed(): PackedTexts;
  texts(): string[];
}

/** Texts in UTF-8 that lie one behind the other. Text 0 is the empty one. */
export interface PackedTexts {
  bytes: Uint8Array;
  /** Where each begins, from text 1 on, and where the last one ends. */
  bounds: Uint32Array;
}

const decoder = new TextDecoder();
const firstPlaces = 1 << 12;

/** A table with open addressing that doubles when it is half full. */
export function byteDictionary(): ByteDictionary {
  let mask = firstPlaces - 1;
  // A place holds a value's hash and its number side by side, so that one look at memory tells most values apart.
  let table = new Uint32Array(2 * firstPlaces);
  let starts = new Uint32Array(firstPlaces);
  let pool = new Uint8Array(1 << 16);
  let size = 1;
  const grow = (): void => {
    const before = table;
    mask = 2 * mask + 1;
    table = new Uint32Array(2 * (mask + 1));
    starts = extended(starts, mask + 1);
    for (let entry = 0; entry < before.length; entry += 2) {
      const value = before[entry + 1] as number;
      if (value === 0) continue;
      const hash = before[entry] as number;
      let place = hash & mask;
      while (table[2 * place + 1] !== 0) place = (place + 1) & mask;
      table[2 * place] = hash;
      table[2 * place + 1] = value;
    }
  };
  const isSame = (value: number, bytes: Uint8Array, from: number, to: number): boolean => {
    const start = starts[value] as number;
    if ((starts[value + 1] as number) - start !== to - from) return false;
    for (let at = from, other = start; at < to; at += 1, other += 1) if (bytes[at] !== pool[other]) return false;
    return true;
  };
  const packed = (): PackedTexts => ({ bytes: pool.subarray(0, starts[size]), bounds: starts.subarray(1, size + 1) });
  return {
    code(bytes, from, to) {
      if (from >= to) return 0;
      let hash = 0x811c9dc5;
      for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
      hash = (hash ^ (hash >>> 15)) >>> 0;
      let place = hash & mask;
      for (let value = table[2 * place + 1] as number; value !== 0; value = table[2 * place + 1] as number) {
        if (table[2 * place] === hash && isSame(value, bytes, from, to)) return value;
        place = (place + 1) & mask;
      }
      const start = starts[size] as number;
      const end = start + to - from;
      if (end > pool.length) {
        const more = new Uint8Array(2 * end);
        more.set(pool);
        pool = more;
      }
      // A view for each value would cost more than its bytes.
      for (let at = from, into = start; at < to; at += 1, into += 1) pool[into] = bytes[at] as number;
      table[2 * place] = hash;
      table[2 * place + 1] = size;
      size += 1;
      starts[size] = end;
      if (2 * size > mask - 1) grow();
      return size - 1;
    },
    packed,
    texts: () => textsOf(packed()),
  };
}

/** The texts, the empty one first. */
export function textsOf({ bytes, bounds }: PackedTexts): string[] {
  const all = [''];
  const last = bounds.length - 1;
  for (let first = 0; first < last; ) {
    let end = first + 1;
    while (end < last && (bounds[end + 1] as number) - (bounds[first] as number) <= blockLength) end += 1;
    pushTexts(all, bytes, bounds.subarray(first, end + 1));
    first = end;
  }
  return all;
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
