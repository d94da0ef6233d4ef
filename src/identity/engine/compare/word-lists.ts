import { type Words, words32 } from '../columns/memory.js';
import { hashOf } from './comparison.js';

/** A number for each word of texts. */
export interface WordLists {
  words: Words;
  /** Where the words of each text begin, and where they end. */
  starts: Words;
  ends: Words;
}

/** Shorter words say nothing by themselves. */
const shortest = 3;

export function wordLists(values: readonly string[]): WordLists {
  const starts = words32(values.length);
  const ends = words32(values.length);
  const all: number[] = [];
  for (const [index, value] of values.entries()) {
    starts[index] = all.length;
    for (const word of value.slice(0, 400).split(' ')) if (word.length >= shortest) all.push(hashOf(word));
    ends[index] = all.length;
  }
  const words = words32(all.length);
  words.set(all);
  return { words, starts, ends };
}

/** Whether two texts have a word in common. */
export function shareWord({ words, starts, ends }: WordLists, a: number, b: number): boolean {
  const [from, to] = [starts[b] as number, ends[b] as number];
  for (let at = starts[a] as number; at < (ends[a] as number); at += 1)
    for (let other = from; other < to; other += 1) if (words[at] === words[other]) return true;
  return false;
}
