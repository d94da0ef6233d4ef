import { type SplinkComparison, splinkComparison } from './comparison.js';
import { type SplinkSettings, splinkSettings } from './settings.js';
import { columnKinds } from './sql/column-kinds.js';
import { columnsOf } from './sql/expression.js';
import type { Kind } from './sql/functions.js';
import { parseCondition } from './sql/parse.js';

/** A model that Splink saved, read. */
export interface SplinkDocument {
  settings: SplinkSettings;
  comparisons: SplinkComparison[];
  /** Every column that its comparisons read. */
  columns: ReadonlySet<string>;
  /** What is in the columns that are not read as texts. */
  kinds: ReadonlyMap<string, Kind>;
  /** The logarithm of the odds that two records are one, before anything is known of them. */
  prior: number;
}

/** @throws `invalid` for what is no such model, `unsupported` for functions and dialects that are not known, by name */
export function splinkDocument(document: unknown): SplinkDocument {
  const settings = splinkSettings(document);
  const comparisons = settings.comparisons.map(splinkComparison);
  const kinds = new Map<string, Kind>();
  const columns = new Set<string>();
  for (const { levels } of comparisons)
    for (const { condition, termFrequency } of levels) {
      if (termFrequency) columns.add(termFrequency.column);
      if (!condition) continue;
      for (const { name } of columnsOf(condition.expression)) columns.add(name);
      for (const [name, kind] of columnKinds(condition.expression)) kinds.set(name, kind);
    }
  for (const { arrays_to_explode } of settings.blocking_rules_to_generate_predictions)
    for (const name of arrays_to_explode ?? []) kinds.set(name, 'list');
  const lambda = settings.probability_two_random_records_match;
  return { settings, comparisons, columns, kinds, prior: Math.log2(lambda / (1 - lambda)) };
}

/** The columns that a model's blocking rules read. */
export function blockingColumns({ settings }: SplinkDocument): string[] {
  return settings.blocking_rules_to_generate_predictions.flatMap(({ blocking_rule }) =>
    columnsOf(parseCondition(blocking_rule, 'prefix')).map(({ name }) => name),
  );
}
