import type { SparseVector } from './vocabulary.js';

/** Scores of a text for each label, by weights as they were learned. */
export function scoresOf({ columns, values, length }: SparseVector, weights: readonly Float32Array[]): Float32Array {
  return Float32Array.from(weights, (weight) => {
    let sum = weight[weight.length - 1] as number;
    for (let at = 0; at < length; at += 1) sum += (values[at] as number) * (weight[columns[at] as number] as number);
    return sum;
  });
}

/** The place of the highest score; the first of equals. */
export function highest(scores: ArrayLike<number>): number {
  let best = 0;
  for (let place = 1; place < scores.length; place += 1)
    if ((scores[place] as number) > (scores[best] as number)) best = place;
  return best;
}

/** Scores as probabilities: their softmax, the steeper the higher `sharpness`. */
export function probabilities(scores: ArrayLike<number>, sharpness: number): Float64Array {
  const top = scores[highest(scores)] as number;
  const shares = Float64Array.from(scores, (score) => Math.exp(sharpness * (score - top)));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}
