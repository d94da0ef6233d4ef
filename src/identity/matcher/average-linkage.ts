/** Two records and what speaks for their being one, in bits with the prior; negative speaks against. */
export interface Edge {
  left: number;
  right: number;
  weight: number;
}

/** No single pair outvotes more than a few others. */
const most = 12;
const least = -6;
/** What a pair weighs that was never compared, since it shares no key. */
const unseen = least;

/** What is known of the pairs between two clusters. */
interface Link {
  sum: number;
  count: number;
}

/**
 * Joins records into clusters by average linkage: always the two clusters whose pairs weigh most on average, as long
 * as that is
 * above the cut. A chain of likely pairs does not join what is unlikely as a whole, as connected components would.
 *
 * R. R. Sokal and C. D. Michener, "A statistical method for evaluating systematic relationships" (1958).
 *
 * @param size how many records there are; edges name them by place, each pair once.
 * @param cut the average, in bits, above which clusters are joined.
 * @param forbids whether two clusters must never be one.
 * @returns the cluster of each record, called by the smallest place in it.
 */
export function averageLinkage(
  size: number,
  edges: Iterable<Edge>,
  cut = 0,
  forbids: (left: readonly number[], right: readonly number[]) => boolean = () => false,
): Int32Array {
  const links: Map<number, Link>[] = Array.from({ length: size }, () => new Map());
  const members: number[][] = Array.from({ length: size }, (_, place) => [place]);
  /** Counts a cluster's joins, so that offers made before are known to be void. */
  const joins = new Int32Array(size);
  const clusters = Int32Array.from({ length: size }, (_, place) => place);
  const queue = new Queue();
  const offer = (a: number, b: number, { sum, count }: Link): void => {
    const pairs = (members[a] as number[]).length * (members[b] as number[]).length;
    const weight = (sum + (pairs - count) * unseen) / pairs;
    const made = (joins[a] as number) + (joins[b] as number);
    if (weight > cut) queue.push({ weight, left: Math.min(a, b), right: Math.max(a, b), joins: made });
  };
  for (const { left, right, weight } of edges) {
    const link = { sum: Math.min(most, Math.max(least, weight)), count: 1 };
    (links[left] as Map<number, Link>).set(right, link);
    (links[right] as Map<number, Link>).set(left, link);
    offer(left, right, link);
  }
  for (let next = queue.pop(); next; next = queue.pop()) {
    const { left, right } = next;
    if (clusters[left] !== left || clusters[right] !== right) continue;
    if (next.joins !== (joins[left] as number) + (joins[right] as number)) continue;
    if (forbids(members[left] as number[], members[right] as number[])) continue;
    clusters[right] = left;
    joins[left] = (joins[left] as number) + 1;
    for (const place of members[right] as number[]) (members[left] as number[]).push(place);
    const ours = links[left] as Map<number, Link>;
    ours.delete(right);
    for (const [other, link] of links[right] as Map<number, Link>) {
      const theirs = links[other] as Map<number, Link>;
      theirs.delete(right);
      if (other === left) continue;
      const known = ours.get(other);
      const joined = known ? { sum: known.sum + link.sum, count: known.count + link.count } : link;
      ours.set(other, joined);
      theirs.set(left, joined);
    }
    links[right] = new Map();
    members[right] = [];
    for (const [other, link] of ours) offer(left, other, link);
  }
  for (const [root, places] of members.entries()) for (const place of places) clusters[place] = root;
  return clusters;
}

interface Offer extends Edge {
  /** Of both clusters when it was made: a cluster that was joined since makes it void. */
  joins: number;
}

/**
 * A heap with the heaviest offer on top; of equals the one of the smallest places, so that the result is always the
 * same.
 */
class Queue {
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
