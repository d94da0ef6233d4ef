/**
 * How far two sets of words are the same, from 0 to 1: twice what they share by all they have (Dice). Order and
 * repetition
 * do not matter; two empty sets are equal.
 *
 * L. R. Dice, "Measures of the amount of ecologic association between species", Ecology 26 (1945).
 *
 * @example
 * tokenSet(['acme', 'widget'], ['widget', 'acme', 'works']) // 0.8
 */
export function tokenSet(left: readonly string[], right: readonly string[]): number {
  const a = new Set(left);
  const b = new Set(right);
  if (a.size + b.size === 0) return 1;
  let shared = 0;
  for (const word of a) if (b.has(word)) shared += 1;
  return (2 * shared) / (a.size + b.size);
}
