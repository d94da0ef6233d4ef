const log10 = Math.log(10);
const logRootTwoPi = Math.log(2 * Math.PI) / 2;

/**
 * How surprising a count is: minus the decimal logarithm of the chance to see it or a higher one, where the mean is known
 * and the variance is `mean + dispersion × mean²` (negative binomial). 3 means once in a thousand.
 *
 * The tail is approximated after Lugannani and Rice (1980), which is good to some percent even for single events, never
 * underflows, and costs the same for every count.
 *
 * @param mean above 0
 * @param dispersion above 0
 * @returns 0 for a count that is not above the mean
 * @example
 * surprise(1, 0.01, 0.1) // 2: one post where one in a hundred was expected
 */
export function surprise(count: number, mean: number, dispersion: number): number {
  if (!(count > mean)) return 0;
  const size = 1 / dispersion;
  const deviance = count * Math.log(count / mean) - (count + size) * Math.log((count + size) / (mean + size));
  const root = Math.sqrt(Math.max(2 * deviance, 1e-12));
  // Of the tilt under which the count would be the mean.
  const odds = (mean * (count + size)) / (count * (mean + size));
  const spread = (1 - odds) * Math.sqrt(count + dispersion * count * count);
  const inverse = 1 / Math.max(spread, 1e-12);
  const tail = Math.max(millsRatio(root) - 1 / root + inverse, inverse * 1e-3);
  return Math.max(0, (deviance + logRootTwoPi - Math.log(tail)) / log10);
}

/** The upper tail of the normal distribution over its density (Hastings; the expansion for large arguments). */
function millsRatio(value: number): number {
  if (value > 5) {
    const square = 1 / (value * value);
    return (1 - square * (1 - 3 * square * (1 - 5 * square))) / value;
  }
  const step = 1 / (1 + 0.2316419 * value);
  return (
    step * (0.31938153 + step * (-0.356563782 + step * (1.781477937 + step * (-1.821255978 + step * 1.330274429))))
  );
}
