import type { Causes } from '../../../core/model/alert.js';
import type { InteractionId, RecordId } from '../../../core/model/id.js';
import type { HeardPost } from './heard-post.js';
import type { Mood } from './mood.js';

/** A post of the last ones, as it is kept. */
interface RecentPost extends Mood {
  id: InteractionId;
  /** Milliseconds since 1970. */
  at: number;
  author?: RecordId;
  weight: number;
  words: string[];
}

/** The last posts, and how common words were before. Plain JSON. */
export interface Trail {
  recent: RecentPost[];
  /** In how many posts a word stood that are no longer among the last ones. */
  words: Record<string, number>;
  posts: number;
}

const mostRecent = 200;
const mostWords = 1000;
const wordsOfPost = 12;
const named = 5;

export const newTrail = (): Trail => ({ recent: [], words: {}, posts: 0 });

/** Adds a post; of a post that is among the last ones, false. */
export function leave(trail: Trail, post: HeardPost, mood: Mood, words: readonly string[], copies: number): boolean {
  if (trail.recent.some(({ id }) => id === post.id)) return false;
  const { id, author, reactions } = post;
  trail.recent.push({
    ...mood,
    id,
    at: Date.parse(post.at),
    ...(author !== undefined && { author }),
    weight: reactions + copies,
    words: [...new Set(words)].filter((word) => [...word].length > 2 && word.length <= 40).slice(0, wordsOfPost),
  });
  if (trail.recent.length > mostRecent) makeUsual(trail, trail.recent.shift());
  return true;
}

/** What is no longer among the last ones is what words are held against. */
function makeUsual(trail: Trail, gone: RecentPost | undefined): void {
  trail.posts += 1;
  for (const word of gone?.words ?? []) trail.words[word] = usualOf(trail, word) + 1;
  // Looked at seldom, since it takes as long as there are words.
  if (trail.posts % 50 !== 0) return;
  const all = Object.entries(trail.words);
  if (all.length <= mostWords) return;
  // Halved, so that what was said once is forgotten and what is said today counts more.
  trail.words = Object.fromEntries(all.flatMap(([word, count]) => (count > 1 ? [[word, count / 2]] : [])));
  trail.posts = Math.floor(trail.posts / 2);
  if (Object.keys(trail.words).length > mostWords / 2)
    trail.words = Object.fromEntries(
      Object.entries(trail.words)
        .sort(([, left], [, right]) => right - left)
        .slice(0, mostWords / 2),
    );
}

/** In how many earlier posts a word stood; a word may be called like what every object has. */
const usualOf = ({ words }: Trail, word: string): number => (Object.hasOwn(words, word) ? (words[word] as number) : 0);

/** @param since milliseconds since 1970 */
export function causesOf(trail: Trail, since: number): Causes {
  const critical = trail.recent.filter((post) => post.critical && post.at >= since);
  const posts = critical.toSorted((left, right) => right.weight - left.weight).slice(0, named);
  const authors = countEach(critical.flatMap(({ author }) => author ?? []));
  const words = countEach(critical.flatMap(({ words }) => words)).map(([word, count]) => {
    const share = count / critical.length;
    const usual = (usualOf(trail, word) + 0.5) / (trail.posts + 10);
    // What one person alone says may be a name, and must not outlive an erasure.
    return { word, gain: saidBySeveral(critical, word) ? share * Math.log(share / usual) : 0 };
  });
  return {
    posts: posts.map(({ id }) => id),
    authors: authors.slice(0, named).map(([author]) => author),
    words: words
      .filter(({ gain }) => gain > 0)
      .sort((left, right) => right.gain - left.gain)
      .slice(0, 2 * named)
      .map(({ word }) => word),
  };
}

function saidBySeveral(posts: readonly RecentPost[], word: string): boolean {
  const people = posts.flatMap(({ words, author, id }) => (words.includes(word) ? [author ?? id] : []));
  return new Set(people).size > 1;
}

/** How much of what was critical since then was heated. */
export function heatOf(trail: Trail, since: number): number {
  const critical = trail.recent.filter((post) => post.critical && post.at >= since);
  return critical.length === 0 ? 0 : critical.filter(({ heated }) => heated).length / critical.length;
}

function countEach<Key extends string>(keys: readonly Key[]): [Key, number][] {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts].sort(([, left], [, right]) => right - left);
}
