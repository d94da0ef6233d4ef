import { scanText } from '../../src/channels/listening/query/scan-text.js';
import { seededRandom } from '../../src/testing/random.js';

/** Words of posts by how often they occur, and posts cut into words, from which phrases are taken. */
interface Words {
  ranked: string[];
  posts: string[][];
}

/** The most frequent words of a language are in no saved search. */
const firstRank = 100;
const lastRank = 20_000;

function wordsOf(texts: readonly string[]): Words {
  const counts = new Map<string, number>();
  const posts = texts.map((text) => {
    const words: string[] = [];
    scanText(text, 0, (kind, start, end) => {
      if (kind === 'word' && end - start > 1) words.push(text.slice(start, end).toLowerCase());
    });
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return words.filter((word) => /^[a-z]+$/.test(word));
  });
  const ranked = [...counts.entries()].sort((one, other) => other[1] - one[1]).map(([word]) => word);
  return { ranked: ranked.filter((word) => /^[a-z]{3,}$/.test(word)), posts };
}

/**
 * Saved searches as people write them: brands with what is said of them, phrases, words near each other, beginnings of words,
 * tags. Their words are drawn by rank, each doubling of the rank as likely as the last.
 */
export function madeUpQueries(texts: readonly string[], count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const { ranked, posts } = wordsOf(texts);
  const span = Math.log(Math.min(lastRank, ranked.length) / firstRank);
  const word = (): string => ranked[Math.floor(firstRank * Math.exp(random() * span))] as string;
  const pair = (): [string, string] => {
    for (;;) {
      const words = posts[Math.floor(random() * posts.length)] as string[];
      const at = Math.floor(random() * (words.length - 1));
      const [one, other] = [words[at], words[at + 1]];
      if (one !== undefined && other !== undefined && one.length + other.length > 8) return [one, other];
    }
  };
  const shapes: (() => string)[] = [
    () => `(${word()} OR ${word()} OR ${word()}) AND ${word()} AND NOT ${word()}`,
    () => `(${word()} OR #${word()}) (${word()} OR ${word()} OR ${word()}) NOT (${word()} OR author:${word()})`,
    () => `"${pair().join(' ')}"`,
    () => `"${pair().join(' ')}" ${word()}`,
    () => `${word()} NEAR/5 ${word()}`,
    () => `${pair().join(' NEAR/3f ')} NOT ${word()}`,
    () => `(${word()} OR ${word()}) NEAR/8 (${word()} OR "${pair().join(' ')}")`,
    () => `${word().slice(0, 6)}* ${word()}`,
    () => `"${pair().reverse().join(' ')}"~3 OR #${word()}`,
    () => `${word()} ${word()} lang:en NOT sentiment:positive`,
    () => `(${word().slice(0, 5)}* OR ?${word().slice(1)}) AND ${word()} NEAR/4 ${word()}`,
    () => `@${word()} OR ${word()} raw:"${pair().join(' ')}"`,
  ];
  return Array.from({ length: count }, (_, at) => (shapes[at % shapes.length] as () => string)());
}
