import { isKenningError, KenningError } from '../../core/errors.js';
import type { SplinkLevel, SplinkSettings } from './settings.js';
import { type Compiled, compile } from './sql/compile.js';
import type { Expression } from './sql/expression.js';
import { parseCondition } from './sql/parse.js';

/** A comparison of Splink's: the first level whose condition holds counts. */
export interface SplinkComparison {
  name: string;
  levels: ComparisonLevel[];
}

export interface ComparisonLevel {
  label: string;
  /** Absent for what is left over. */
  condition?: { expression: Expression; holds: Compiled };
  /** The base-2 logarithm of m over u; 0 where nothing is known. */
  weight: number;
  termFrequency?: { column: string; logU: number; weight: number; minimum: number };
}

/**
 * Reads a comparison. What was not trained has Splink's defaults for its place.
 *
 * @throws `unsupported` or `invalid` with the comparison's and level's name
 */
export function splinkComparison(comparison: SplinkSettings['comparisons'][number]): SplinkComparison {
  const name = comparison.output_column_name;
  const levels = comparison.comparison_levels;
  const probabilities = withDefaults(levels);
  const conditions = levels.map((level) => conditionOf(level, name));
  return {
    name,
    levels: levels.map((level, at) => {
      const { m, u } = probabilities[at] as { m: number; u: number };
      const condition = conditions[at];
      return {
        label: labelOf(level),
        ...(condition && { condition }),
        weight: level.is_null_level ? 0 : Math.log2(m / u),
        ...(level.tf_adjustment_column && {
          termFrequency: {
            column: level.tf_adjustment_column,
            logU: Math.log2(exactU(level, at, conditions, probabilities, name)),
            weight: level.tf_adjustment_weight ?? 1,
            minimum: level.tf_minimum_u_value ?? 0,
          },
        }),
      };
    }),
  };
}

const labelOf = (level: SplinkLevel) => level.label_for_charts ?? level.sql_condition;

function conditionOf(level: SplinkLevel, comparison: string): ComparisonLevel['condition'] {
  if (level.sql_condition.trim().toUpperCase() === 'ELSE') return undefined;
  try {
    const expression = parseCondition(level.sql_condition, 'suffix');
    return { expression, holds: compile(expression) };
  } catch (error) {
    if (!isKenningError(error)) throw error;
    throw new KenningError(error.code, `Comparison "${comparison}", level "${labelOf(level)}": ${error.message}`);
  }
}

/**
 * Splink's own defaults: an exact match has m 0.95 and the others share the rest; the weights run from 10 bits for an
 * exact match over 3 for the next down to -5 for what is left over.
 */
function withDefaults(levels: readonly SplinkLevel[]): ({ m: number; u: number } | undefined)[] {
  const count = levels.filter(({ is_null_level }) => !is_null_level).length;
  let place = 0;
  return levels.map(({ is_null_level, m_probability, u_probability }) => {
    if (is_null_level) return { m: 1, u: 1 };
    const first = place === 0;
    const m = first ? 0.95 : 0.05 / (count - 1);
    const bits = first ? 10 : count === 2 ? -5 : 3 - (8 * (place - 1)) / (count - 2);
    place += 1;
    return { m: m_probability ?? m, u: u_probability ?? m / 2 ** bits };
  });
}

/** The u of the level that says the column is the same on both sides: of a fuzzy level it is not its own. */
function exactU(
  level: SplinkLevel,
  at: number,
  conditions: readonly ComparisonLevel['condition'][],
  probabilities: readonly ({ m: number; u: number } | undefined)[],
  comparison: string,
): number {
  const column = level.tf_adjustment_column?.toLowerCase();
  if (level.disable_tf_exact_match_detection) return probabilities[at]?.u as number;
  const exact = conditions.findIndex((condition) => condition && exactColumn(condition.expression) === column);
  if (exact >= 0) return probabilities[exact]?.u as number;
  throw new KenningError(
    'invalid',
    `Comparison "${comparison}", level "${labelOf(level)}": no level says that "${column}" is the same, so its frequencies can not be used.`,
  );
}

function exactColumn(expression: Expression): string | undefined {
  if (expression.kind !== 'binary' || expression.operator !== '=') return undefined;
  const { left, right } = expression;
  if (left.kind !== 'column' || right.kind !== 'column') return undefined;
  return left.name === right.name && left.side !== right.side ? left.name.toLowerCase() : undefined;
}
