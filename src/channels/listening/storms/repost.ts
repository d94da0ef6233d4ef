import type { AlertSeverity, RepostAlert } from '../../../core/model/alert.js';
import type { HeardPost } from './heard-post.js';
import type { KeptRemoval } from './removals.js';

/** Counts a repost and tells of it, unless it was told lately and has not become more severe. */
export function tellOfRepost(removal: KeptRemoval, { id, at }: HeardPost, coolDownMs: number): RepostAlert | undefined {
  const time = Date.parse(at);
  const before = severityOf(removal.reposts);
  removal.reposts += 1;
  const severity = severityOf(removal.reposts);
  const isNew = removal.toldAt === undefined || time - removal.toldAt >= coolDownMs;
  if (!isNew && severity === before) return undefined;
  removal.toldAt = time;
  const { interaction, by, reason, reposts } = removal;
  return {
    kind: 'repost',
    phase: isNew ? 'opened' : 'grew',
    key: `repost/${interaction}/${reposts}`,
    at,
    severity,
    removal: { interaction, at: removal.at, by, reason },
    post: id,
    reposts,
  };
}

function severityOf(reposts: number): AlertSeverity {
  if (reposts >= 64) return 'critical';
  if (reposts >= 16) return 'high';
  return reposts >= 4 ? 'medium' : 'low';
}
