/** A series with the windows in which something really happened. */
export interface LabelledSeries {
  times: readonly number[];
  windows: readonly (readonly [from: number, until: number])[];
}

/** How alerts on a series fared. */
export interface NabResult {
  /** Standard profile, not yet normalized: a window found counts up to 1, one missed -1, a false alert up to -0.11. */
  raw: number;
  windows: number;
  found: number;
  falseAlerts: number;
}

const falseWeight = 0.11;

/**
 * Scores alerts as the Numenta Anomaly Benchmark does, by its standard profile: of each window the earliest alert counts, the more
 * the earlier; alerts outside of windows cost, those shortly behind one less. The first 15 % of a series, at most 750
 * rows, are for learning and are not scored. After Lavin and Ahmad (2015), written anew.
 *
 * @param alerts places of rows
 */
export function nabResult({ times, windows }: LabelledSeries, alerts: Iterable<number>): NabResult {
  const probation = Math.min(Math.floor(times.length * 0.15), 750);
  const places = windows.map(([from, until]) => ({
    first: times.findIndex((time) => time >= from),
    last: times.findLastIndex((time) => time <= until),
  }));
  const best = places.map(() => -1);
  let falseAlerts = 0;
  let cost = 0;
  for (const alert of alerts) {
    if (alert < probation) continue;
    const within = places.findIndex(({ first, last }) => alert >= first && alert <= last);
    const window = places[within];
    if (window) {
      const position = -(window.last - alert + 1) / (window.last - window.first + 1);
      best[within] = Math.max(best[within] as number, worth(position) / worth(-1));
      continue;
    }
    const before = places.findLast(({ last }) => last < alert);
    falseAlerts += 1;
    cost +=
      falseWeight * worth(before ? (alert - before.last) / (before.last - before.first) : Number.POSITIVE_INFINITY);
  }
  return {
    raw: best.reduce((sum, value) => sum + value, 0) + cost,
    windows: windows.length,
    found: best.filter((value) => value > -1).length,
    falseAlerts,
  };
}

/** From 0, where nothing is told, to 100, where every window is found at its beginning and nothing else is told. */
export function normalizedNab(results: readonly NabResult[]): number {
  const windows = results.reduce((sum, result) => sum + result.windows, 0);
  const raw = results.reduce((sum, result) => sum + result.raw, 0);
  return (100 * (raw + windows)) / (2 * windows);
}

/** Of an alert at a place relative to a window: -1 is its beginning, 0 its end. */
const worth = (position: number): number => (position >= 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1);
