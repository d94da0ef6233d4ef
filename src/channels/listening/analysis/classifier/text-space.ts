import { type SparseVector, type Vocabulary, vectorizer } from './vocabulary.js';
import { appendMeaning, type WordVectors } from './word-vectors.js';

/** Where texts lie: what stands in them, and behind it what their words mean where vectors are given. */
export interface TextSpace {
  width: number;
  place(text: string): SparseVector;
}

/** How much the meaning of words weighs beside the words. */
const meaningWeight = 1.5;

export function textSpace(vocabulary: Vocabulary, vectors: WordVectors | undefined): TextSpace {
  const words = vectorizer(vocabulary);
  if (!vectors) return { width: words.columns, place: words.vectorize };
  const sum = new Float32Array(vectors.dimensions);
  return {
    width: words.columns + vectors.dimensions,
    place(text) {
      const vector = words.vectorize(text, vectors.dimensions);
      sum.fill(0);
      vectors.add(words.tokens, sum);
      appendMeaning(vector, sum, words.columns, meaningWeight);
      return vector;
    },
  };
}
