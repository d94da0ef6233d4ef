import type { AlertSeverity } from '../../../core/model/alert.js';
import type { Instant } from '../../../core/model/instant.js';

/** What is told of a spike: that it began, that it became more severe, that it is over. */
export interface SpikeAlert {
  phase: 'opened' | 'grew' | 'over';
  /** The beginning of the bin in which it was told. */
  at: Instant;
  /** The same of the bin in which it was opened. */
  openedAt: Instant;
  severity: AlertSeverity;
  /** What speaks for it: 1 is just worth an alert. Of `over` the highest there was. */
  score: number;
  /** Minus the decimal logarithm of the chance, were posts independent of each other. */
  surprise: number;
  /** The span on which it shows most, in milliseconds, and what was seen and expected in it. */
  spanMs: number;
  seen: number;
  expected: number;
  /** Posts beyond the usual since it began. */
  excess: number;
}

const severities: readonly [days: number, severity: AlertSeverity][] = [
  [1, 'critical'],
  [1 / 4, 'high'],
  [1 / 24, 'medium'],
];

/** @param usualDay posts of an ordinary day */
export function severityOf(excess: number, usualDay: number): AlertSeverity {
  // On a series that is nearly silent, a handful is no catastrophe.
  const days = excess / Math.max(usualDay, 50);
  return severities.find(([least]) => days >= least)?.[1] ?? 'low';
}

/** Whether one severity is above another. */
export function isWorse(severity: AlertSeverity, than: AlertSeverity): boolean {
  const order = ['low', 'medium', 'high', 'critical'];
  return order.indexOf(severity) > order.indexOf(than);
}
