/** How well pairs were found. */
export interface Evaluation {
  /** The share of found pairs that are right; 1 when none was found. */
  precision: number;
  /** The share of right pairs that were found; 1 when there are none. */
  recall: number;
  /** The harmonic mean of both. */
  f1: number;
  /** How many pairs were found and are right, were found, and are right. */
  correct: number;
  found: number;
  true: number;
}

/**
 * Compares two clusterings of the same records by the pairs that they put together, counted from the sizes of clusters
 * and of their overlaps,
 * so that no pair is enumerated.
 *
 * @param found the cluster of each record; `truth` is in the same order.
 * @example
 * evaluateClusters(['a', 'a', 'b'], [1, 1, 1]) // precision 1, recall 1/3
 */
export function evaluateClusters(found: readonly (string | number)[], truth: readonly (string | number)[]): Evaluation {
  const together = new Map<string | number, Map<string | number, number>>();
  const ours = new Map<string | number, number>();
  const theirs = new Map<string | number, number>();
  for (const [index, cluster] of found.entries()) {
    const actual = truth[index] as string | number;
    const overlaps = together.get(cluster) ?? new Map<string | number, number>();
    overlaps.set(actual, (overlaps.get(actual) ?? 0) + 1);
    together.set(cluster, overlaps);
    ours.set(cluster, (ours.get(cluster) ?? 0) + 1);
    theirs.set(actual, (theirs.get(actual) ?? 0) + 1);
  }
  const correct = [...together.values()].reduce((sum, overlaps) => sum + pairs(overlaps.values()), 0);
  return evaluation(correct, pairs(ours.values()), pairs(theirs.values()));
}

/**
 * Compares links with the truth: entry by entry the id that was linked, or `undefined`.
 *
 * @example
 * evaluateLinks(['ann', undefined, 'bob'], ['ann', 'eve', 'eve']) // precision 1/2, recall 1/3
 */
export function evaluateLinks(
  found: readonly (string | undefined)[],
  truth: readonly (string | undefined)[],
): Evaluation {
  const correct = found.filter((id, index) => id !== undefined && id === truth[index]).length;
  const count = (ids: readonly (string | undefined)[]) => ids.filter((id) => id !== undefined).length;
  return evaluation(correct, count(found), count(truth));
}

function pairs(sizes: Iterable<number>): number {
  let sum = 0;
  for (const size of sizes) sum += (size * (size - 1)) / 2;
  return sum;
}

function evaluation(correct: number, found: number, actual: number): Evaluation {
  const precision = found === 0 ? 1 : correct / found;
  const recall = actual === 0 ? 1 : correct / actual;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1, correct, found, true: actual };
}
