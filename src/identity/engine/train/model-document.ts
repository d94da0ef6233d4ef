import { z } from 'zod';
import { KenningError } from '../../../core/errors.js';
import type { Field } from '../compare/comparison.js';
import { type Frozen, frozen } from '../frozen/frozen.js';
import { classes, type Model, normalized, populationOf, priorModel } from './model.js';
import { training } from './training.js';

const likelihood = z.number().positive().max(1);

const documentShape = z.strictObject({
  format: z.literal('kenning-identity-model'),
  version: z.literal(1),
  /** From how many records it was learned. */
  records: z.int().nonnegative().optional(),
  pairsPerRecord: z.strictObject({
    same: z.number().positive(),
    household: z.number().positive(),
    namesake: z.number().positive(),
  }),
  fields: z
    .array(
      z.strictObject({
        name: z.string(),
        levels: z
          .array(
            z.strictObject({
              name: z.string(),
              same: likelihood,
              household: likelihood,
              namesake: likelihood,
              strangers: likelihood,
            }),
          )
          .max(255),
      }),
    )
    .max(1000),
  training: training.optional(),
  frozen: frozen.optional(),
});

/**
 * A learned model as one JSON document: of each field, how likely each way of agreeing is of two records of one person,
 * of two people of one household, of two of one name, and of strangers. It holds no value of any record, unless it is frozen.
 */
export type ModelDocument = z.infer<typeof documentShape>;

/**
 * A model with all else that decides: how common values are, which columns are looked at, under which keys records are
 * found. By it a pair of records comes out the same at any time, whatever other records there are. It holds no value that
 * fewer than five records share.
 */
export type FrozenModel = ModelDocument & { frozen: Frozen };

/** Writes a model that was learned from so many rows. */
export function documentOf(model: Model, size: number): ModelDocument {
  const [same, household, namesake] = Array.from(
    model.share,
    (share) => (share * populationOf(size)) / Math.max(size, 1),
  ) as [number, number, number];
  const of = (tables: readonly Float64Array[], field: number, level: number): number =>
    (tables[field] as Float64Array)[level] as number;
  return {
    format: 'kenning-identity-model',
    version: 1,
    records: size,
    pairsPerRecord: { same, household, namesake },
    ...(model.training && { training: model.training }),
    fields: model.fields.map(({ name, levels }, field) => ({
      name,
      levels: levels.slice(1).map((level, place) => ({
        name: level.name,
        same: of(model.m[0] as Float64Array[], field, place + 1),
        household: of(model.m[1] as Float64Array[], field, place + 1),
        namesake: of(model.m[2] as Float64Array[], field, place + 1),
        strangers: of(model.u, field, place + 1),
      })),
    })),
  };
}

/**
 * Checks a document that came from outside.
 *
 * @throws KenningError `invalid` when it is no such document, is of another version or has impossible likelihoods.
 */
export function checkedDocument(document: unknown): ModelDocument {
  const parsed = documentShape.safeParse(document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new KenningError(
    'invalid',
    `This is no model of kenning's, version 1: ${issue?.path.join('.')}: ${issue?.message}. Save it anew.`,
  );
}

/**
 * Reads a document as the model of fields; fields and levels that it does not know stay as they are before anything is
 * learned.
 *
 * @throws KenningError `invalid` when it is no such document, is of another version or has impossible likelihoods.
 */
export function modelOf(document: unknown, fields: readonly Field[], size: number): Model {
  const { pairsPerRecord, fields: known, training: told } = checkedDocument(document);
  const prior = priorModel(fields, size);
  const byName = new Map(known.map(({ name, levels }) => [name, new Map(levels.map((level) => [level.name, level]))]));
  const read = (tables: readonly Float64Array[], kind: (typeof classes)[number] | 'strangers'): Float64Array[] =>
    fields.map(({ name, levels }, field) => {
      const usual = tables[field] as Float64Array;
      return normalized(usual.map((share, level) => byName.get(name)?.get(levels[level]?.name ?? '')?.[kind] ?? share));
    });
  const share = classes.map((kind) => (pairsPerRecord[kind] * Math.max(size, 1)) / populationOf(size));
  const all = share.reduce((sum, one) => sum + one, 0);
  return {
    fields,
    training: told,
    m: classes.map((kind, index) => read(prior.m[index] as Float64Array[], kind)),
    u: read(prior.u, 'strangers'),
    // In a list that is much shorter than the one it was learned from, not all pairs are of one person.
    share: Float64Array.from(share, (one) => one / Math.max(1, 2 * all)),
  };
}
