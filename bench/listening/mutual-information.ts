/**
 * How much two partitions of the same things have in common, beyond chance: 1 for the same one, about 0 for chance (adjusted
 * mutual information of Vinh, Epps and Bailey 2010, normalized by the mean of the entropies, as scikit-learn does).
 */
export function adjustedMutualInformation(
  left: readonly (string | number)[],
  right: readonly (string | number)[],
): number {
  const size = left.length;
  const [a, b] = [countsOf(left), countsOf(right)];
  if (a.size === b.size && (a.size <= 1 || a.size === size)) return 1;
  const both = countsOf(left.map((one, at) => JSON.stringify([one, right[at]])));
  const names = left.map((one, at) => [one, right[at] as string | number] as const);
  const cells = new Map(names.map((pair) => [JSON.stringify(pair), pair]));
  let information = 0;
  for (const [key, count] of both) {
    const [one, other] = cells.get(key) as readonly [string | number, string | number];
    const product = (a.get(one) as number) * (b.get(other) as number);
    information += (count / size) * Math.log((size * count) / product);
  }
  const expected = expectedInformation([...a.values()], [...b.values()], size);
  const entropies = (entropyOf([...a.values()], size) + entropyOf([...b.values()], size)) / 2;
  return (information - expected) / (entropies - expected);
}

function countsOf<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

const entropyOf = (counts: readonly number[], size: number): number =>
  -counts.reduce((sum, count) => sum + (count / size) * Math.log(count / size), 0);

function expectedInformation(a: readonly number[], b: readonly number[], size: number): number {
  const logs = new Float64Array(size + 1);
  for (let at = 2; at <= size; at += 1) logs[at] = (logs[at - 1] as number) + Math.log(at);
  const log = (at: number): number => logs[at] as number;
  let sum = 0;
  for (const one of a)
    for (const other of b)
      for (let count = Math.max(1, one + other - size); count <= Math.min(one, other); count += 1) {
        const chance =
          log(one) +
          log(other) +
          log(size - one) +
          log(size - other) -
          log(size) -
          log(count) -
          log(one - count) -
          log(other - count) -
          log(size - one - other + count);
        sum += (count / size) * Math.log((size * count) / (one * other)) * Math.exp(chance);
      }
  return sum;
}
