import type { Deduplication } from '../../identity/index.js';

/** Says which pairs were compared, what was left out of them, and how many are expected to be missing. */
export function describeBlocking({ pairs, recall, rules }: Deduplication['blocking']): string[] {
  const missed = (100 * (1 - recall)).toFixed(1);
  const crowded = rules.filter(({ left }) => left > 0).map(({ keys }) => keys.join(' with '));
  return [
    `${pairs} pairs share one of ${rules.length} keys; about ${missed} % of the pairs sought are expected to share none.`,
    ...(crowded.length === 0
      ? []
      : [
          `Too many records share some values of: ${crowded.join(', ')}. Of those only pairs that share another key were compared.`,
        ]),
  ];
}
