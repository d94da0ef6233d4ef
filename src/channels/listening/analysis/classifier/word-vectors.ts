import type { Tokens } from './tokenizer.js';
import type { SparseVector } from './vocabulary.js';

/**
 * What words mean, as numbers: a vector for each piece of a word. Texts that say the same in other words come near one
 * another.
 */
export interface WordVectors {
  /** Names the vectors; a classifier that was trained with them needs the same ones. */
  id: string;
  dimensions: number;
  /** Adds the vectors of a text's words to a sum. */
  add(tokens: Tokens, sum: Float32Array): void;
}

/** Pieces of words with their vectors, as 8-bit numbers, one row a piece. */
export interface WordVectorTable {
  id: string;
  /** One piece a line; `##` before what only goes on with a word. */
  pieces: readonly string[];
  dimensions: number;
  values: Int8Array;
}

const longestPiece = 20;
const longestWord = 40;

/**
 * Word vectors over a table, by greedy longest match as in WordPiece (Wu et al. 2016).
 *
 * @example
 * const vectors = wordVectors({ id: 'two', pieces: ['good', '##ness'], dimensions: 1, values: new Int8Array([3, 4]) })
 */
export function wordVectors({ id, pieces, dimensions, values }: WordVectorTable): WordVectors {
  const beginnings = new Map<string, number>();
  const endings = new Map<string, number>();
  for (const [row, piece] of pieces.entries()) {
    if (piece.startsWith('##') && piece.length > 2) endings.set(piece.slice(2), row);
    else beginnings.set(piece, row);
  }
  const addRow = (row: number, sum: Float32Array): void => {
    const from = row * dimensions;
    for (let at = 0; at < dimensions; at += 1) sum[at] = (sum[at] as number) + (values[from + at] as number);
  };
  const addWord = (word: string, sum: Float32Array): void => {
    const whole = beginnings.get(word);
    if (whole !== undefined) {
      addRow(whole, sum);
      return;
    }
    for (let from = 0, table = beginnings; from < word.length && from < longestWord; table = endings) {
      let to = Math.min(word.length, from + longestPiece);
      let row = table.get(word.slice(from, to));
      while (row === undefined && to > from + 1) row = table.get(word.slice(from, --to));
      if (row !== undefined) addRow(row, sum);
      from = to;
    }
  };
  return {
    id,
    dimensions,
    add({ text, count, start, end, isWord }, sum) {
      for (let token = 0; token < count; token += 1) {
        const from = start[token] as number;
        const to = end[token] as number;
        if (isWord[token] || to - from === 1) addWord(text.slice(from, to), sum);
      }
    },
  };
}

/** Puts the mean vector of a text, at length 1, behind its other features. */
export function appendMeaning(vector: SparseVector, sum: Float32Array, from: number, weight: number): void {
  let square = 0;
  for (const value of sum) square += value * value;
  const scale = square > 0 ? weight / Math.sqrt(square) : 0;
  for (let at = 0; at < sum.length; at += 1) {
    vector.columns[vector.length] = from + at;
    vector.values[vector.length] = (sum[at] as number) * scale;
    vector.length += 1;
  }
}
