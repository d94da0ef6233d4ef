/** How pairs came out, each way once, counted. */
export interface Patterns {
  /** How many fields a pattern has. */
  width: number;
  /** The levels of all patterns, one behind the other. */
  readonly levels: Uint8Array;
  readonly size: number;
  /** The number of a pattern, which is made when it is new. */
  of(levels: Uint8Array, at?: number): number;
}

/** A table with open addressing that grows with what it holds. */
export function patterns(width: number): Patterns {
  let places = 1 << 12;
  let table = new Int32Array(places).fill(-1);
  let levels = new Uint8Array(width << 11);
  let size = 0;
  const hashOf = (from: Uint8Array, at: number): number => {
    let hash = 0x811c9dc5;
    for (let index = 0; index < width; index += 1) hash = Math.imul(hash ^ (from[at + index] as number), 0x01000193);
    return (hash ^ (hash >>> 15)) >>> 0;
  };
  const grow = (): void => {
    places *= 2;
    table = new Int32Array(places).fill(-1);
    const more = new Uint8Array(width * (places >> 1));
    more.set(levels);
    levels = more;
    for (let pattern = 0; pattern < size; pattern += 1) {
      let place = hashOf(levels, pattern * width) & (places - 1);
      while (table[place] !== -1) place = (place + 1) & (places - 1);
      table[place] = pattern;
    }
  };
  return {
    width,
    get levels() {
      return levels;
    },
    get size() {
      return size;
    },
    of(given, from = 0) {
      let place = hashOf(given, from) & (places - 1);
      for (;;) {
        const pattern = table[place] as number;
        if (pattern === -1) break;
        const at = pattern * width;
        let index = 0;
        while (index < width && levels[at + index] === given[from + index]) index += 1;
        if (index === width) return pattern;
        place = (place + 1) & (places - 1);
      }
      if (size === places >> 1) {
        grow();
        return this.of(given, from);
      }
      table[place] = size;
      levels.set(given.subarray(from, from + width), size * width);
      size += 1;
      return size - 1;
    },
  };
}
