import type { AlertSeverity, StormAlert } from '../../../core/model/alert.js';
import { interactionId } from '../../../core/model/id.js';
import type { Instant } from '../../../core/model/instant.js';
import { stormDetector } from '../storms/storm-detector.js';
import type { ReportedPost } from './reported-post.js';

/** A storm or a wave, from its beginning to its end. */
export interface StormOfReport {
  kind: 'storm' | 'wave';
  openedAt: Instant;
  /** Absent of one that was open at the end. */
  overAt?: Instant;
  /** The gravest it came to. */
  severity: AlertSeverity;
  /** Of the posts beyond the usual, the share that is critical, when it was gravest. */
  criticalShare: number;
  /** Posts in the span on which it showed most, and what was usual. */
  seen: number;
  expected: number;
}

/** The storms and waves among posts that come in the order of time. */
export function stormsAmong(posts: readonly ReportedPost[]): StormOfReport[] {
  const storms: StormOfReport[] = [];
  const detector = stormDetector();
  const take = (alert: StormAlert): void => {
    const last = storms.at(-1);
    if (alert.phase === 'over') {
      if (last) last.overAt = alert.at;
      return;
    }
    const told = figuresOf(alert);
    if (alert.phase === 'opened') storms.push(told);
    else if (last) Object.assign(last, told);
  };
  for (const [place, { at, text, sentiment }] of posts.entries()) {
    const id = idOf(place);
    const { alerts } = detector.observe({
      id,
      ref: { network: 'file', realm: '', externalId: id },
      at,
      text,
      of: [],
      reactions: 0,
      ...(sentiment !== 'unsupported' && { sentiment }),
    });
    for (const alert of alerts) if (alert.kind !== 'repost') take(alert);
  }
  return storms;
}

const figuresOf = ({ kind, openedAt, severity, criticalShare, baseline: { posts } }: StormAlert): StormOfReport => ({
  kind,
  openedAt,
  severity,
  criticalShare,
  seen: posts.seen,
  expected: posts.expected,
});

/** A detector tells posts apart by ids; these have none of their own. */
const idOf = (place: number) => interactionId.parse(`00000000-0000-7000-8000-${place.toString(16).padStart(12, '0')}`);
