import { z } from 'zod';
import { KenningError } from '../../core/errors.js';

/** What Splink writes for a level that its training never saw. */
const notObserved = 'level not observed in training dataset';
const probability = z
  .union([z.number().min(0).max(1), z.literal(notObserved)])
  .nullish()
  .transform((value) => (value === notObserved ? 1e-6 : (value ?? undefined)));

const level = z.object({
  sql_condition: z.string().min(1),
  label_for_charts: z.string().optional(),
  m_probability: probability,
  u_probability: probability,
  is_null_level: z.boolean().optional(),
  tf_adjustment_column: z.string().nullish(),
  tf_adjustment_weight: z.number().nullish(),
  tf_minimum_u_value: z.number().nullish(),
  disable_tf_exact_match_detection: z.boolean().nullish(),
});

const blockingRule = z.union([
  z.string().transform((blocking_rule) => ({ blocking_rule, arrays_to_explode: undefined })),
  z.object({ blocking_rule: z.string(), arrays_to_explode: z.array(z.string()).nullish() }),
]);

const settings = z.object({
  link_type: z.enum(['dedupe_only', 'link_only', 'link_and_dedupe']),
  probability_two_random_records_match: z.number().gt(0).lt(1),
  sql_dialect: z.string(),
  unique_id_column_name: z.string().default('unique_id'),
  source_dataset_column_name: z.string().default('source_dataset'),
  blocking_rules_to_generate_predictions: z.array(blockingRule).max(1000).default([]),
  comparisons: z
    .array(z.object({ output_column_name: z.string(), comparison_levels: z.array(level).min(1).max(100) }))
    .min(1)
    .max(500),
});

export type SplinkSettings = z.infer<typeof settings>;
export type SplinkLevel = z.infer<typeof level>;

/** Whether a document is a model that Splink saved. */
export function isSplinkModel(document: unknown): boolean {
  return typeof document === 'object' && document !== null && 'comparisons' in document && 'link_type' in document;
}

/** @throws `invalid` for what Splink would not have saved, `unsupported` for another dialect than DuckDB's */
export function splinkSettings(document: unknown): SplinkSettings {
  const parsed = settings.safeParse(document);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new KenningError('invalid', `This is no model of Splink's: ${issue?.path.join('.')}: ${issue?.message}.`);
  }
  if (parsed.data.sql_dialect !== 'duckdb')
    throw new KenningError(
      'unsupported',
      `This model's conditions are written for "${parsed.data.sql_dialect}"; only DuckDB's are known here.`,
    );
  return parsed.data;
}
