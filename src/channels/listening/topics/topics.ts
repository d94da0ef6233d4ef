import { z } from 'zod';
import { KenningError } from '../../../core/errors.js';
import type { WordVectors } from '../analysis/classifier/word-vectors.js';
import type { LanguageDetector } from '../analysis/language/language-detector.js';
import { smallDetector } from '../analysis/language/small-detector.js';
import { mix } from '../storms/sketch.js';
import { plainText } from '../storms/words-of.js';
import { gatherTopics } from './gather-topics.js';
import { nearCopies } from './near-copies.js';
import type { PlacedText } from './post-space.js';
import { topicWords } from './topic-words.js';
import { type Trend, trendOf } from './trend.js';

/** Something said, to be told what it is of. */
export interface TopicPost {
  /** Names it in what is found. */
  id: string;
  text: string;
  /** A BCP 47 primary subtag; found out where it is not given. */
  language?: string;
}

export interface TopicsOptions {
  /** What was said in the window before, of the same length: topics are held against it. */
  before?: Iterable<TopicPost>;
  /** What words mean, by language, such as `{ en: englishVectors() }`. Without them texts are near by their words alone. */
  meanings?: Readonly<Record<string, WordVectors>>;
  /** Finds languages that are not given; defaults to `smallDetector()`. Where it can not, that of most posts is taken. */
  detector?: LanguageDetector;
  /** The higher, the more and the narrower topics are: above 0 to 20, the default is 3. */
  granularity?: number;
  /** How many different posts make a topic, in both windows together; defaults to 3. */
  fewest?: number;
}

/** What several posts say. */
export interface Topic {
  /** Its most telling words, joined. */
  name: string;
  /** The words and pairs of words that tell it from the others, the most telling first. */
  words: string[];
  /** Different posts in the window: near-copies are counted once. */
  posts: number;
  /** All posts in the window, near-copies too. */
  said: number;
  /** Different posts among all that are placed in a topic, 0 to 1. */
  share: number;
  /** The same of the window before; absent when none was given. */
  before?: { posts: number; share: number; trend: Trend };
  /** All its posts in the window, the most typical first. */
  ids: string[];
}

/** What is spoken of. */
export interface Topics {
  /** The most spoken of first. */
  topics: Topic[];
  /** Posts in the window. */
  posts: number;
  /** Those that belong to no topic. */
  unplaced: string[];
}

const optionsShape = z.strictObject({
  before: z.custom<Iterable<TopicPost>>((value) => typeof value === 'object').optional(),
  meanings: z
    .record(
      z.string(),
      z.custom<WordVectors>((value) => typeof value === 'object'),
    )
    .default({}),
  detector: z.custom<LanguageDetector>((value) => typeof value === 'object').optional(),
  granularity: z.number().gt(0).max(20).default(3),
  fewest: z.int().min(2).max(10_000).default(3),
});

const mostPosts = 500_000;
/** Of longer texts, this much is read. */
const longest = 2000;

interface Heard extends TopicPost {
  plain: string;
  hash: number;
  now: boolean;
}

/**
 * Tells what posts are of, without being told how many topics there are: posts are near one another by their words, their
 * letters and what words mean, each is linked to its nearest ones, and what hangs together is a topic. Both windows are
 * looked at together, so that a topic is the same thing in both. The order of the posts changes nothing.
 *
 * Up to 8,000 different posts make the topics; the others join the topic that they are nearest to. Time grows with the
 * number of posts.
 *
 * @throws KenningError `too-large` for more than 500,000 posts, `invalid` for an option that is unknown or out of its bounds
 * @example
 * const { topics: told } = topics(thisWeek, { before: lastWeek, meanings: { en: englishVectors() } });
 * told[0]?.name; // 'card arrived · still waiting'
 */
export function topics(posts: Iterable<TopicPost>, options: TopicsOptions = {}): Topics {
  const checked = optionsShape.safeParse(options);
  if (!checked.success) throw new KenningError('invalid', `topics: ${z.prettifyError(checked.error)}`);
  const { before, meanings, detector = smallDetector(), granularity, fewest } = checked.data;
  const heard: Heard[] = [];
  hear(posts, true, heard);
  hear(before ?? [], false, heard);
  heard.sort(byContent);
  const firsts = nearCopies(heard.map(({ plain }) => plain));
  const different = [...firsts.keys()].filter((place) => firsts[place] === place && heard[place]?.plain !== '');
  const placed = gatherTopics(
    inLanguages(
      different.map((place) => heard[place] as Heard),
      detector,
    ),
    { meanings, granularity, fewest },
  );
  const topicOf = new Map(different.map((place, at) => [place, placed.topics[at] as number]));
  const typical = new Map(different.map((place, at) => [place, placed.nearness[at] as number]));
  const groups: { now: Heard[]; firsts: Set<number>; before: Set<number>; texts: string[] }[] = Array.from(
    { length: placed.count },
    () => ({ now: [], firsts: new Set(), before: new Set(), texts: [] }),
  );
  const unplaced: string[] = [];
  const nearness = new Map<string, number>();
  for (const [place, post] of heard.entries()) {
    const first = firsts[place] as number;
    const group = groups[topicOf.get(first) ?? -1];
    if (place === first) group?.texts.push(post.plain);
    if (!post.now) group?.before.add(first);
    else if (group) {
      group.now.push(post);
      group.firsts.add(first);
      nearness.set(post.id, typical.get(first) ?? 0);
    } else unplaced.push(post.id);
  }
  const words = topicWords(groups.map(({ texts }) => texts));
  const [nowAll, beforeAll] = [sumOf(groups, 'firsts'), sumOf(groups, 'before')];
  const told = groups.map((group, at): Topic => {
    const [own, earlier] = [group.firsts.size, group.before.size];
    const near = (post: Heard): number => nearness.get(post.id) ?? 0;
    return {
      name: (words[at] ?? []).slice(0, 3).join(' · '),
      words: words[at] ?? [],
      posts: own,
      said: group.now.length,
      share: nowAll === 0 ? 0 : own / nowAll,
      ...(before && {
        before: {
          posts: earlier,
          share: beforeAll === 0 ? 0 : earlier / beforeAll,
          trend: trendOf({ count: own, of: nowAll }, { count: earlier, of: beforeAll }),
        },
      }),
      ids: group.now.sort((left, right) => near(right) - near(left)).map(({ id }) => id),
    };
  });
  return {
    topics: told
      .filter(({ posts: own }) => own > 0)
      .sort((left, right) => right.posts - left.posts || (left.name < right.name ? -1 : 1)),
    posts: heard.filter(({ now }) => now).length,
    unplaced,
  };
}

/** A text too short to tell its language is taken to be in the one that most are in. */
function inLanguages(posts: readonly Heard[], { detect }: LanguageDetector): PlacedText[] {
  const found = posts.map(({ text, language }) => ({ text, language: language ?? detect(text) }));
  const counts = new Map<string, number>();
  for (const { language } of found) if (language !== 'und') counts.set(language, (counts.get(language) ?? 0) + 1);
  const [[most] = ['und']] = [...counts].sort(([one, left], [other, right]) => right - left || (one < other ? -1 : 1));
  return found.map(({ text, language }) => ({ text, language: language === 'und' ? most : language }));
}

function hear(posts: Iterable<TopicPost>, now: boolean, into: Heard[]): void {
  for (const { id, text, language } of posts) {
    if (into.length === mostPosts)
      throw new KenningError('too-large', `Topics are told of at most ${mostPosts} posts. Take a shorter window.`);
    const read = text.slice(0, longest);
    const plain = plainText(read);
    let hash = 0;
    for (let at = 0; at < plain.length; at += 1) hash = Math.imul(hash ^ plain.charCodeAt(at), 0x01000193);
    into.push({ id, text: read, plain, hash: mix(hash), now, ...(language !== undefined && { language }) });
  }
}

/** By what is said, so that no order of coming matters, and by no order that speaks of anything. */
function byContent(left: Heard, right: Heard): number {
  if (left.hash !== right.hash) return left.hash - right.hash;
  for (const key of ['plain', 'text', 'id'] as const)
    if (left[key] !== right[key]) return left[key] < right[key] ? -1 : 1;
  return Number(right.now) - Number(left.now);
}

const sumOf = (groups: readonly Record<'firsts' | 'before', Set<number>>[], key: 'firsts' | 'before'): number =>
  groups.reduce((sum, group) => sum + group[key].size, 0);
