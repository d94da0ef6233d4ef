import type { BaselineOptions } from './baseline.js';
import type { HabitOptions } from './habit.js';

const minute = 60_000;
const hour = 60 * minute;

/** What a detector goes by, worked out from the width of its bins. The same for every series: nothing is fitted to one. */
export interface Setting {
  everyMs: number;
  /** Spans over which counts are summed, in bins, the shortest first. */
  spans: readonly number[];
  baseline: BaselineOptions;
  habit: HabitOptions;
  /**
   * Of the negative binomial: an expected rate is known to some 17 %. Small on purpose: how widely a series really spreads is
   * learned as its habit.
   */
  dispersion: number;
  /** A count further from the mean than so many deviations is cut to that before it is learned. */
  cut: number;
  /** So many posts must be in a span before it says anything. */
  fewest: number;
  /** How unusual, on the mean over all spans, is worth an alert. */
  overAll: number;
  /** The same on the span where it is most. */
  onOne: number;
  /** How much less often than once a month chance alone may bring what is told, as a power of ten. */
  margin: number;
  /** Bins to be learned before anything is told. */
  settling: number;
}

const spanTimes = [15 * minute, hour, 3 * hour, 12 * hour];

/** @param everyMs the width of a bin: a minute to a week */
export function settingOf(everyMs: number, fewest: number): Setting {
  const longer = spanTimes.map((time) => Math.round(time / everyMs)).filter((bins) => bins > 1);
  const spans = longer.length >= 2 ? [1, ...longer] : [1, 2, 3, ...longer.filter((bins) => bins > 3)];
  const binsPerHour = hour / everyMs;
  return {
    everyMs,
    spans: [...new Set(spans)],
    baseline: { levelHours: 168, cycleHours: 168, binsPerHour, dayPrior: 20, weekPrior: 200 },
    habit: { days: 21, usual: 3.3, prior: 3, spread: 0.1 },
    dispersion: 0.03,
    cut: 2,
    fewest,
    overAll: 0.9,
    onOne: 2.6,
    margin: 0.2,
    settling: Math.max(7, Math.round(24 * binsPerHour)),
  };
}
