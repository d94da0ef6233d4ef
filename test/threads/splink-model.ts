const level = (sql: string, m: number, u: number, more: Record<string, unknown> = {}) => ({
  sql_condition: sql,
  m_probability: m,
  u_probability: u,
  ...more,
});
const missing = (name: string) => level(`${name}_l IS NULL OR ${name}_r IS NULL`, 1, 1, { is_null_level: true });
const similar = (name: string) => ({
  output_column_name: name,
  comparison_levels: [
    missing(name),
    level(`${name}_l = ${name}_r`, 0.8, 0.002, { tf_adjustment_column: name }),
    level(`jaro_winkler_similarity(${name}_l, ${name}_r) >= 0.9`, 0.1, 0.004),
    level('ELSE', 0.1, 0.99),
  ],
});

/** A model as Splink saves it, for the people of `manyPeople`. */
export const splinkModel = {
  link_type: 'dedupe_only',
  probability_two_random_records_match: 0.0001,
  sql_dialect: 'duckdb',
  blocking_rules_to_generate_predictions: [
    { blocking_rule: 'l.last = r.last' },
    { blocking_rule: 'l.code = r.code AND substr(l.first, 1, 2) = substr(r.first, 1, 2)' },
  ],
  comparisons: [
    similar('first'),
    similar('last'),
    {
      output_column_name: 'born',
      comparison_levels: [
        missing('born'),
        level('born_l = born_r', 0.9, 0.001),
        level('levenshtein(born_l, born_r) <= 1', 0.05, 0.01),
        level('ELSE', 0.05, 0.989),
      ],
    },
  ],
};
