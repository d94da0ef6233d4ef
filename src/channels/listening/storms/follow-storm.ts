import type { AlertSeverity, StormAlert } from '../../../core/model/alert.js';
import type { Instant } from '../../../core/model/instant.js';
import { isWorse, severityOf } from '../spikes/spike-alert.js';
import type { SpikeDetector } from '../spikes/spike-detector.js';
import { surprise } from '../spikes/surprise.js';
import { type CascadeBook, cascadeOf } from './cascades.js';
import { causesOf, heatOf, type Trail } from './causes.js';

/** Of the posts beyond the usual so many must be critical, as far as their number allows to say. */
const leastCritical = 0.35;
/** Where all traffic has risen, ours must have risen so many times as much. */
const leastOfTraffic = 1.5;
/** What is critical must be a surprise of one in a thousand by itself, lest an ordinary bad hour behind a wave is called a storm. */
const leastSurprise = 3;
const dispersion = 0.03;
const hour = 3_600_000;
/** Looked at from short to long; the first on which it shows is told. */
const spans = [hour / 4, hour, 3 * hour, 12 * hour];

/** A storm or wave that is open. Plain JSON. */
export interface OpenStorm {
  kind: 'storm' | 'wave';
  openedAt: Instant;
  severity: AlertSeverity;
  spanMs: number;
}

/** What a storm is seen by. */
export interface StormSight {
  posts: SpikeDetector;
  critical: SpikeDetector;
  traffic: SpikeDetector | undefined;
  trail: Trail;
  cascades: CascadeBook;
  fewest: number;
}

/** Opens a storm or wave, lets it grow or ends it, as its spikes say. */
export function followStorm(
  before: OpenStorm | undefined,
  at: Instant,
  sight: StormSight,
): { open: OpenStorm | undefined; alerts: StormAlert[] } {
  if (!sight.posts.standing().open && !sight.critical.standing().open)
    return { open: undefined, alerts: before ? [alertOf('over', before, at, sight)] : [] };
  const spanMs = spans.find((span) => isStorm(span, sight));
  if (spanMs !== undefined && before?.kind !== 'storm') {
    const open: OpenStorm = { kind: 'storm', openedAt: at, severity: severityNow('storm', at, sight), spanMs };
    const ended = before ? [alertOf('over', before, at, sight)] : [];
    return { open, alerts: [...ended, alertOf('opened', open, at, sight)] };
  }
  if (!before) {
    if (!sight.posts.standing().open || isOfAllTraffic(hour, sight)) return { open: undefined, alerts: [] };
    const open: OpenStorm = { kind: 'wave', openedAt: at, severity: severityNow('wave', at, sight), spanMs: hour };
    return { open, alerts: [alertOf('opened', open, at, sight)] };
  }
  const severity = severityNow(before.kind, at, sight);
  if (!isWorse(severity, before.severity)) return { open: before, alerts: [] };
  const open = { ...before, severity };
  return { open, alerts: [alertOf('grew', open, at, sight)] };
}

function isStorm(spanMs: number, sight: StormSight): boolean {
  const { seen, expected } = sight.critical.over(spanMs);
  return (
    seen >= sight.fewest &&
    surprise(seen, Math.max(expected, 1e-6), dispersion) >= leastSurprise &&
    // Never on less than an hour, else a wave of praise had many chances to look critical for a moment.
    atLeast(criticalBeyond(Math.max(spanMs, hour), sight)) >= leastCritical &&
    !isOfAllTraffic(spanMs, sight)
  );
}

/** Posts beyond the usual, and the critical ones among them. */
function criticalBeyond(spanMs: number, { posts, critical }: StormSight): { critical: number; all: number } {
  const all = posts.over(spanMs);
  const against = critical.over(spanMs);
  const beyond = Math.max(0, against.seen - against.expected);
  return { critical: beyond, all: Math.max(all.seen - all.expected, beyond) };
}

/** What a share is at least, with 99 % certainty (Wilson, 1927). */
function atLeast({ critical, all }: { critical: number; all: number }): number {
  if (all <= 0) return 0;
  const share = critical / all;
  const doubt = 2.33 ** 2 / all;
  return (share + doubt / 2 - Math.sqrt(doubt * (share * (1 - share) + doubt / 4))) / (1 + doubt);
}

/** Whether everything else has risen for sure, and ours not much more than that. */
function isOfAllTraffic(spanMs: number, { posts, traffic }: StormSight): boolean {
  if (!traffic) return false;
  const [ours, all] = [posts.over(spanMs), traffic.over(spanMs)];
  const [seen, expected] = [all.seen - ours.seen, all.expected - ours.expected];
  if (expected <= 0 || surprise(seen, expected, dispersion) < leastSurprise) return false;
  return ours.seen / Math.max(ours.expected, 1e-6) < (leastOfTraffic * seen) / expected;
}

function trafficShare(spanMs: number, { posts, traffic }: StormSight): { seen: number; usual: number } | undefined {
  if (!traffic) return undefined;
  const [ours, all] = [posts.over(spanMs), traffic.over(spanMs)];
  if (all.seen === 0 || all.expected === 0) return undefined;
  return { seen: ours.seen / all.seen, usual: ours.expected / all.expected };
}

/** By what it brought beyond the usual; a storm that is mostly heated counts as one step more. */
function severityNow(kind: OpenStorm['kind'], at: Instant, sight: StormSight): AlertSeverity {
  const { seen, expected } = (kind === 'storm' ? sight.critical : sight.posts).over(12 * hour);
  const severity = severityOf(seen - expected, sight.posts.standing().usualDay);
  if (kind === 'wave' || heatOf(sight.trail, Date.parse(at) - 12 * hour) < 0.5) return severity;
  return severity === 'low' ? 'medium' : severity === 'medium' ? 'high' : 'critical';
}

function alertOf(phase: StormAlert['phase'], open: OpenStorm, at: Instant, sight: StormSight): StormAlert {
  const { kind, openedAt, severity, spanMs } = open;
  const since = Date.parse(openedAt) - Math.max(spanMs, hour);
  const share = trafficShare(spanMs, sight);
  const beyond = criticalBeyond(Math.max(spanMs, hour), sight);
  const cascades = sight.cascades.kept().filter(({ posts, last }) => posts > 1 && last >= since);
  return {
    kind,
    phase,
    key: `${kind}/${openedAt}/${phase === 'over' ? 'over' : severity}`,
    at,
    openedAt,
    severity,
    baseline: { spanMs, posts: sight.posts.over(spanMs), critical: sight.critical.over(spanMs) },
    criticalShare: beyond.all > 0 ? beyond.critical / beyond.all : 0,
    heat: heatOf(sight.trail, since),
    ...(share && { trafficShare: share }),
    causes: {
      ...causesOf(sight.trail, since),
      cascades: cascades
        .sort((left, right) => right.posts - left.posts)
        .slice(0, 3)
        .map(cascadeOf),
    },
  };
}
