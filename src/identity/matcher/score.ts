import type { Evidence } from '../../core/model/evidence.js';
import type { Agreement } from './agreement.js';
import { type Field, groups, type Likelihood, population, weights } from './weights.js';

/** Weights by field and level: the fixed ones, or some learned from data. */
export type WeightTable = Readonly<Record<Field, Readonly<Record<string, Likelihood>>>>;

/** How a matcher weighs. */
export interface Model {
  table: WeightTable;
  /** log2 of the odds that two records are one before anything was compared. */
  prior: number;
  /** log2 of the odds that they are two people of one household. */
  household: number;
  /** How many people the records are drawn from. */
  population: number;
}

/**
 * The model of the fixed weights for as many people. That two records are of one household is half as likely as that they
 * are one person: the others of a household are seldom in the same list.
 */
export function fixedModel(people = population): Model {
  const prior = -Math.log2(Math.max(people, 2));
  return { table: weights, prior, household: prior - 1, population: Math.max(people, 2) };
}

/** What a pair's agreements say, in bits against two people who have nothing to do with each other. */
export interface Odds {
  /** That they are one, prior included. */
  same: number;
  /** That they are two of one household, prior included. */
  household: number;
}

/** A pair's weight. */
export interface Score {
  /** log2 of the odds that they are one: against strangers and against two of one household. */
  weight: number;
  /** What of it speaks in favor and no stranger could have chosen. */
  firm: number;
  /** Its weights and the prior add up to `weight`. */
  evidence: Evidence[];
}

/** Adds up what fields say, by one model. */
export interface Scorer {
  /** Faster than {@link score}. */
  odds(agreements: readonly Agreement[]): Odds;
  score(agreements: readonly Agreement[]): Score;
}

/** Shares below this are not believed: two people may always be of one name by chance. */
const leastShare = 0.000_001;

/** Each field's part, and each part's group, by number. */
interface Place {
  part: number;
  group: number;
}

const places = new Map<string, Place>();
const numberOfParts = placeFields();
const homePart = (places.get('phone') as Place).group;

/**
 * Makes a sum of weights. What hangs together is not added as if it were independent: of a group's parts only the one
 * that says most in
 * favor counts, while everything that speaks against counts. What a household shares is no evidence against its other
 * people.
 */
export function scorer(model: Model): Scorer {
  const logs = new Map<string, Map<string, { fixed: number; m: number }>>();
  for (const [field, levels] of Object.entries(model.table)) {
    const known = new Map<string, { fixed: number; m: number }>();
    for (const [level, { m, u, shared }] of Object.entries(levels)) {
      const growth = shared ? Math.log2(model.population / population) : 0;
      known.set(level, { fixed: Math.log2(m / u) + growth, m: Math.log2(m) });
    }
    logs.set(field, known);
  }
  const bitsOf = ({ field, level, share, bits }: Agreement): number => {
    if (bits !== undefined) return bits;
    const known = logs.get(field)?.get(level);
    if (!known) return 0;
    return share === undefined ? known.fixed : known.m - Math.log2(Math.max(share, leastShare));
  };
  const sums = new Float64Array(numberOfParts);
  const best = new Int32Array(numberOfParts);
  const add = (agreements: readonly Agreement[]): void => {
    sums.fill(0);
    best.fill(-1);
    for (const agreement of agreements) {
      const { part } = places.get(agreement.field) as Place;
      sums[part] = (sums[part] as number) + bitsOf(agreement);
    }
    for (const { field } of agreements) {
      const { part, group } = places.get(field) as Place;
      const leader = best[group] as number;
      if ((sums[part] as number) > 0 && (leader < 0 || (sums[part] as number) > (sums[leader] as number)))
        best[group] = part;
    }
  };
  const counts = ({ field }: Agreement): boolean => {
    const { part, group } = places.get(field) as Place;
    return (sums[part] as number) <= 0 || best[group] === part;
  };
  const odds = (agreements: readonly Agreement[]): Odds => {
    add(agreements);
    let { prior: same, household } = model;
    for (const agreement of agreements) {
      const bits = bitsOf(agreement);
      if (counts(agreement)) same += bits;
      // A household shares the family name and the home; of the rest it is as good as strangers.
      if (agreement.field === 'family' && bits > 0) household += bits;
    }
    const home = best[homePart] as number;
    return { same, household: home < 0 ? household : household + (sums[home] as number) };
  };
  return {
    odds,
    score(agreements) {
      const { same, household } = odds(agreements);
      const rival = rivalry(household);
      let firm = 0;
      const evidence = agreements.map((agreement): Evidence => {
        const own = counts(agreement) ? bitsOf(agreement) : 0;
        if (agreement.firm && own > 0) firm += own;
        return { type: 'score', field: agreement.field, level: agreement.level, weight: own };
      });
      if (rival > 0) evidence.push({ type: 'score', field: 'household', level: 'may-be-two', weight: -rival });
      return { weight: same - rival, firm, evidence };
    },
  };
}

/** What the household takes from the odds of one person, in bits; nothing when it is hardly possible. */
export function rivalry(household: number): number {
  if (household < -7) return 0;
  return household > 40 ? household : Math.log2(1 + 2 ** household);
}

/** The probability of odds given as log2. */
export function probabilityOf(bits: number): number {
  return bits > 40 ? 1 - 2 ** -40 : 1 / (1 + 2 ** -bits);
}

function placeFields(): number {
  const numbers = new Map<string, number>();
  const numberOf = (name: string): number => {
    if (!numbers.has(name)) numbers.set(name, numbers.size);
    return numbers.get(name) as number;
  };
  for (const field of Object.keys(weights)) {
    const { group, part } = groups[field as Field] ?? { group: field, part: field };
    places.set(field, { part: numberOf(`part ${part}`), group: numberOf(`group ${group}`) });
  }
  return numbers.size;
}
