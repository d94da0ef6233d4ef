/**
 * What joining two clusters counts for against the cut, in bits: what many pairs tell together is surer than what one
 * tells. It adds up, though not as if each were independent.
 */
export function strengthOf(weight: number, pairs: number): number {
  return weight * Math.sqrt(pairs);
}
