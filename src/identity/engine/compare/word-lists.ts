import { dictionary } from '../columns/dictionary.js';
import { type Words, words32 } from '../columns/memory.js';

/** The words of texts by number, one text behind the other; of texts of a single word none are kept. */
export interface WordLists {
  words: Words;
  starts: Words;
}

/** Shorter words say nothing by themselves. */
const shortest = 3;

export function wordLists(values: readonly string[]): WordLists {
  const known = dictionary();
  const starts = words32(values.length + 1);
  const all: number[] = [];
  for (const [index, value] of values.entries()) {
    starts[index] = all.length;
    for (const word of value.slice(0, 400).split(' ')) if (word.length >= shortest) all.push(known.code(word));
  }
  starts[values.length] = all.length;
  const words = words32(all.length);
  words.set(all);
  return { words, starts };
}

/** Whether two texts have a word in common. */
export function shareWord({ words, starts }: WordLists, a: number, b: number): boolean {
  const [from, to] = [starts[b] as number, starts[b + 1] as number];
  for (let at = starts[a] as number; at < (starts[a + 1] as number); at += 1)
    for (let other = from; other < to; other += 1) if (words[at] === words[other]) return true;
  return false;
}
