const firstSize = 1024;

/** A value that was seen before. */
export interface SeenValue {
  /** The number of the contact that had it first. */
  first: number;
  /** What was noted of that one. */
  note: number;
  /** How often it was seen, this time included. */
  count: number;
}

/**
 * Remembers which values were seen, of whom first and how often, in 20 bytes each: of the value it keeps a hash of 64
 * bits. Two of a million values have the same with a chance of one in 36 million.
 */
export class ValueTable {
  #low = new Uint32Array(firstSize);
  #high = new Uint32Array(firstSize);
  #first = new Uint32Array(firstSize);
  #note = new Uint32Array(firstSize);
  #count = new Uint32Array(firstSize);
  #used = 0;

  /** Gives what is known of it, or undefined the first time. @param note is kept if it is the first */
  see(value: string, contact: number, note: number): SeenValue | undefined {
    if (this.#used * 3 > this.#low.length * 2) this.#grow();
    const [low, high] = hash64(value);
    const at = this.#place(low, high);
    const count = (this.#count[at] as number) + 1;
    this.#count[at] = count;
    if (count > 1) return { first: this.#first[at] as number, note: this.#note[at] as number, count };
    this.#used += 1;
    this.#low[at] = low;
    this.#high[at] = high;
    this.#first[at] = contact;
    this.#note[at] = note;
    return undefined;
  }

  #place(low: number, high: number): number {
    const mask = this.#low.length - 1;
    let at = low & mask;
    while (this.#count[at] !== 0 && (this.#low[at] !== low || this.#high[at] !== high)) at = (at + 1) & mask;
    return at;
  }

  #grow(): void {
    const before = [this.#low, this.#high, this.#first, this.#note, this.#count] as const;
    const size = before[0].length * 2;
    this.#low = new Uint32Array(size);
    this.#high = new Uint32Array(size);
    this.#first = new Uint32Array(size);
    this.#note = new Uint32Array(size);
    this.#count = new Uint32Array(size);
    const [low, high, first, note, count] = before;
    for (let from = 0; from < low.length; from += 1) {
      if (count[from] === 0) continue;
      const at = this.#place(low[from] as number, high[from] as number);
      this.#low[at] = low[from] as number;
      this.#high[at] = high[from] as number;
      this.#first[at] = first[from] as number;
      this.#note[at] = note[from] as number;
      this.#count[at] = count[from] as number;
    }
  }
}

/** 32 bits of a text that spread well: FNV-1a with MurmurHash3's finish. */
export function hash32(text: string, seed = 0): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function hash64(text: string): [number, number] {
  return [hash32(text), hash32(text, 0x9e3779b9)];
}
