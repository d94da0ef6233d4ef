import type { AlertSeverity } from '../../../core/model/alert.js';
import { levelOf } from './baseline.js';
import { type Evidence, type Knowledge, newestOf } from './evidence.js';
import type { Setting } from './setting.js';
import { isWorse, type SpikeAlert, severityOf } from './spike-alert.js';

const day = 86_400_000;
/** Below this score a spike cools down. */
const calm = 0.5;

/** A spike that is open. Plain JSON. */
export interface Episode {
  /** The bins in which it was opened, and in which it was last worth keeping open. */
  opened: number;
  last: number;
  severity: AlertSeverity;
  /** What spoke most for it. */
  peak: Evidence;
  /** Posts beyond the usual, without the newest bin. */
  excess: number;
}

/** Where a series stands: what is known of it, and the spike that is open. */
interface Standing {
  known: Knowledge;
  episode?: Episode;
}

/** Opens a spike or lets it grow, as the newest bin says. */
export function follow(standing: Standing, evidence: Evidence, bin: number, setting: Setting): SpikeAlert | undefined {
  const [seen, expected] = newestOf(standing.known);
  const { episode } = standing;
  if (!episode) {
    if (evidence.score < 1) return undefined;
    const before = evidence.seen - evidence.expected - (seen - expected);
    const opened: Episode = { opened: bin, last: bin, severity: 'low', peak: evidence, excess: before };
    opened.severity = severityOf(before + seen - expected, usualDay(standing.known, setting));
    standing.episode = opened;
    return alertOf('opened', opened, evidence, bin, before + seen - expected, setting);
  }
  if (evidence.score >= calm) episode.last = Math.max(episode.last, bin);
  if (evidence.score > episode.peak.score) episode.peak = evidence;
  const excess = episode.excess + seen - expected;
  const severity = severityOf(excess, usualDay(standing.known, setting));
  if (!isWorse(severity, episode.severity)) return undefined;
  episode.severity = severity;
  return alertOf('grew', episode, evidence, bin, excess, setting);
}

/** Counts the bin that is over, and ends a spike that has been calm for long enough before the next bin. */
export function endBin(standing: Standing, next: number, coolDown: number, setting: Setting): SpikeAlert | undefined {
  const { episode } = standing;
  if (!episode) return undefined;
  const [seen, expected] = newestOf(standing.known);
  episode.excess += seen - expected;
  return next - episode.last > coolDown ? end(standing, next, setting) : undefined;
}

/** Ends the spike that is open. */
export function end(standing: Standing, bin: number, setting: Setting): SpikeAlert | undefined {
  const { episode } = standing;
  if (!episode) return undefined;
  delete standing.episode;
  return alertOf('over', episode, episode.peak, bin, episode.excess, setting);
}

function alertOf(
  phase: SpikeAlert['phase'],
  { opened, severity }: Episode,
  { score, surprise, span, seen, expected }: Evidence,
  bin: number,
  excess: number,
  { everyMs }: Setting,
): SpikeAlert {
  const at = (place: number) => new Date(place * everyMs).toISOString();
  return {
    phase,
    at: at(bin),
    openedAt: at(opened),
    severity,
    score,
    surprise,
    spanMs: span * everyMs,
    seen,
    expected,
    excess,
  };
}

/** Posts of an ordinary day. */
export const usualDay = ({ baseline }: Knowledge, { everyMs }: Setting): number => (levelOf(baseline) * day) / everyMs;
