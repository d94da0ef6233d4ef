import { KenningError } from '../../../core/errors.js';
import type { Cascade, Removal, RepostAlert, StormAlert } from '../../../core/model/alert.js';
import type { InteractionId } from '../../../core/model/id.js';
import type { Instant } from '../../../core/model/instant.js';
import { type SpikeDetector, type SpikeState, spikeDetector } from '../spikes/spike-detector.js';
import { cascadeBook, cascadeOf, type KeptCascade } from './cascades.js';
import { leave, newTrail, type Trail } from './causes.js';
import { followStorm, type OpenStorm } from './follow-storm.js';
import { forgetIn } from './forget-in.js';
import type { HeardPost } from './heard-post.js';
import { moodOf } from './mood.js';
import { broughtBack, type KeptRemoval, keepRemoval, keptRemoval } from './removals.js';
import { tellOfRepost } from './repost.js';
import { plainText, wordsOf } from './words-of.js';

/** The width of bins where none is asked for: 5 minutes. */
export const defaultEveryMs = 300_000;

export interface StormOptions {
  /** The width of a bin in milliseconds: 60,000 to a week. Defaults to 5 minutes. Posts are weighed one by one nevertheless. */
  everyMs?: number;
  /** How long it must be calm before a storm is over, and before the same repost is told again. Defaults to 6 hours. */
  coolDownMs?: number;
  /** So many posts must come together before anything is told. Defaults to 4. */
  fewest?: number;
}

/** All that a detector of storms knows. Plain JSON of bounded size; of texts it holds sketches and, of the last 200 posts, words. */
export interface StormState {
  format: 'kenning-storms';
  version: 1;
  everyMs: number;
  posts: SpikeState;
  critical: SpikeState;
  /** Absent until traffic is told. */
  traffic?: SpikeState;
  open?: OpenStorm;
  trail: Trail;
  cascades: KeptCascade[];
  removals: KeptRemoval[];
}

/** What a post said. */
export interface StormObservation {
  /** Why it was not taken; it changed nothing. */
  refused?: string;
  /** What the post belongs to, with all that others said alike. */
  cascade?: Cascade;
  alerts: (StormAlert | RepostAlert)[];
}

export interface StormDetector {
  /** Takes a post, roughly in the order of time. A post that is told again changes nothing while it is among the last 200. */
  observe(post: HeardPost): StormObservation;
  /** Says how many posts there were of anything at all, before those of ours at that time, so that what everybody does is no storm. */
  traffic(observation: { at: Instant; count: number }): void;
  /** Lets time pass in which nothing was posted; after a while a storm is over. */
  advance(to: Instant): StormAlert[];
  /**
   * Says what was hidden or deleted, so that it is known when it comes again: by its text, or by the sketch of it where the text is gone.
   * A text of less than 16 letters is not known again.
   */
  removed(removal: Removal & ({ text: string } | { sketch: string })): void;
  /** Says that what was hidden stands again. */
  restored(interaction: InteractionId): void;
  /**
   * Forgets what must not be known any more: posts and removals by their ids, people by the ids of their records.
   *
   * @returns whether anything was known of them
   */
  forget(ids: Iterable<string>): boolean;
  /** A copy of all that is known, to be kept and given to {@link stormDetector} later. */
  snapshot(): StormState;
}

/**
 * Finds firestorms among the posts of one saved search, in one pass and in memory that does not grow.
 *
 * A storm is a spike (see {@link spikeDetector}) of all posts or of the critical ones, where surely more than a third of the posts beyond
 * the usual are critical, and which is no part of what all traffic does. A spike of others is a wave, and is never called a storm. Whether a
 * post is critical says its sentiment; without one, words of anger, fear and disgust against words of praise.
 *
 * Copies, shares and quotes form cascades. What comes again of that which was removed is told with who removed it and why.
 *
 * @param state what {@link StormDetector.snapshot} gave; a detector goes on as if it had never stopped
 * @throws KenningError `invalid` for options out of range, and for a state of another width of bins
 * @example
 * const storms = stormDetector();
 * const { alerts } = storms.observe(heardPost(interaction, signals));
 */
export function stormDetector(options: StormOptions = {}, state?: StormState): StormDetector {
  const { everyMs = defaultEveryMs, coolDownMs = 21_600_000, fewest = 4 } = options;
  if (state && (state.format !== 'kenning-storms' || state.version !== 1 || state.everyMs !== everyMs))
    throw new KenningError('invalid', 'This is no state of such a detector of storms. Begin without one.');
  const counting = (from?: SpikeState) => spikeDetector({ everyMs, missing: 'zero', coolDownMs, fewest }, from);
  const posts = counting(state?.posts);
  const critical = counting(state?.critical);
  let traffic: SpikeDetector | undefined = state?.traffic && counting(state.traffic);
  let open = structuredClone(state?.open);
  let trail = structuredClone(state?.trail) ?? newTrail();
  let removals = structuredClone(state?.removals) ?? [];
  const cascades = cascadeBook(state?.cascades);

  function follow(at: Instant): StormAlert[] {
    const said = followStorm(open, at, { posts, critical, traffic, trail, cascades, fewest });
    open = said.open;
    return said.alerts;
  }

  return {
    observe(post) {
      if (trail.recent.some(({ id }) => id === post.id)) return { alerts: [] };
      const plain = plainText(post.text);
      const words = wordsOf(plain);
      const mood = moodOf(post, words);
      const { refused } = posts.observe({ at: post.at, count: 1 });
      if (refused !== undefined) return { refused, alerts: [] };
      critical.observe({ at: post.at, count: mood.critical ? 1 : 0 });
      const cascade = cascades.add(post, plain);
      leave(trail, post, mood, words, cascade.posts);
      const removal = broughtBack(removals, post, plain);
      const repost = removal && tellOfRepost(removal, post, coolDownMs);
      return { cascade: cascadeOf(cascade), alerts: [...follow(post.at), ...(repost ? [repost] : [])] };
    },
    traffic(observation) {
      traffic ??= counting();
      traffic.observe(observation);
    },
    advance(to) {
      const { refused } = posts.observe({ at: to, count: 0 });
      if (refused !== undefined) return [];
      critical.observe({ at: to, count: 0 });
      return follow(to);
    },
    removed(removal) {
      const kept = keptRemoval(removal);
      if (kept) keepRemoval(removals, kept);
    },
    restored(id) {
      removals = removals.filter(({ interaction }) => interaction !== id);
    },
    forget(ids) {
      const gone = new Set(ids);
      const known = () => cascades.size() + trail.recent.length + removals.length;
      const before = known();
      cascades.forget(gone);
      trail = forgetIn(trail, gone);
      removals = removals.filter(({ interaction }) => !gone.has(interaction));
      return known() < before;
    },
    snapshot: () =>
      structuredClone({
        format: 'kenning-storms',
        version: 1,
        everyMs,
        posts: posts.snapshot(),
        critical: critical.snapshot(),
        ...(traffic && { traffic: traffic.snapshot() }),
        ...(open && { open }),
        trail,
        cascades: cascades.kept(),
        removals,
      }),
  };
}
