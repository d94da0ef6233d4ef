import { z } from 'zod';
import { KenningError } from '../../../core/errors.js';
import type { InteractionId } from '../../../core/model/id.js';
import { type Instant, instant } from '../../../core/model/instant.js';
import { problemIn } from '../../../core/problem-in.js';
import type { StoreReader } from '../../../core/store/store.js';
import { type AfterComplaints, afterComplaints } from './after-complaints.js';
import { type DrawnAnswers, drawnAnswers } from './drawn-answers.js';
import { type NetSentiment, netSentiment } from './net-sentiment.js';
import { type ProfileReach, profileReach } from './profile-reach.js';
import { type EngagementRates, engagementRates } from './rates.js';
import { type PostReach, postReach } from './reach.js';
import { type ReadSaid, readSaid } from './read-said.js';
import { type RepliesPerPost, repliesPerPost } from './replies-per-post.js';
import { type Repost, type Spread, spread } from './spread.js';

export interface InfluenceOptions {
  /** From this moment on. */
  from: Instant;
  /** Up to this moment, which is no part. */
  until: Instant;
  /** How many posts and profiles are named at most, 0 to 1,000. Defaults to 20. */
  limit?: number;
  /** How long an answer to a complaint, and then the person's next word, is waited for. Defaults to 7 days. */
  withinMs?: number;
  signal?: AbortSignal;
}

/** A post with its reach, and how fast it was passed on. */
export interface InfluentialPost extends PostReach {
  id: InteractionId;
  spread: Spread;
}

/** What was said in a window, and what came of it. */
export interface Influence {
  /** All that was read: what is removed is no part. */
  interactions: number;
  afterComplaints: AfterComplaints;
  /** What others said. */
  netSentiment: NetSentiment;
  /** Of our own posts. */
  rates: EngagementRates;
  repliesPerPost: RepliesPerPost;
  /** Which of our own public posts were answered by people outside. */
  drawnAnswers: DrawnAnswers;
  /** Those of anybody with the most engagement first. */
  posts: InfluentialPost[];
  /** Profiles by their records, those with the most engagement first. */
  profiles: ProfileReach[];
}

const optionsShape = z.strictObject({
  from: instant,
  until: instant,
  limit: z.int().min(0).max(1000).default(20),
  withinMs: z.number().positive().max(Number.MAX_SAFE_INTEGER).optional(),
  signal: z.instanceof(AbortSignal).optional(),
});
/** Done without words. */
const wordless: ReadonlySet<string> = new Set(['reaction', 'follow', 'share']);

/** Reads a window of the store, page by page, and tells what came of it. */
export async function readInfluence(store: StoreReader, options: InfluenceOptions): Promise<Influence> {
  const parsed = optionsShape.safeParse(options);
  if (!parsed.success) throw new KenningError('invalid', `influence(): ${problemIn(parsed.error)}.`);
  const { from, until, limit, withinMs, signal } = parsed.data;
  const { all, followers } = await readSaid(store, { from, until, ...(signal && { signal }) });
  const worded = all.filter(({ interaction }) => !wordless.has(interaction.kind));
  const said = worded.map((one) => one.said);
  const own = worded.filter(isOwnPost);
  const counted = all
    .filter(({ interaction: { kind } }) => kind === 'post' || kind === 'share')
    .map((one) => one.counted);
  return {
    interactions: all.length,
    afterComplaints: afterComplaints(said, { until, ...(withinMs !== undefined && { withinMs }) }),
    netSentiment: netSentiment(sentimentOf(worded)),
    rates: engagementRates(own.map((one) => one.counted)),
    repliesPerPost: repliesPerPost(said),
    drawnAnswers: drawnAnswers(
      own.map(({ said: { conversation }, interaction: { content }, topics }) => ({
        id: conversation,
        content,
        topics,
      })),
      said.map(({ id, conversation, person, direction, automatic }) => ({
        id,
        to: conversation,
        person,
        isOurs: direction === 'outbound' || automatic === true,
      })),
    ),
    posts: mostEngaging(postReach(counted, followers), all, limit),
    profiles: profileReach(counted, followers).slice(0, limit),
  };
}

function isOwnPost({ said, interaction: { kind, inReplyTo, visibility } }: ReadSaid): boolean {
  return said.direction === 'outbound' && kind === 'post' && !inReplyTo && visibility !== 'direct';
}

function sentimentOf(all: readonly ReadSaid[]) {
  const totals = { positive: 0, neutral: 0, negative: 0 };
  for (const { said } of all) if (said.direction === 'inbound' && said.sentiment) totals[said.sentiment] += 1;
  return totals;
}

/** Posts of the window itself: of one that was only passed on in it, too little is known. */
function mostEngaging(reached: readonly PostReach[], all: readonly ReadSaid[], limit: number): InfluentialPost[] {
  const known = new Map(all.map((one) => [one.counted.id, one]));
  const reposts = new Map<string, Repost[]>();
  for (const { counted, said } of all) {
    if (counted.shares === undefined) continue;
    const before = reposts.get(counted.shares) ?? [];
    before.push({ at: said.at, by: said.person });
    reposts.set(counted.shares, before);
  }
  const told = (post: PostReach) => (post.engagement === 'unknown' ? -1 : post.engagement);
  const reach = (post: PostReach) => (post.potentialReach === 'unknown' ? -1 : post.potentialReach);
  return reached
    .filter(({ id }) => known.has(id))
    .sort((one, other) => told(other) - told(one) || reach(other) - reach(one) || (one.id < other.id ? -1 : 1))
    .slice(0, limit)
    .flatMap((post) => {
      const one = known.get(post.id);
      return one ? [{ ...post, id: one.id, spread: spread(one.said.at, reposts.get(post.id) ?? []) }] : [];
    });
}
