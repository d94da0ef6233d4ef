import { KenningError } from '../../core/errors.js';
import type { SplinkComparison } from './comparison.js';
import { splinkDocument } from './splink-document.js';
import type { Row } from './sql/compile.js';
import type { Value } from './sql/functions.js';
import { typed } from './typed.js';

/** What each comparison said of a pair, in bits. */
export interface SplinkScore {
  /** The sum, the prior included. */
  weight: number;
  probability: number;
  parts: { comparison: string; level: string; weight: number; termFrequency: number }[];
}

/** A model that Splink saved, to be asked of pairs. */
export interface SplinkModel {
  idColumn: string;
  /** Every column that it reads. */
  columns: string[];
  comparisons: SplinkComparison[];
  /** Reads a record of texts; empty is null, and a list is split at `|`. */
  row(texts: Readonly<Record<string, string>>): Row;
  /** Counts how often values occur in all records. Called once, before pairs are scored. */
  count(rows: Iterable<Row>): void;
  score(left: Row, right: Row): SplinkScore;
}

/** Splink bounds the product of all factors so. */
const mostBits = Math.log2(1e300);

/**
 * Reads a model that Splink saved for DuckDB and scores pairs as Splink does: conditions in three-valued logic and in the
 * order they are written in, lengths in bytes, defaults for what was not trained, frequencies of terms over all records.
 *
 * @throws `invalid` for what is no such model, `unsupported` for functions and dialects that are not known, by name
 * @example
 * const model = splinkModel(JSON.parse(text));
 * const rows = records.map((record) => model.row(record));
 * model.count(rows);
 * model.score(rows[0], rows[1]).weight;
 */
export function splinkModel(document: unknown): SplinkModel {
  const { settings, comparisons, columns, kinds, prior } = splinkDocument(document);
  const counted = new Set(
    comparisons.flatMap(({ levels }) => levels.flatMap(({ termFrequency }) => termFrequency?.column ?? [])),
  );
  const frequencies = new Map<string, Map<Value, number>>();

  const frequency = (column: string, value: Value): number | undefined =>
    value === null ? undefined : frequencies.get(column)?.get(value);

  function adjustment(
    { column, logU, weight, minimum }: NonNullable<SplinkComparison['levels'][number]['termFrequency']>,
    left: Row,
    right: Row,
  ): number {
    const [ours, theirs] = [frequency(column, left[column] ?? null), frequency(column, right[column] ?? null)];
    const common = Math.max(ours ?? theirs ?? 0, theirs ?? ours ?? 0, minimum);
    return common > 0 ? weight * (logU - Math.log2(common)) : 0;
  }

  return {
    idColumn: settings.unique_id_column_name,
    columns: [...columns],
    comparisons,
    row(texts) {
      const row: Record<string, Value> = {};
      for (const name of columns) row[name] = typed(texts[name], kinds.get(name));
      return row;
    },
    count(rows) {
      for (const column of counted) frequencies.set(column, new Map());
      const totals = new Map<string, number>();
      for (const row of rows)
        for (const column of counted) {
          const value = row[column] ?? null;
          if (value === null) continue;
          const of = frequencies.get(column) as Map<Value, number>;
          of.set(value, (of.get(value) ?? 0) + 1);
          totals.set(column, (totals.get(column) ?? 0) + 1);
        }
      for (const [column, of] of frequencies)
        for (const [value, times] of of) of.set(value, times / (totals.get(column) as number));
    },
    score(left, right) {
      const parts = comparisons.map(({ name, levels }) => {
        const level = levels.find(({ condition }) => !condition || condition.holds(left, right) === true);
        if (!level) throw new KenningError('invalid', `Comparison "${name}" has no level for a pair: ELSE is missing.`);
        const termFrequency = level.termFrequency ? adjustment(level.termFrequency, left, right) : 0;
        return { comparison: name, level: level.label, weight: level.weight, termFrequency };
      });
      const sum = parts.reduce((total, { weight, termFrequency }) => total + weight + termFrequency, prior);
      const weight = Math.min(mostBits, Math.max(-mostBits, sum));
      return { weight, probability: 1 / (1 + 2 ** -weight), parts };
    },
  };
}
