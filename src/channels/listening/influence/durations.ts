/** How long things took, in milliseconds; `unknown` where there are none. */
export interface Durations {
  of: number;
  medianMs: number | 'unknown';
  /** Nine in ten took no longer. */
  p90Ms: number | 'unknown';
}

/** Quantiles by the nearest rank: the smallest value that so many are not above. */
export function durationsOf(values: readonly number[]): Durations {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.ceil(share * sorted.length) - 1] ?? 'unknown';
  return { of: sorted.length, medianMs: at(0.5), p90Ms: at(0.9) };
}
