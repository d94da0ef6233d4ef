/** Two clusters that may be joined. */
export interface Offer {
  /** In bits. */
  weight: number;
  left: number;
  right: number;
  /** How often both had been joined when it was made: a cluster that was joined since makes it void. */
  joins: number;
}

/** A heap with the heaviest offer on top; of equals the one of the smallest places, so that the result is always the same. */
export class Offers {
  readonly #offers: Offer[] = [];

  push(offer: Offer): void {
    const heap = this.#offers;
    let at = heap.length;
    heap.push(offer);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!before(offer, heap[above] as Offer)) break;
      heap[at] = heap[above] as Offer;
      at = above;
    }
    heap[at] = offer;
  }

  pop(): Offer | undefined {
    const heap = this.#offers;
    const top = heap[0];
    const last = heap.pop();
    if (!top || !last || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1] as Offer, heap[child] as Offer)) child += 1;
      if (!before(heap[child] as Offer, last)) break;
      heap[at] = heap[child] as Offer;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

function before(a: Offer, b: Offer): boolean {
  return a.weight !== b.weight ? a.weight > b.weight : a.left !== b.left ? a.left < b.left : a.right < b.right;
}
