import { z } from 'zod';
import { kinds } from '../columns/column.js';

const count = z.int().nonnegative();

/** The shape of what a model is frozen with. */
export const frozen = z.strictObject({
  /** How many records it was frozen on; the shares of kinds of pairs are of so many. */
  records: count,
  columns: z.array(z.strictObject({ kind: z.enum(kinds), name: z.string().max(1000) })).max(1000),
  /** Of each part of a record how many values were seen, and how often the common ones. */
  values: z
    .array(z.strictObject({ of: z.string(), total: count, counts: z.array(z.tuple([z.string(), count])) }))
    .max(3000),
  /** Values that too many different people have to identify any of them. */
  shared: z.array(z.strictObject({ of: z.string(), values: z.array(z.string()) })).max(1000),
  /** Under which keys records are found, by the names of one or of two together. */
  rules: z.array(z.array(z.string()).min(1).max(2)).max(500),
  /** Of a key that more records share, no pairs are made. */
  block: z.int().min(2).max(10_000),
});

/** Everything that decides beside likelihoods: what is looked at, how common values are, how records are found. */
export type Frozen = z.infer<typeof frozen>;
