/** How a topic's share is held against the window before. */
export type Trend = 'new' | 'rising' | 'steady' | 'falling';

export interface CountOf {
  count: number;
  of: number;
}

/** A difference of shares that comes by chance once in a hundred times is no trend. */
const surprising = 2.576;

/**
 * Whether a share has changed, by the z-test of two proportions with a pooled share; `new` when it rose from nothing.
 */
export function trendOf(now: CountOf, before: CountOf): Trend {
  if (now.of === 0 || before.of === 0) return 'steady';
  const pooled = (now.count + before.count) / (now.of + before.of);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / now.of + 1 / before.of));
  const score = error === 0 ? 0 : (now.count / now.of - before.count / before.of) / error;
  if (Math.abs(score) < surprising) return 'steady';
  if (score < 0) return 'falling';
  return before.count === 0 ? 'new' : 'rising';
}
