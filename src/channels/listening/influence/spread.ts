import type { Instant } from '../../../core/model/instant.js';
import { timeOf } from './said.js';

/** Somebody passed a post on. */
export interface Repost {
  at: Instant;
  by?: string;
}

/** How fast a post spread. All times are in milliseconds. */
export interface Spread {
  reposts: number;
  /** Different profiles that passed it on; those that are not known are no part of it. */
  breadth: number;
  /** From the post to the re-post with which half of them (rounded up) had come; `unknown` without any. */
  halfMs: number | 'unknown';
  /** From the post to the last re-post. */
  lastMs: number | 'unknown';
  /** How long each doubling took: from 1 post to 2, to 4, to 8… The post itself is the first. */
  doublingsMs: number[];
  /** The last of them, as a storm's cascade tells it: above the others, it slows down. */
  doublingMs: number | 'unknown';
  /** The shortest of them. */
  fastestDoublingMs: number | 'unknown';
}

/**
 * How fast a post was passed on. The order of the re-posts changes nothing; one that claims to be older than the post counts as
 * sent with it.
 *
 * @param at when the post was sent
 * @throws KenningError `invalid` for an `at` that is no moment
 * @example
 * spread('2026-11-24T09:00:00.000Z', [{ at: '2026-11-24T09:10:00.000Z', by: 'ann' }]).halfMs; // 600000
 */
export function spread(at: Instant, reposts: Iterable<Repost>): Spread {
  const start = timeOf(at);
  const profiles = new Set<string>();
  const times: number[] = [];
  for (const { at: moment, by } of reposts) {
    times.push(Math.max(0, timeOf(moment) - start));
    if (by !== undefined) profiles.add(by);
  }
  times.sort((one, other) => one - other);
  const doublingsMs: number[] = [];
  let before = 0;
  // With the post itself, there are as many posts as the place of a re-post, counted from 1, and one more.
  for (let posts = 2; posts - 2 < times.length; posts *= 2) {
    const reached = times[posts - 2] ?? before;
    doublingsMs.push(reached - before);
    before = reached;
  }
  return {
    reposts: times.length,
    breadth: profiles.size,
    halfMs: times[Math.ceil(times.length / 2) - 1] ?? 'unknown',
    lastMs: times.at(-1) ?? 'unknown',
    doublingsMs,
    doublingMs: doublingsMs.at(-1) ?? 'unknown',
    fastestDoublingMs: doublingsMs.reduce<number | 'unknown'>(
      (least, one) => (least === 'unknown' || one < least ? one : least),
      'unknown',
    ),
  };
}
