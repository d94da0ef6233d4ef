/**
 * What joining two clusters counts for against the cut, in bits: what many pairs tell together is surer than what one
 * tells. Each pair counts, so that clusters whose pairs agree are not parted where a somewhat higher probability is asked for.
 */
export function strengthOf(weight: number, pairs: number): number {
  return weight * pairs;
}
