/** Where words stand: the numbers of the first and the last. */
export interface Place {
  first: number;
  last: number;
}

/** In the order in which they begin. */
export function sortPlaces(places: Place[]): Place[] {
  return places.sort((one, other) => one.first - other.first || one.last - other.last);
}

/**
 * The places that reach from one on the left to one on the right which is at most `within` words away, when ordered behind it.
 * Two that overlap are not near each other.
 *
 * @param left in the order in which they begin, as `right`
 * @param most how many pairs are looked for
 */
export function nearPlaces(
  left: readonly Place[],
  right: readonly Place[],
  { within, ordered }: { within: number; ordered: boolean },
  most: number,
): Place[] {
  const longest = right.reduce((length, { first, last }) => Math.max(length, last - first), 0);
  const found: Place[] = [];
  let from = 0;
  for (const { first, last } of left) {
    while (from < right.length && (right[from] as Place).first < first - within - longest) from += 1;
    for (let at = from; at < right.length && (right[at] as Place).first <= last + within; at += 1) {
      const other = right[at] as Place;
      if (other.first > last) found.push({ first, last: other.last });
      else if (!ordered && other.last < first && first - other.last <= within) found.push({ first: other.first, last });
      if (found.length === most) return sortPlaces(found);
    }
  }
  return sortPlaces(found);
}
