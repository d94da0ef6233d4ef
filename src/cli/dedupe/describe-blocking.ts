import type { Deduplication } from '../../identity/index.js';

/** So many keys are named, those first of which the most was left out. */
const mostNamed = 3;

/** Says which pairs were compared, what was left out of them, and how many are expected to be missing. */
export function describeBlocking({ pairs, recall, rules }: Deduplication['blocking']): string[] {
  const missed = (100 * (1 - recall)).toFixed(1);
  const crowded = rules
    .filter(({ left }) => left > 0)
    .sort((one, other) => other.left - one.left)
    .map(({ keys }) => keys.join(' with '));
  const more = crowded.length > mostNamed ? `, and of ${crowded.length - mostNamed} more` : '';
  return [
    `${pairs} pairs share one of ${rules.length} keys; about ${missed} % of the pairs sought are expected to share none.`,
    ...(crowded.length === 0
      ? []
      : [
          `Too many records share some values of: ${crowded.slice(0, mostNamed).join(', ')}${more}. Of those only pairs that share another key were compared.`,
        ]),
  ];
}
