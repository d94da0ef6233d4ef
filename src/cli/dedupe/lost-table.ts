import type { LostPair } from '../../identity/lost-pairs.js';
import type { OutputTable } from '../files/output.js';
import { toldFields } from './told-fields.js';

/** Pairs of the truth that were lost, a line each: both ids, why, and what they weigh by themselves. */
export function lostTable(ids: readonly string[], pairs: readonly LostPair[], linkAt: number): OutputTable {
  return {
    header: ['id_l', 'id_r', 'reason', 'why', 'match_probability', 'match_weight'],
    rows: pairs
      .values()
      .map((pair) => [
        ids[pair.left] as string,
        ids[pair.right] as string,
        pair.reason,
        whyLost(pair, linkAt),
        pair.probability.toFixed(4),
        pair.weight.toFixed(2),
      ]),
  };
}

/** Says how many pairs were lost, and why as far as they are listed. */
export function describeLost(total: number, pairs: readonly LostPair[]): string {
  const reasons = (['blocking', 'weight', 'clusters'] as const).map(
    (reason) => `${pairs.filter((pair) => pair.reason === reason).length} by ${reason}`,
  );
  const listed = pairs.length < total ? `of the first ${pairs.length} ` : '';
  return `${total} pairs of the truth were lost: ${listed}${reasons.join(', ')}.`;
}

/** Says in words why a pair was lost. */
function whyLost({ reason, rules, fields, forbidden, weight }: LostPair, linkAt: number): string {
  if (reason === 'blocking') return rules.length === 0 ? 'there are no rules' : rules.map(notFound).join('; ');
  const finding = rules.filter(({ finds }) => finds).map(({ keys }) => keys.join(' with '));
  const cut = Math.log2(linkAt / (1 - linkAt)).toFixed(2);
  const weighed = `found by ${finding.join(', ')}; weighs ${weight.toFixed(2)}, the cut is ${cut}`;
  if (reason === 'weight') return `${weighed}; ${toldFields(fields)}`;
  if (!forbidden) return `${weighed}; the other records of their clusters keep them apart`;
  return forbidden.type === 'human'
    ? `${weighed}; a person said no to them or to others of their clusters`
    : `${weighed}; forbidden for their clusters by ${forbidden.field}: ${forbidden.level}`;
}

function notFound({ keys, because }: LostPair['rules'][number]): string {
  const rule = keys.join(' with ');
  if (because.length === 0) return `${rule} is shared by too many records`;
  const words = because.map(({ key, is }) => `${key} is ${is}`).join(', ');
  return keys.length === 1 ? words : `${rule} (${words})`;
}
