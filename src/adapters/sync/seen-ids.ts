/**
 * Remembers which ids were seen, in eight bytes each: a hash of 53 bits stands for an id, so that of a million ids seen
 * one that was not is taken for one of them once in ten thousand million.
 */
export class SeenIds {
  #hashes = new Float64Array(1024);
  #size = 0;
  #sorted = true;

  /** Gives the hash that stands for the id. */
  add(id: string): number {
    const hash = hashOf(id);
    this.addHash(hash);
    return hash;
  }

  /** Adds what `add` gave before. */
  addHash(hash: number): void {
    if (this.#size === this.#hashes.length) {
      const larger = new Float64Array(this.#size * 2);
      larger.set(this.#hashes);
      this.#hashes = larger;
    }
    this.#hashes[this.#size++] = hash;
    this.#sorted = false;
  }

  has(id: string): boolean {
    const hashes = this.#hashes.subarray(0, this.#size);
    if (!this.#sorted) hashes.sort();
    this.#sorted = true;
    const wanted = hashOf(id);
    let low = 0;
    let high = hashes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((hashes[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    return hashes[low] === wanted;
  }
}

/** Two FNV-1a hashes over different beginnings, mixed and put together. */
function hashOf(text: string): number {
  let low = 0x811c9dc5;
  let high = 0x9e3779b9;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x5bd1e995);
    high ^= high >>> 15;
  }
  low = mixed(low);
  high = mixed(high ^ text.length);
  return (high >>> 11) * 0x1_0000_0000 + (low >>> 0);
}

/** The last step of MurmurHash3: each bit of the input moves every bit of the output. */
function mixed(hash: number): number {
  let bits = hash ^ (hash >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
