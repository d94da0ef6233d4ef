import type { Model } from './model.js';
import type { FieldFallback } from './training.js';

/** A field whose likelihoods can not be, by number. */
interface Collapsed {
  field: number;
  reason: FieldFallback['reason'];
}

/** No more than this share of all pairs is of one person, one household or one name. */
const mostShare = 0.5;
/** Of what is seen in a smaller share of pairs no order is expected. */
const seldom = 0.01;

/** Whether the shares of kinds of pairs can not be: not a number, or hardly any two records would be strangers. */
export function isImpossible({ share }: Model): boolean {
  let all = 0;
  for (const one of share) all += one;
  return !(all <= mostShare);
}

/**
 * The fields of which agreeing speaks against one person, or more than agreeing less does. Levels are looked at in three lots, since
 * single ones are too seldom to be sure of their order: different, alike, and exactly equal.
 */
export function collapsedFields({ fields, m: [same], u }: Model): Collapsed[] {
  return fields.flatMap(({ levels, graded }, field): Collapsed[] => {
    if (graded === levels.length) return [];
    const lot = (from: number, to: number): { odds: number; most: number } => {
      const [ours, chance] = [
        sumOf(same?.[field] as Float64Array, from, to),
        sumOf(u[field] as Float64Array, from, to),
      ];
      return { odds: ours / chance, most: Math.max(ours, chance) };
    };
    const [different, alike, exact] = [lot(1, 2), lot(2, graded), lot(graded, levels.length)];
    if (!(exact.odds >= 1)) return [{ field, reason: 'agreeing-speaks-against' }];
    const isAlikeWorse = alike.most >= seldom && alike.odds < different.odds;
    if (isAlikeWorse || !(different.odds <= exact.odds)) return [{ field, reason: 'levels-out-of-order' }];
    return [];
  });
}

function sumOf(shares: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let level = from; level < to; level += 1) sum += shares[level] as number;
  return sum;
}
