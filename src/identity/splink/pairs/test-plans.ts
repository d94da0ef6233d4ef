import { compile } from '../sql/compile.js';
import { columnsOf, type Expression } from '../sql/expression.js';
import { functionNamed, type Value } from '../sql/functions.js';
import { boundIn, isMeasure, isSimilarity } from './measured-pairs.js';
import { type Cell, type PairRows, sideOf } from './pair-rows.js';
import { type MeasurePlan, type NumberPlan, no, type TestPlan, unknown, yes } from './test-plan.js';

type Binary = Extract<Expression, { kind: 'binary' }>;

const turned: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '<>': '<>' };

/**
 * Makes conditions into plans of how they are asked of rows: what concerns one record is worked out once a value, texts are
 * measured by their numbers. What has no such form is asked as it is written.
 */
export class TestPlans {
  readonly #rows: PairRows;
  readonly #measures = new Map<string, MeasurePlan>();
  readonly #numbers = new Map<string, NumberPlan>();

  constructor(rows: PairRows) {
    this.#rows = rows;
  }

  /** @throws `unsupported` for functions that are not known */
  plan(expression: Expression): TestPlan {
    const side = sideOf(expression);
    if (side === 'left' || side === 'right') return this.#ofOne(expression, side);
    switch (expression.kind) {
      case 'binary':
        if (expression.operator === 'and' || expression.operator === 'or')
          return {
            op: expression.operator,
            one: this.plan(expression.left),
            two: this.plan(expression.right),
          };
        return this.#compared(expression) ?? this.#asWritten(expression);
      case 'unary':
        return { op: 'not', of: this.plan(expression.of) };
      default:
        return this.#asWritten(expression);
    }
  }

  #ofOne(expression: Expression, side: 'left' | 'right'): TestPlan {
    // Whether a column is empty is seen from its number.
    if (expression.kind === 'null-test') {
      const { slot } = this.#rows.cellOf(expression.of);
      return { op: 'null', side, slot, negated: expression.negated };
    }
    const { slot, values } = this.#rows.cellOf(expression);
    return { op: 'answered', side, slot, answers: Uint8Array.from(values, answerOf) };
  }

  #compared({ operator, left, right }: Binary): TestPlan | undefined {
    if ((operator === '=' || operator === '<>') && sideOf(left) !== sideOf(right)) {
      const same = sideOf(left) === 'left' ? this.#same(left, right) : this.#same(right, left);
      if (same) return operator === '=' ? same : { op: 'not', of: same };
    }
    const graded =
      right.kind === 'literal'
        ? this.#graded(left, operator, right.value)
        : left.kind === 'literal' && this.#graded(right, turned[operator] ?? '', left.value);
    if (graded) return graded;
    const [one, two] = [this.#number(left), this.#number(right)];
    return one && two && Object.hasOwn(turned, operator) ? { op: 'compared', operator, one, two } : undefined;
  }

  /** That a value of the left record is the same as one of the right one. */
  #same(ours: Expression, theirs: Expression): TestPlan | undefined {
    if (sideOf(ours) !== 'left' || sideOf(theirs) !== 'right') return undefined;
    const [one, two] = [this.#rows.cellOf(ours), this.#rows.cellOf(theirs)];
    return samePlan(one, two);
  }

  /** A known measure against a number. */
  #graded(call: Expression, operator: string, value: Value): TestPlan | undefined {
    if (call.kind !== 'call' || !isMeasure(call.name) || typeof value !== 'number') return undefined;
    if (!['<', '<=', '>', '>='].includes(operator)) return undefined;
    const [first, second] = call.of;
    if (!first || !second || call.of.length !== 2) return undefined;
    const sides = [sideOf(first), sideOf(second)];
    if (!sides.includes('left') || !sides.includes('right')) return undefined;
    // Every measure is symmetric.
    const [ours, theirs] = sides[0] === 'left' ? [first, second] : [second, first];
    const measure = this.#measure(call.name, this.#rows.cellOf(ours), this.#rows.cellOf(theirs));
    // That a similarity is below a bound is the opposite of its reaching it.
    const isOpposite = operator.startsWith('>') !== isSimilarity(call.name);
    const bound = boundIn(measure, { value, strict: operator.endsWith('=') === isOpposite });
    return { op: 'graded', measure, bound, isOpposite };
  }

  #measure(name: string, ours: Cell, theirs: Cell): MeasurePlan {
    const rows = this.#rows;
    const key = `${name} ${ours.slot} ${theirs.slot}`;
    const textsOf = (cell: Cell) => ({ slot: cell.slot, ...rows.textsOf(cell) });
    const known = this.#measures.get(key) ?? { name, ours: textsOf(ours), theirs: textsOf(theirs), bounds: [] };
    this.#measures.set(key, known);
    return known;
  }

  /** A number of both records, or of one. */
  #number(expression: Expression): NumberPlan | undefined {
    const key = JSON.stringify(expression);
    const known = this.#numbers.get(key) ?? this.#newNumber(expression);
    if (known) this.#numbers.set(key, known);
    return known;
  }

  #newNumber(expression: Expression): NumberPlan | undefined {
    const side = sideOf(expression);
    if (expression.kind === 'literal')
      return typeof expression.value === 'number' ? { op: 'literal', value: expression.value } : undefined;
    if (side === 'left' || side === 'right') {
      const { slot, values } = this.#rows.cellOf(expression);
      if (!values.every((value) => value === null || typeof value === 'number')) return undefined;
      const numbers = Float64Array.from(values, (value) => (value === null ? Number.NaN : (value as number)));
      return { op: 'value', side, slot, values: numbers };
    }
    if (expression.kind === 'binary' && expression.operator === '-') {
      const [one, two] = [this.#number(expression.left), this.#number(expression.right)];
      return one && two && { op: 'minus', one, two };
    }
    if (expression.kind === 'call' && expression.of.length === 1) {
      const [of] = expression.of.map((part) => this.#number(part));
      const isOfNumber = functionNamed(expression.name)?.takes[0] === 'number';
      return of && isOfNumber ? { op: 'call', name: expression.name, of } : undefined;
    }
    return undefined;
  }

  #asWritten(expression: Expression): TestPlan {
    // What is not known is told now.
    compile(expression);
    const names = new Set(columnsOf(expression).map(({ name }) => name));
    return { op: 'written', expression, columns: this.#rows.written([...names]) };
  }
}

const answerOf = (value: Value): number => (value === null ? unknown : value === true ? yes : no);

/** That a value of the left record is the same as one of the right one, neither null. */
export const samePlan = (ours: Cell, theirs: Cell): TestPlan => ({
  op: 'same',
  ours: ours.slot,
  theirs: theirs.slot,
  translated: ours === theirs ? undefined : translation(theirs, ours),
});

/** The numbers that values of one cell have in another; what is not there has none that any value has. */
export function translation(from: Cell, to: Cell): Uint32Array {
  const numbers = new Map(to.values.map((value, number) => [keyOf(value), number]));
  return Uint32Array.from(from.values, (value) => numbers.get(keyOf(value)) ?? 0xffffffff);
}

const keyOf = (value: Value) => (Array.isArray(value) ? JSON.stringify(value) : value);
