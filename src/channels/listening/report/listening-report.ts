import type { Instant } from '../../../core/model/instant.js';
import { queryMatcher } from '../query/match/query-matcher.js';
import type { TopicsOptions } from '../topics/topics.js';
import type { ReportedPost } from './reported-post.js';
import { type SentimentCounts, sentimentCounts } from './sentiment-counts.js';
import { type StormOfReport, stormsAmong } from './storms-among.js';
import { type TopicsOfReport, topicsAmong } from './topics-among.js';

/** Posts that have something in common. */
export interface Counted {
  name: string;
  counts: SentimentCounts;
}

/** What pictures of posts are drawn from. */
export interface ListeningReport {
  posts: number;
  /** How wide a bin of time is, in milliseconds. */
  everyMs: number;
  /** Bins one after another, in UTC, each called by its beginning. */
  bins: { at: Instant; counts: SentimentCounts }[];
  /** How many posts each search finds; a post that several find is counted under each. */
  voices: Counted[];
  topics: TopicsOfReport;
  /** What posts are meant to do, such as `complaint`, the commonest first. */
  intents: Counted[];
  /** The commonest labels of a model of your own; none without one. */
  labels: Counted[];
  /** The commonest hashtags. */
  hashtags: Counted[];
  storms: StormOfReport[];
}

/**
 * Gathers what posts come to: how many there were when and how they sounded, who was spoken of, of what, and the storms.
 *
 * @param posts in the order of time
 * @param searches by name; whose share of voice is asked for
 * @param meanings what words mean, by language, so that topics are told by more than their words
 * @throws KenningError as `parseQuery`
 * @example
 * const { voices } = listeningReport(posts, { ours: 'acme', theirs: 'globex' });
 */
export function listeningReport(
  posts: readonly ReportedPost[],
  searches: Readonly<Record<string, string>> = {},
  meanings: NonNullable<TopicsOptions['meanings']> = {},
): ListeningReport {
  const matcher = queryMatcher();
  const voices = new Map<string, Counted>();
  for (const [name, query] of Object.entries(searches)) {
    matcher.add(name, query);
    voices.set(name, { name, counts: sentimentCounts() });
  }
  const [intents, labels, hashtags] = [commonest(), commonest(), commonest()];
  const moments = posts.map(({ at }) => Date.parse(at));
  const everyMs = widthOf(moments);
  const bins = binsOf(moments, everyMs);
  const first = Date.parse(bins[0]?.at ?? '');
  for (const [place, post] of posts.entries()) {
    const add = (to: { counts: SentimentCounts } | undefined): void => to?.counts.add(post.sentiment);
    add(bins[Math.floor(((moments[place] as number) - first) / everyMs)]);
    for (const name of matcher.match({ text: post.text })) add(voices.get(name));
    if (post.intent !== undefined) add(intents.named(post.intent));
    if (post.label !== undefined) add(labels.named(post.label));
    for (const name of hashtagsOf(post)) add(hashtags.named(name));
  }
  return {
    posts: posts.length,
    everyMs,
    bins,
    voices: [...voices.values()],
    topics: topicsAmong(posts, meanings),
    intents: intents.told(),
    labels: labels.told(),
    hashtags: hashtags.told(),
    storms: stormsAmong(posts),
  };
}

const mostTold = 20;
/** Of more names than this, those that come first are known. */
const mostKnown = 100_000;

/** Counts posts by name. */
function commonest(): { named(name: string): Counted | undefined; told(): Counted[] } {
  const known = new Map<string, Counted>();
  return {
    named(name) {
      if (!known.has(name) && known.size < mostKnown) known.set(name, { name, counts: sentimentCounts() });
      return known.get(name);
    },
    told: () => [...known.values()].sort((a, b) => b.counts.all - a.counts.all).slice(0, mostTold),
  };
}

const mostBins = 60;
const hour = 3_600_000;
const widths = [hour, 3 * hour, 6 * hour, 12 * hour, ...[1, 7, 28, 91, 364, 3640].map((days) => days * 24 * hour)];

/** The narrowest width at which there are not too many bins. */
function widthOf(moments: readonly number[]): number {
  const span = (moments.at(-1) ?? 0) - (moments[0] ?? 0);
  return widths.find((width) => span / width < mostBins - 1) ?? Math.ceil(span / (mostBins - 1));
}

function binsOf(moments: readonly number[], everyMs: number): ListeningReport['bins'] {
  const [first, last] = [moments[0], moments.at(-1)];
  if (first === undefined || last === undefined) return [];
  const begin = Math.floor(first / everyMs) * everyMs;
  return Array.from({ length: Math.floor((last - begin) / everyMs) + 1 }, (_, bin) => ({
    at: new Date(begin + bin * everyMs).toISOString() as Instant,
    counts: sentimentCounts(),
  }));
}

const hashtagsOf = ({ text }: ReportedPost): Set<string> =>
  new Set(text.match(/#[\p{L}\p{N}_]{2,50}/gu)?.map((tag) => tag.toLowerCase()));
