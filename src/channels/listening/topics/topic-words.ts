import { wordsOf } from '../storms/words-of.js';

/** Scripts that put no spaces between words. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
let segmenter: Intl.Segmenter | undefined;
const mostWords = 60;
const named = 5;

/** The words of a plain text and its pairs of neighbors, each once. */
function termsOf(plain: string): Set<string> {
  const words = (unspaced.test(plain) ? segmented(plain) : wordsOf(plain)).slice(0, mostWords);
  const terms = new Set(words.filter((word) => [...word].length > 1 && word.length <= 40));
  for (const [at, word] of words.entries()) {
    const next = words[at + 1];
    if (next !== undefined && terms.has(word) && terms.has(next)) terms.add(`${word} ${next}`);
  }
  return terms;
}

function segmented(plain: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  return [...segmenter.segment(plain)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []));
}

/**
 * The words and pairs of words that tell each group of texts from all texts: those with the greatest share of the group
 * times the logarithm of how much greater that is than the share of all (class-based TF-IDF). A pair takes the place of
 * its words when it stands in most of the texts that the words stand in.
 *
 * @param groups plain texts, as `plainText` gives them
 * @returns up to five terms a group, the most telling first
 */
export function topicWords(groups: readonly (readonly string[])[]): string[][] {
  const own = groups.map((texts) => countTerms(texts));
  const all = new Map<string, number>();
  for (const counts of own) for (const [term, count] of counts) all.set(term, (all.get(term) ?? 0) + count);
  const texts = groups.reduce((sum, group) => sum + group.length, 0);
  return own.map((counts, at) => tellingTerms(counts, groups[at]?.length ?? 0, all, texts));
}

function countTerms(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const term of termsOf(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

function tellingTerms(
  counts: ReadonlyMap<string, number>,
  size: number,
  all: ReadonlyMap<string, number>,
  texts: number,
): string[] {
  const gainOf = (term: string, count: number): number =>
    (count / size) * Math.log(count / size / (((all.get(term) as number) + 1) / (texts + 1)));
  const ranked = [...counts]
    .filter(([, count]) => count > 1 || size < 3)
    .map(([term, count]) => ({ term, count, gain: gainOf(term, count) }))
    .filter(({ gain }) => gain > 0)
    .sort((left, right) => right.gain - left.gain || (left.term < right.term ? -1 : 1))
    .slice(0, 8 * named);
  const words: string[] = [];
  for (const { term, count } of ranked) {
    const phrase = ranked.find((other) => isWithin(term, other.term) && other.count * 2 > count)?.term ?? term;
    const parts = phrase.split(' ');
    if (!words.some((word) => word.split(' ').some((part) => parts.includes(part)))) words.push(phrase);
    if (words.length === named) break;
  }
  return words;
}

const isWithin = (word: string, phrase: string): boolean => phrase !== word && phrase.split(' ').includes(word);
