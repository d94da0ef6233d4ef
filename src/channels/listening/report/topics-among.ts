import { feedbackOf } from '../topics/feedback.js';
import { sample } from '../topics/sample.js';
import { type Topic, type TopicPost, type TopicsOptions, topics } from '../topics/topics.js';
import type { ReportedPost } from './reported-post.js';

/** What several posts say, how they sound, and what they ask for. */
export interface TopicOfReport extends Omit<Topic, 'ids'> {
  sentiment: Record<'positive' | 'neutral' | 'negative' | 'unknown', number>;
  /** How many posts complain. */
  defects: number;
  /** How many posts ask for something. */
  wishes: number;
  /** A few different posts of each, the most typical first. */
  examples: Record<'typical' | 'defects' | 'wishes', string[]>;
}

/** What is spoken of in the later half of the time, held against the earlier half. */
export interface TopicsOfReport {
  /** The most spoken of first. */
  found: TopicOfReport[];
  /** How many topics there are; of more than are told, the smaller ones are left out. */
  all: number;
  /** Posts in the later half, how many of them were looked at, and how many of these belong to no topic. */
  said: number;
  lookedAt: number;
  unplaced: number;
  /** The same of the earlier half. */
  before: { said: number; lookedAt: number };
}

interface Heard extends TopicPost {
  sentiment: string;
  intents: string[];
}

const mostLookedAt = 5000;
const mostTold = 20;
const mostExamples = 3;

/**
 * What posts are of that come in the order of time. Of more than 5,000 posts in a half of the time a sample is looked at,
 * the same one in every run.
 *
 * @param meanings what words mean, by language
 */
export function topicsAmong(
  posts: readonly ReportedPost[],
  meanings: NonNullable<TopicsOptions['meanings']> = {},
): TopicsOfReport {
  const [now, earlier] = [sample<Heard>(mostLookedAt), sample<Heard>(mostLookedAt)];
  const [first, last] = [Date.parse(posts[0]?.at ?? ''), Date.parse(posts.at(-1)?.at ?? '')];
  const middle = first + (last - first) / 2;
  for (const [place, { at, text, language, sentiment, intent }] of posts.entries()) {
    const intents = intent === undefined ? [] : [intent];
    (Date.parse(at) < middle ? earlier : now).offer({ id: String(place), text, language, sentiment, intents });
  }
  const [later, before] = [now.items(), earlier.items()];
  const byId = new Map(later.map((one) => [one.id, one]));
  const told = topics(later, { meanings, ...(before.length > 0 && { before }) });
  return {
    found: told.topics.slice(0, mostTold).map(({ ids, ...topic }) => {
      const { sentiment, defects, wishes } = feedbackOf(ids, (id) => byId.get(id));
      const few = (some: readonly string[]): string[] =>
        [...new Set(some.map((id) => byId.get(id)?.text ?? ''))].slice(0, mostExamples);
      return {
        ...topic,
        sentiment,
        defects: defects.length,
        wishes: wishes.length,
        examples: { typical: few(ids), defects: few(defects), wishes: few(wishes) },
      };
    }),
    all: told.topics.length,
    said: now.offered,
    lookedAt: later.length,
    unplaced: told.unplaced.length,
    before: { said: earlier.offered, lookedAt: before.length },
  };
}
