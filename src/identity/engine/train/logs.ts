import { classes, type Model } from './model.js';

/** How many classes there are, strangers among them, who come last. */
export const classCount = classes.length + 1;
const strangers = classes.length;

/** The logarithms of a model, class by class, so that a pair is weighed by adding up. */
export interface Logs {
  shares: Float64Array;
  /** By class, field and level. */
  fields: readonly (readonly Float64Array[])[];
}

export function logsOf(model: Model): Logs {
  const rest = 1 - model.share.reduce((sum, share) => sum + share, 0);
  return {
    shares: Float64Array.from([...model.share, Math.max(rest, 0.01)], Math.log),
    fields: [...model.m, model.u].map((table) => table.map((levels) => levels.map(Math.log))),
  };
}

/** Adds up the logarithms of a pattern by class. */
export function addUp({ shares, fields }: Logs, levels: Uint8Array, at: number, sums: Float64Array): void {
  for (let kind = 0; kind < classCount; kind += 1) {
    const table = fields[kind] as Float64Array[];
    let sum = shares[kind] as number;
    for (let field = 0; field < table.length; field += 1)
      sum += (table[field] as Float64Array)[levels[at + field] as number] as number;
    sums[kind] = sum;
  }
}

/** The weight in bits that sums of logarithms give: the odds of one person against all else. */
export function weightOf(sums: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY;
  for (let kind = 1; kind < classCount; kind += 1) if ((sums[kind] as number) > most) most = sums[kind] as number;
  let rest = 0;
  for (let kind = 1; kind < classCount; kind += 1) rest += Math.exp((sums[kind] as number) - most);
  return ((sums[0] as number) - most - Math.log(rest)) / Math.LN2;
}

/** Turns sums of logarithms into the probability of each class. */
export function toShares(sums: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (const sum of sums) if (sum > most) most = sum;
  let total = 0;
  for (let kind = 0; kind <= strangers; kind += 1) {
    const share = Math.exp((sums[kind] as number) - most);
    sums[kind] = share;
    total += share;
  }
  for (let kind = 0; kind <= strangers; kind += 1) sums[kind] = (sums[kind] as number) / total;
}
