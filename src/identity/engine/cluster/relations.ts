/** Two clusters that belong together and are two, each called by one of its rows. */
export interface Relation {
  left: number;
  right: number;
  /** Of the pair of their rows that tells it best. */
  probability: number;
}

/** Gathers what pairs of rows tell of their clusters; the best pair of two clusters counts. */
export function relationsOf(
  size: number,
  clusters: Uint32Array,
  eachPair: (tell: (left: number, right: number, probability: number) => void) => void,
): Relation[] {
  const best = new Map<number, number>();
  eachPair((left, right, probability) => {
    const [one, other] = [clusters[left] as number, clusters[right] as number];
    if (one === other) return;
    const key = Math.min(one, other) * size + Math.max(one, other);
    if (probability > (best.get(key) ?? 0)) best.set(key, probability);
  });
  return Array.from(best, ([key, probability]) => ({ left: Math.floor(key / size), right: key % size, probability }));
}
