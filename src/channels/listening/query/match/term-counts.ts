const size = 1 << 16;
const most = 1 << 30;

/**
 * How often words were seen, kept by hash in a fixed table, so that those of queries yet to come are counted too. Two words
 * may share a place: then a query is looked up by a word less rare than it could be, and nothing else.
 */
export class TermCounts {
  #counts = new Uint32Array(size);

  add(hash: number, times = 1): void {
    const place = placeOf(hash);
    const count = (this.#counts[place] as number) + times;
    this.#counts[place] = count;
    if (count > most) this.#counts = this.#counts.map((each) => each >>> 1);
  }

  get(hash: number): number {
    return this.#counts[placeOf(hash)] as number;
  }
}

const placeOf = (hash: number) => (hash ^ (hash >>> 16)) & (size - 1);
