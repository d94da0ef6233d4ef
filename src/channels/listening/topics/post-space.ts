import { gather, ngrams } from '../analysis/classifier/ngrams.js';
import { tokenize, tokens } from '../analysis/classifier/tokenizer.js';
import type { WordVectors } from '../analysis/classifier/word-vectors.js';
import { mix } from '../storms/sketch.js';

/** A text and the language it is in. */
export interface PlacedText {
  text: string;
  /** A BCP 47 primary subtag; `und` where it is not known. */
  language: string;
}

/** Where texts lie: near one another when they say the same. */
export interface PostSpace {
  dimensions: number;
  /** Puts a text, at length 1, into a row of numbers; false for a text of which nothing is known. */
  place(text: PlacedText, into: Float32Array): boolean;
}

const projected = 256;
const signs = 4;
const mostBuckets = 2 ** 20;
/** A text has some hundred features; few of them may share a bucket. */
const bucketsEach = 512;
/** How much the meaning of words weighs beside the words themselves. Measured. */
const meaningWeight = 2;

/**
 * Words, pairs of words and letters, weighed by how rare they are, are thrown together into 256 numbers by signs that their
 * hashes tell (sparse random projection, Achlioptas 2003); what words mean stands beside them where the text's language has
 * vectors.
 *
 * @param texts of which it is learned how rare a word is
 * @param meanings vectors by language
 */
export function postSpace(
  texts: readonly PlacedText[],
  meanings: Readonly<Record<string, WordVectors>> = {},
): PostSpace {
  const taken = tokens();
  const found = ngrams();
  const counts = countTexts(texts, (text) => {
    tokenize(text, taken);
    gather(taken, found);
    return found.hashes.subarray(0, found.ends[1]);
  });
  const buckets = counts.length;
  const fewest = texts.length < 50 ? 1 : 2;
  const block = new Float32Array(projected);
  const starts = new Map<string, number>();
  let dimensions = projected;
  for (const [language, { dimensions: width }] of Object.entries(meanings)) {
    starts.set(language, dimensions);
    dimensions += width;
  }

  function project(from: number, to: number): void {
    block.fill(0);
    for (let at = from; at < to; at += 1) {
      const hash = found.hashes[at] as number;
      const mixed = mix(hash);
      const count = counts[mixed % buckets] as number;
      if (count < fewest) continue;
      const rarity = Math.log((1 + texts.length) / (1 + count));
      let bits = mix(hash ^ 0x2545f491);
      for (let sign = 0; sign < signs; sign += 1) {
        const place = bits & (projected - 1);
        block[place] = (block[place] as number) + (bits & 0x80000000 ? rarity : -rarity);
        bits = mix(bits + sign + 1);
      }
    }
  }

  return {
    dimensions,
    place({ text, language }, into) {
      into.fill(0);
      tokenize(text, taken);
      gather(taken, found);
      const [words, letters] = found.ends;
      const own = into.subarray(0, projected);
      project(0, words);
      addAtLength(block, own, 1);
      project(words, letters);
      addAtLength(block, own, 1);
      scale(own, 1);
      const vectors = Object.hasOwn(meanings, language) ? meanings[language] : undefined;
      if (vectors) {
        const start = starts.get(language) as number;
        const meaning = into.subarray(start, start + vectors.dimensions);
        vectors.add(taken, meaning);
        scale(meaning, meaningWeight);
      }
      return scale(into, 1);
    },
  };
}

/** In how many texts a feature stands, by its hash; two that share a bucket are counted together. */
function countTexts(texts: readonly PlacedText[], featuresOf: (text: string) => Int32Array): Uint32Array {
  const buckets = 2 ** Math.ceil(Math.log2(Math.min(mostBuckets, Math.max(1, texts.length) * bucketsEach)));
  const counts = new Uint32Array(buckets);
  const last = new Int32Array(buckets);
  for (const [place, { text }] of texts.entries())
    for (const hash of featuresOf(text)) {
      const bucket = mix(hash) % buckets;
      if (last[bucket] === place + 1) continue;
      last[bucket] = place + 1;
      counts[bucket] = (counts[bucket] as number) + 1;
    }
  return counts;
}

function lengthOf(values: Float32Array): number {
  let square = 0;
  for (const value of values) square += value * value;
  return Math.sqrt(square);
}

function addAtLength(values: Float32Array, to: Float32Array, length: number): void {
  const now = lengthOf(values);
  if (now === 0) return;
  for (let at = 0; at < values.length; at += 1) to[at] = (to[at] as number) + ((values[at] as number) * length) / now;
}

function scale(values: Float32Array, length: number): boolean {
  const now = lengthOf(values);
  if (now === 0) return false;
  for (let at = 0; at < values.length; at += 1) values[at] = ((values[at] as number) * length) / now;
  return true;
}
