import { hashOn, hashSeed, type Tokens } from './tokenizer.js';

/** The kinds of features, each weighed by itself: words and pairs of neighbours, letters, words near one another. */
export const blocks = ['words', 'letters', 'near'] as const;
export type Block = (typeof blocks)[number];

/** How much a block weighs beside the others. */
export const blockWeights: readonly number[] = [1, 1, 0.7];

const shortest = 2;
const longest = 5;
const reach = 8;
const boundary = 0x20;

/** Hashes of features, with the end of each block. Reused from text to text; it grows and never shrinks. */
export interface Ngrams {
  hashes: Int32Array;
  ends: [number, number, number];
}

export function ngrams(): Ngrams {
  return { hashes: new Int32Array(4096), ends: [0, 0, 0] };
}

/** The features of a text that was taken apart. Their number grows linearly with the text. */
export function gather(tokens: Tokens, into: Ngrams): void {
  const needed = tokens.count * (2 + reach) + (tokens.text.length + 2 * tokens.count) * longest + 2;
  if (into.hashes.length < needed) into.hashes = new Int32Array(needed * 2);
  const words = gatherWords(tokens, into.hashes);
  const letters = gatherLetters(tokens, into.hashes, words);
  into.ends = [words, letters, gatherNear(tokens, into.hashes, letters)];
}

/** Mixes two hashes; with a kind of its own, so that a pair is never taken for a word. */
const pairHash = (left: number, right: number, kind: number): number =>
  Math.imul(Math.imul(left, 0x9e3779b1) ^ (right >>> 15) ^ right ^ kind, 0x85ebca6b);

function gatherWords({ count, hash }: Tokens, hashes: Int32Array): number {
  let to = 0;
  let before = 1;
  for (let at = 0; at < count; at += 1) {
    const own = hash[at] as number;
    hashes[to++] = own;
    hashes[to++] = pairHash(before, own, 1);
    before = own;
  }
  hashes[to++] = pairHash(before, 2, 1);
  return to;
}

function gatherLetters({ text, count, start, end, isWord }: Tokens, hashes: Int32Array, from: number): number {
  let to = from;
  for (let token = 0; token < count; token += 1) {
    if (!isWord[token]) continue;
    const first = start[token] as number;
    const last = end[token] as number;
    for (let begin = first - 1; begin < last; begin += 1) {
      const stop = Math.min(begin + longest, last + 1);
      let hash = hashSeed ^ 0x5bd1e995;
      for (let at = begin; at < stop; at += 1) {
        hash = hashOn(hash, at < first || at === last ? boundary : text.charCodeAt(at));
        if (at - begin + 1 >= shortest) hashes[to++] = hash;
      }
    }
  }
  return to;
}

function gatherNear({ count, stem }: Tokens, hashes: Int32Array, from: number): number {
  let to = from;
  for (let at = 0; at < count; at += 1) {
    const own = stem[at] as number;
    const stop = Math.min(at + reach, count - 1);
    for (let next = at + 1; next <= stop; next += 1) {
      const other = stem[next] as number;
      hashes[to++] = own < other ? pairHash(own, other, 3) : pairHash(other, own, 3);
    }
  }
  return to;
}
