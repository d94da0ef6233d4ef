import { classCount, logsOf, weightOf } from '../train/logs.js';
import type { Model } from '../train/model.js';

/** What one field tells of two records. */
export interface FieldWeight {
  field: string;
  /** How they agree in it; `missing` where one of them does not have it. */
  level: string;
  /** For one person against two strangers, in bits; below 0 it speaks against. */
  bits: number;
}

/** What a pair weighs, step by step; the steps add up to the weight. */
export interface Waterfall {
  /** Before anything was compared: how likely any two records are one, in bits. */
  prior: number;
  fields: FieldWeight[];
  /**
   * What is taken off since two people of one household or of one name would agree like this too, in bits; 0 or below.
   */
  dependence: number;
  /** log2 of the odds that the two are one. */
  weight: number;
  probability: number;
}

/** Takes apart what a pair weighs that came out at these levels. */
export function waterfall(model: Model, levels: Uint8Array): Waterfall {
  const { shares, fields } = logsOf(model);
  const strangers = classCount - 1;
  const bitsOf = (field: number, level: number): number =>
    ((fields[0]?.[field]?.[level] as number) - (fields[strangers]?.[field]?.[level] as number)) / Math.LN2;
  const told = model.fields.map(({ name, levels: all }, field): FieldWeight => {
    const level = levels[field] as number;
    return { field: name, level: all[level]?.name as string, bits: level === 0 ? 0 : bitsOf(field, level) };
  });
  const sums = Float64Array.from(shares, (share, kind) =>
    model.fields.reduce((sum, _, field) => sum + (fields[kind]?.[field]?.[levels[field] as number] as number), share),
  );
  const prior = ((shares[0] as number) - (shares[strangers] as number)) / Math.LN2;
  const weight = weightOf(sums);
  const alone = told.reduce((sum, { bits }) => sum + bits, prior);
  return { prior, fields: told, dependence: weight - alone, weight, probability: 1 / (1 + 2 ** -weight) };
}
