/** A profile's best candidate: how probable it is, and whether it is right. */
export interface Guess {
  probability: number;
  right: boolean;
}

/**
 * The most of what is to be found that a threshold finds while so large a share of what it links is right: a point of the
 * curve of precision and recall. Guesses that are as probable as each other are linked together.
 */
export function recallAt(precision: number, guesses: readonly Guess[], toFind: number): number {
  const ranked = guesses.toSorted((one, other) => other.probability - one.probability);
  let [right, most] = [0, 0];
  for (const [place, guess] of ranked.entries()) {
    if (guess.right) right += 1;
    if (ranked[place + 1]?.probability === guess.probability) continue;
    if (right / (place + 1) >= precision) most = right;
  }
  return toFind === 0 ? 1 : most / toFind;
}
