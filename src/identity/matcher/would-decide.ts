import type { Evidence } from '../../core/model/evidence.js';
import { type Agreement, agreement } from './agreement.js';
import type { Model, Scorer } from './score.js';
import type { Field } from './weights.js';

/** Fields that only people, or only organizations, have. */
const ofPeople: readonly Field[] = ['given', 'family', 'birth-date'];
const ofOrganizations: readonly Field[] = ['organization-name'];
/** What is made of other fields can not be found out by itself. */
const derived: readonly Field[] = [
  'order',
  'handle',
  'handle-against-name',
  'email-against-name',
  'email-against-handle',
  'bio',
];

/**
 * Which field that was not compared, and how it would have to come out, would bring two records to the other side of a weight:
 * of each field the weakest way that is enough, with what it weighs.
 *
 * @param cut in bits
 */
export function wouldDecide(
  agreements: readonly Agreement[],
  { scorer, model, cut, party }: { scorer: Scorer; model: Model; cut: number; party: 'person' | 'organization' },
): Evidence[] {
  const compared = new Set(agreements.map(({ field }) => field));
  const others = [...derived, ...(party === 'person' ? ofOrganizations : ofPeople)];
  const now = scorer.score(agreements).weight;
  const found: Evidence[] = [];
  for (const [name, levels] of Object.entries(model.table)) {
    const field = name as Field;
    if (compared.has(field) || others.includes(field)) continue;
    let nearest: { level: string; weight: number } | undefined;
    for (const level of Object.keys(levels)) {
      const { weight } = scorer.score([...agreements, agreement(field, level, true)]);
      if (weight >= cut === now >= cut) continue;
      if (!nearest || Math.abs(weight - cut) < Math.abs(nearest.weight - cut)) nearest = { level, weight };
    }
    if (nearest) found.push({ type: 'note', field, level: nearest.level, weight: nearest.weight - now });
  }
  return found;
}
