import type { Words } from '../../engine/columns/memory.js';
import type { BinaryOperator, Expression } from '../sql/expression.js';
import type { Value } from '../sql/functions.js';
import type { ByteTexts } from './byte-texts.js';

/** What SQL says of a condition; `maybe` stands for what needs a closer look. */
export const no = 0;
export const yes = 1;
export const unknown = 2;
export const maybe = 3;

export type Side = 'left' | 'right';

/**
 * A condition on two rows as plain data, so that threads can share it. Slots are places among the numbers of a row, and 0 there
 * is null.
 */
export type TestPlan =
  /** Whether a value is null, or is not. */
  | { op: 'null'; side: Side; slot: number; negated: boolean }
  /** What was answered of each value beforehand. */
  | { op: 'answered'; side: Side; slot: number; answers: Uint8Array }
  /** That both values are the same; `translated` has the number on the left of each value on the right. */
  | { op: 'same'; ours: number; theirs: number; translated: Uint32Array | undefined }
  /** That the numbers are not the same, null or not. */
  | { op: 'differs'; slot: number }
  /** That two lists share an item. */
  | { op: 'overlap'; slot: number; starts: Uint32Array; items: Uint32Array }
  /** That two texts pass a bound, or do not. */
  | { op: 'graded'; measure: MeasurePlan; bound: Bound; isOpposite: boolean }
  | { op: 'compared'; operator: BinaryOperator; one: NumberPlan; two: NumberPlan }
  | { op: 'and'; one: TestPlan; two: TestPlan }
  | { op: 'or'; one: TestPlan; two: TestPlan }
  | { op: 'not'; of: TestPlan }
  /** What has no faster form, asked as it is written. */
  | { op: 'written'; expression: Expression; columns: readonly WrittenColumn[] };

export interface WrittenColumn {
  name: string;
  codes: Words;
  values: readonly Value[];
}

/** A number of two rows. */
export type NumberPlan =
  | { op: 'literal'; value: number }
  /** A number for each value; NaN is null. */
  | { op: 'value'; side: Side; slot: number; values: Float64Array }
  | { op: 'minus'; one: NumberPlan; two: NumberPlan }
  | { op: 'call'; name: string; of: NumberPlan };

/** A measure of two texts, with all the bounds that it is tested against, from the loosest on. */
export interface MeasurePlan {
  name: string;
  ours: TextsPlan;
  theirs: TextsPlan;
  bounds: Bound[];
}

/** Texts by number, and where the first of a row's two sketches stands. */
export interface TextsPlan {
  slot: number;
  sketch: number;
  texts: ByteTexts;
}

/** What a measure is tested against: `>=` and `>` of similarities, `<=` and `<` of distances. */
export interface Bound {
  value: number;
  /** Equal is not enough. */
  strict: boolean;
}
