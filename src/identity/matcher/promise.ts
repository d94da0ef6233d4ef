/** What is likelier wrong than right is not linked, whatever else is right. */
const leastProbable = 0.5;

/** The share of links that is expected to be right, from the probability of each; 1 where there is none. */
export function expectedPrecision(probabilities: readonly number[]): number {
  if (probabilities.length === 0) return 1;
  return probabilities.reduce((sum, probability) => sum + probability, 0) / probabilities.length;
}

/**
 * The lowest probability from which links are together expected to be right as often as it was asked for. Links that are
 * as probable as each other stand or fall together, so their order makes no difference.
 *
 * @returns 1 where none promises it.
 */
export function probabilityFor(probabilities: readonly number[], precision: number): number {
  const ranked = probabilities.filter((probability) => probability >= leastProbable).sort((one, other) => other - one);
  let lowest = 1;
  let sum = 0;
  for (const [place, probability] of ranked.entries()) {
    sum += probability;
    if (ranked[place + 1] === probability) continue;
    if (sum / (place + 1) < precision) break;
    lowest = probability;
  }
  return lowest;
}
