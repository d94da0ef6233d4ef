import { nicknamesOf } from '../normalize/nicknames.js';
import { wordsOfNames } from './frequencies.js';
import { keysOf } from './keys.js';
import type { Traits } from './traits.js';

/** Finds records that may be the same as another, without comparing with all. */
export interface CandidateIndex {
  /** Places in the indexed list, each once. */
  find(traits: Traits): number[];
}

/** A block of more records than this is refined by a second word. */
const blockAtMost = 60;
/** A block that is still larger than this finds nothing. */
const refinedAtMost = 500;
const shortestWord = 3;
const longestWord = 20;

/**
 * Indexes records by their keys and by the words of their names, so that a handle in which names run together
 * still finds them. A word that too many share finds only those that also have another word or an initial of the
 * handle.
 */
export function candidateIndex(records: readonly Traits[]): CandidateIndex {
  const byKey = new Map<string, number[]>();
  const byWord = new Map<string, number[]>();
  const initials: string[] = [];
  for (const [place, traits] of records.entries()) {
    for (const key of keysOf(traits)) put(byKey, key, place);
    for (const word of searchWords(traits)) if (word.length >= shortestWord) put(byWord, word, place);
    initials.push(traits.names[0]?.given[0] ?? '');
  }
  const refined = new Map<string, Map<string, number[]>>();
  const refine = (word: string, places: readonly number[]): Map<string, number[]> => {
    const before = refined.get(word);
    if (before) return before;
    const blocks = new Map<string, number[]>();
    refined.set(word, blocks);
    for (const place of places) {
      put(blocks, initials[place] as string, place);
      for (const other of searchWords(records[place] as Traits))
        if (other.length >= shortestWord) put(blocks, other, place);
    }
    return blocks;
  };
  return {
    find(traits) {
      const found = new Set<number>();
      for (const key of keysOf(traits)) {
        const places = byKey.get(key) ?? [];
        if (places.length <= blockAtMost) for (const place of places) found.add(place);
      }
      for (const { squashed } of traits.accounts) {
        const words = knownWords(squashed, byWord);
        for (const { word, before, after } of words) {
          const places = byWord.get(word) as number[];
          if (places.length <= blockAtMost) {
            for (const place of places) found.add(place);
            continue;
          }
          const blocks = refine(word, places);
          for (const other of [...words.map((one) => one.word), before, after, squashed[0] ?? '']) {
            const part = other === word ? undefined : blocks.get(other);
            if (part && part.length <= refinedAtMost) for (const place of part) found.add(place);
          }
        }
      }
      return [...found].sort((left, right) => left - right);
    },
  };
}

function put(map: Map<string, number[]>, key: string, place: number): void {
  const places = map.get(key);
  if (!places) map.set(key, [place]);
  else if (places.at(-1) !== place) places.push(place);
}

function searchWords(traits: Traits): Set<string> {
  const found = wordsOfNames(traits);
  for (const { given, family } of traits.names) {
    for (const nickname of nicknamesOf(given)) found.add(nickname);
    if (family.includes(' ')) found.add(family.replaceAll(' ', ''));
  }
  return found;
}

function knownWords(
  text: string,
  known: ReadonlyMap<string, unknown>,
): { word: string; before: string; after: string }[] {
  const found: { word: string; before: string; after: string }[] = [];
  for (let start = 0; start < Math.min(text.length, 60); start += 1)
    for (let end = start + shortestWord; end <= Math.min(text.length, start + longestWord); end += 1) {
      const word = text.slice(start, end);
      if (known.has(word)) found.push({ word, before: text[start - 1] ?? '', after: text[end] ?? '' });
    }
  return found;
}
