/**
 * The name that is most like a mistyped one, by the pairs of letters that they share; undefined when none is like it.
 *
 * L. R. Dice, "Measures of the amount of ecologic association between species", Ecology 26 (1945).
 *
 * @example
 * nearest('E-Mail', ['Name', 'Email Address']) // 'Email Address'
 */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const pairs = pairsOf(name);
  let best: string | undefined;
  let bestScore = 0.4;
  for (const candidate of names) {
    const others = pairsOf(candidate);
    const shared = [...pairs].filter((pair) => others.has(pair)).length;
    const score = (2 * shared) / (pairs.size + others.size);
    if (score > bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}

function pairsOf(text: string): Set<string> {
  const plain = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')} `;
  const pairs = new Set<string>();
  for (let at = 0; at + 1 < plain.length; at += 1) pairs.add(plain.slice(at, at + 2));
  return pairs;
}
