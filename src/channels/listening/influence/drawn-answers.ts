import type { Content } from '../../../core/model/content.js';
import { formsOf, type PostForm } from './forms.js';

/** A post of ours. */
export interface OwnPost {
  id: string;
  content: Content;
  /** What it is of, such as the names that `topics` finds. */
  topics?: readonly string[];
}

/** An answer to a post of ours, straight or further down its thread. */
export interface Answer {
  id: string;
  /** The post of ours that began the thread. */
  to: string;
  person: string;
  /** Said by ourselves or one of our own people: it is no answer from outside. */
  isOurs?: boolean;
}

/** How posts of one kind were answered by people outside. */
export interface Drawn {
  posts: number;
  /** Those with an answer from at least one of them. */
  answered: number;
  /** `answered` divided by `posts`, 0 to 1. */
  share: number | 'unknown';
  /** The share that chance leaves open, by the interval of Wilson (1927) at 95 %: where two overlap, too few posts tell them apart. */
  between: { from: number; to: number } | 'unknown';
  /** Different people who answered, for each post, added up. */
  people: number;
  /** `people` divided by `posts`. */
  peoplePerPost: number | 'unknown';
}

/** Which of our posts drew answers. */
export interface DrawnAnswers {
  all: Drawn;
  /** The form of which the largest share was answered first. */
  forms: (Drawn & { form: PostForm })[];
  topics: (Drawn & { topic: string })[];
}

/**
 * Which topics and forms of our own posts drew answers from people outside. A post counts for each form and topic that it has; a
 * person who answers a post several times counts once. It tells what went together, not what was the reason.
 *
 * @param posts each once; of the same id, the first counts
 * @param answers of everybody; those to other posts are left out
 * @example
 * drawnAnswers(posts, answers).forms[0]; // { form: 'question', posts: 12, answered: 9, share: 0.75, … }
 */
export function drawnAnswers(posts: Iterable<OwnPost>, answers: Iterable<Answer>): DrawnAnswers {
  const people = new Map<string, Set<string>>();
  for (const { to, person, isOurs } of answers)
    if (!isOurs) people.set(to, (people.get(to) ?? new Set<string>()).add(person));
  const seen = new Set<string>();
  const all: number[] = [];
  const forms = new Map<PostForm, number[]>();
  const topics = new Map<string, number[]>();
  for (const { id, content, topics: of = [] } of posts) {
    if (seen.has(id)) continue;
    seen.add(id);
    const drew = people.get(id)?.size ?? 0;
    all.push(drew);
    for (const form of formsOf(content)) add(forms, form, drew);
    for (const topic of new Set(of)) add(topics, topic, drew);
  }
  const told = <Name extends string>(groups: Map<Name, number[]>) =>
    [...groups].map(([name, drew]) => ({ name, ...drawnOf(drew) })).sort(byShare);
  return {
    all: drawnOf(all),
    forms: told(forms).map(({ name: form, ...drawn }) => ({ form, ...drawn })),
    topics: told(topics).map(({ name: topic, ...drawn }) => ({ topic, ...drawn })),
  };
}

function add<Name>(groups: Map<Name, number[]>, name: Name, drew: number): void {
  const group = groups.get(name);
  if (group) group.push(drew);
  else groups.set(name, [drew]);
}

function drawnOf(drew: readonly number[]): Drawn {
  const posts = drew.length;
  const answered = drew.filter((people) => people > 0).length;
  const people = drew.reduce((sum, one) => sum + one, 0);
  return {
    posts,
    answered,
    share: posts === 0 ? 'unknown' : answered / posts,
    between: posts === 0 ? 'unknown' : wilson(answered, posts),
    people,
    peoplePerPost: posts === 0 ? 'unknown' : people / posts,
  };
}

function wilson(part: number, of: number): { from: number; to: number } {
  const z2 = 1.959964 ** 2;
  const middle = (part + z2 / 2) / (of + z2);
  const half = Math.sqrt(z2 * ((part * (of - part)) / of + z2 / 4)) / (of + z2);
  return { from: Math.max(0, middle - half), to: Math.min(1, middle + half) };
}

function byShare(one: Drawn & { name: string }, other: Drawn & { name: string }): number {
  return Number(other.share) - Number(one.share) || other.posts - one.posts || (one.name < other.name ? -1 : 1);
}
