import type { Verdict } from '../../core/ports.js';
import type { Agreement } from './agreement.js';
import { proofsOf, vetoOf } from './proofs.js';
import { type Model, probabilityOf, type Scorer } from './score.js';
import type { Traits } from './traits.js';

/** A verdict on two records before anybody knows which of them was the candidate. */
export type Judgment = Omit<Verdict, 'candidate'>;

/** How a judge decides. */
export interface Judge {
  compare(a: Traits, b: Traits): Agreement[];
  scorer: Scorer;
  model: Model;
  linkAt: number;
  reviewAt: number;
  trustHandles: boolean;
}

/** So much must speak for a link that no stranger could have chosen, in bits. */
export const leastFirm = 8;
/** What a proof weighs: it settles the matter, and two proofs are told apart by what else agrees. */
const proofBits = 30;
const vetoBits = -100;

/** Judges two records: the same, whichever comes first. */
export function judge(a: Traits, b: Traits, by: Judge): Judgment {
  if (a.record.own || b.record.own)
    return { outcome: 'none', probability: 0, weight: vetoBits, evidence: [], proven: false };
  const veto = vetoOf(a, b);
  if (veto) return { outcome: 'veto', probability: 0, weight: vetoBits, evidence: [veto], proven: false };
  const agreements = by.compare(a, b);
  const { weight: sum, firm, evidence } = by.scorer.score(agreements);
  const proofs = proofsOf(a, b);
  const proven = proofs.length > 0;
  const weight = proven ? Math.max(sum, by.model.prior) + proofBits : sum;
  const probability = probabilityOf(weight);
  const all = [...proofs.map((one) => ({ ...one, weight: 0 })), ...evidence];
  if (proven) (all[0] as { weight: number }).weight = weight - sum;
  const base = { probability, weight, evidence: all, proven };
  const trusted = proven || by.trustHandles || firm >= leastFirm;
  if (probability >= by.linkAt && trusted) return { ...base, outcome: 'link' };
  if (isHousehold(agreements)) return { ...base, outcome: 'relate', relation: 'household' };
  return { ...base, outcome: probability >= by.reviewAt ? 'review' : 'none' };
}

/** Two people of one home: another given name, and the address, or the family name and the phone, in common. */
function isHousehold(agreements: readonly Agreement[]): boolean {
  const levels = new Map(agreements.filter(({ firm }) => firm).map(({ field, level }) => [field, level]));
  const home = levels.get('address') === 'same' || levels.get('phone') === 'exact';
  const family = levels.get('family') === 'exact' || levels.get('family') === 'part';
  return levels.get('given') === 'different' && family && home;
}
