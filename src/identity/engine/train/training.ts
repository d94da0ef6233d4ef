import { z } from 'zod';

const fallback = z.strictObject({
  field: z.string(),
  /** What stands instead: the built-in likelihoods, or nothing, so that the field says nothing. */
  by: z.enum(['built-in', 'silent']),
  reason: z.enum(['agreeing-speaks-against', 'levels-out-of-order']),
});

/** The shape of how a model came about. */
export const training = z.strictObject({
  /** Whether its likelihoods were learned from records, or are the built-in ones. */
  by: z.enum(['records', 'built-in']),
  /** Why they are the built-in ones. */
  reason: z.enum(['few-records', 'no-convergence', 'impossible-shares', 'fields-collapsed']).optional(),
  /** Fields of which what was learned could not be. */
  fields: z.array(fallback).max(1000),
});

/** How a model came about: what was learned, and what stands in its place where learning failed. */
export type Training = z.infer<typeof training>;

/** A field of which what was learned could not be. */
export type FieldFallback = Training['fields'][number];
