import { jaroOfLong, byRows as levenshteinOfLong } from '../sql/distances.js';

/** What one word of bits can hold. */
const wordBits = 32;

/**
 * A text that many are measured against: where each byte occurs in it is worked out once. The measures are those of
 * `distances.ts`, with the same results, since all of them are symmetric.
 */
export class FixedText {
  readonly #masks = new Uint32Array(256);
  #bytes: Uint8Array = new Uint8Array(0);
  #from = 0;
  #to = 0;

  /** Takes the text whose bytes stand from one place to another. */
  take(bytes: Uint8Array, from: number, to: number): void {
    for (let at = this.#from; at < this.#to; at += 1) this.#masks[this.#bytes[at] as number] = 0;
    this.#bytes = bytes;
    this.#from = from;
    this.#to = to;
    if (to - from > wordBits) return;
    for (let at = from, bit = 1; at < to; at += 1, bit <<= 1) {
      const byte = bytes[at] as number;
      this.#masks[byte] = (this.#masks[byte] as number) | bit;
    }
  }

  levenshtein(other: Uint8Array, from: number, to: number): number {
    const length = this.#to - this.#from;
    if (length === 0) return to - from;
    if (length > wordBits) return levenshteinOfLong(this.#bytes, this.#from, this.#to, other, from, to);
    const masks = this.#masks;
    const last = 1 << (length - 1);
    let up = -1;
    let down = 0;
    let edits = length;
    for (let at = from; at < to; at += 1) {
      const same = masks[other[at] as number] as number;
      const straight = (((same & up) + up) ^ up) | same | down;
      let across = down | ~(straight | up);
      let back = up & straight;
      if (across & last) edits += 1;
      else if (back & last) edits -= 1;
      across = (across << 1) | 1;
      back <<= 1;
      up = back | ~(same | down | across);
      down = across & (same | down);
    }
    return edits;
  }

  jaro(other: Uint8Array, from: number, to: number): number {
    const ours = this.#to - this.#from;
    const theirs = to - from;
    if (ours === 0 && theirs === 0) return 1;
    if (ours === 0 || theirs === 0) return 0;
    const bytes = this.#bytes;
    const start = this.#from;
    if (ours > wordBits || theirs > wordBits) return jaroOfLong(bytes, start, this.#to, other, from, to);
    const masks = this.#masks;
    const reach = Math.max(0, (Math.max(ours, theirs) >> 1) - 1);
    let ourMatched = 0;
    let theirMatched = 0;
    let matches = 0;
    for (let at = 0; at < theirs; at += 1) {
      const mask = masks[other[from + at] as number] as number;
      if (mask === 0) continue;
      const upTo = at + reach + 1;
      const window = (upTo >= wordBits ? -1 : (1 << upTo) - 1) & ~(at > reach ? (1 << (at - reach)) - 1 : 0);
      const free = mask & window & ~ourMatched;
      if (free === 0) continue;
      ourMatched |= free & -free;
      theirMatched |= 1 << at;
      matches += 1;
    }
    if (matches === 0) return 0;
    let swapped = 0;
    for (let match = 0; match < matches; match += 1) {
      const ourBit = ourMatched & -ourMatched;
      const theirBit = theirMatched & -theirMatched;
      if (bytes[start + 31 - Math.clz32(ourBit)] !== other[from + 31 - Math.clz32(theirBit)]) swapped += 1;
      ourMatched ^= ourBit;
      theirMatched ^= theirBit;
    }
    return (matches / ours + matches / theirs + (matches - (swapped >> 1)) / matches) / 3;
  }

  jaroWinkler(other: Uint8Array, from: number, to: number): number {
    const similarity = this.jaro(other, from, to);
    if (similarity <= 0.7) return similarity;
    const bytes = this.#bytes;
    const start = this.#from;
    const most = Math.min(4, this.#to - start, to - from);
    let prefix = 0;
    while (prefix < most && bytes[start + prefix] === other[from + prefix]) prefix += 1;
    return similarity + prefix * 0.1 * (1 - similarity);
  }
}
