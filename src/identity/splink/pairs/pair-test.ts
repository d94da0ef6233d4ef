import type { Words } from '../../engine/columns/memory.js';
import { compile } from '../sql/compile.js';
import { columnsOf, type Expression } from '../sql/expression.js';
import { functionNamed, type Value } from '../sql/functions.js';
import { type Bound, GradedMeasure, isMeasure } from './graded-measure.js';
import { type Cell, type PairRows, sideOf } from './pair-rows.js';

/** What SQL says of a condition. */
export const no = 0;
export const yes = 1;
export const unknown = 2;
export const maybe = 3;
export type Answer = typeof no | typeof yes | typeof unknown;

/** A condition that can be asked of two rows, each given by where its numbers begin. */
export interface PairTest {
  ask(left: number, right: number): Answer;
  /** The answer as far as it is seen at once: yes, no or unknown, where `maybe` stands for what needs a closer look. */
  glance(left: number, right: number): Answer | typeof maybe;
  /** Places of numbers of which the left row must have each for the answer to be yes. */
  needs: ReadonlySet<number>;
}

type Ask = PairTest['ask'];
type Glance = PairTest['glance'];
/** A number of two rows; NaN is null. */
type Measured = (left: number, right: number) => number;

const nothing: ReadonlySet<number> = new Set();
const oneOf = (isSo: boolean): Answer => (isSo ? yes : no);
function opposite(answer: Answer): Answer;
function opposite(answer: Answer | typeof maybe): Answer | typeof maybe;
function opposite(answer: Answer | typeof maybe): Answer | typeof maybe {
  return answer === yes ? no : answer === no ? yes : answer;
}
const atOnce = (ask: Ask, needs: ReadonlySet<number>): PairTest => ({ ask, glance: ask, needs });
const turned: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=', '<>': '<>' };

/**
 * Makes conditions into tests of rows by their numbers: what concerns one record is worked out once a value, texts are
 * measured once a pair of values. What has no such form is asked as it is written.
 */
export class PairTests {
  readonly #rows: PairRows;
  readonly #measures = new Map<string, GradedMeasure>();

  readonly #numbers: Words;

  constructor(rows: PairRows) {
    this.#rows = rows;
    this.#numbers = rows.numbers;
  }

  /** @throws `unsupported` for functions that are not known */
  test(expression: Expression): PairTest {
    if (sideOf(expression) === 'left' || sideOf(expression) === 'right') return this.#ofOne(expression);
    switch (expression.kind) {
      case 'binary':
        if (expression.operator === 'and' || expression.operator === 'or') return this.#joined(expression);
        return this.#compared(expression) ?? this.#asWritten(expression);
      case 'unary': {
        const { ask, glance } = this.test(expression.of);
        return {
          ask: (left, right) => opposite(ask(left, right)),
          glance: (left, right) => opposite(glance(left, right)),
          needs: nothing,
        };
      }
      default:
        return this.#asWritten(expression);
    }
  }

  #joined({ operator, left: first, right: second }: Extract<Expression, { kind: 'binary' }>): PairTest {
    const [one, two] = [this.test(first), this.test(second)];
    const decides = operator === 'or' ? yes : no;
    const ask: Ask = (left, right) => {
      const answer = one.ask(left, right);
      if (answer === decides) return decides;
      const other = two.ask(left, right);
      if (other === decides) return decides;
      return answer === unknown || other === unknown ? unknown : opposite(decides);
    };
    const glance: Glance = (left, right) => {
      const answer = one.glance(left, right);
      if (answer === decides) return decides;
      const other = two.glance(left, right);
      if (other === decides) return decides;
      if (answer === maybe || other === maybe) return maybe;
      return answer === unknown || other === unknown ? unknown : opposite(decides);
    };
    const needs = operator === 'and' ? one.needs.union(two.needs) : one.needs.intersection(two.needs);
    return { ask, glance, needs };
  }

  #ofOne(expression: Expression): PairTest {
    const rows = this.#rows;
    const numbers = this.#numbers;
    const isLeft = sideOf(expression) === 'left';
    // Whether a column is empty is seen from its number.
    if (expression.kind === 'null-test') {
      const { slot } = rows.cellOf(expression.of);
      const { negated } = expression;
      return atOnce((left, right) => oneOf((numbers[(isLeft ? left : right) + slot] === 0) !== negated), nothing);
    }
    const { slot, values } = rows.cellOf(expression);
    const answers = values.map((value) => (value === null ? unknown : oneOf(value === true)));
    const ask: Ask = (left, right) => answers[numbers[(isLeft ? left : right) + slot] as number] as Answer;
    return atOnce(ask, isLeft ? new Set([slot]) : nothing);
  }

  #compared({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): PairTest | undefined {
    if ((operator === '=' || operator === '<>') && sideOf(left) !== sideOf(right)) {
      const same = sideOf(left) === 'left' ? this.#same(left, right) : this.#same(right, left);
      if (same) return operator === '=' ? same : atOnce((l, r) => opposite(same.ask(l, r)), same.needs);
    }
    const graded =
      right.kind === 'literal'
        ? this.#graded(left, operator, right.value)
        : left.kind === 'literal' && this.#graded(right, turned[operator] ?? '', left.value);
    if (graded) return graded;
    const [one, two] = [this.#measured(left), this.#measured(right)];
    const holds = comparisons[operator];
    if (!one || !two || !holds) return undefined;
    const ask: Ask = (l, r) => {
      const [ours, theirs] = [one(l, r), two(l, r)];
      return Number.isNaN(ours) || Number.isNaN(theirs) ? unknown : oneOf(holds(ours, theirs));
    };
    return atOnce(ask, nothing);
  }

  /** That a value of the left record is the same as one of the right one. */
  #same(ours: Expression, theirs: Expression): PairTest | undefined {
    if (sideOf(ours) !== 'left' || sideOf(theirs) !== 'right') return undefined;
    const rows = this.#rows;
    const numbers = this.#numbers;
    const [one, two] = [rows.cellOf(ours), rows.cellOf(theirs)];
    const translated = one === two ? undefined : translation(two, one);
    const ask: Ask = (left, right) => {
      const number = numbers[left + one.slot] as number;
      const other = numbers[right + two.slot] as number;
      if (number === 0 || other === 0) return unknown;
      return oneOf(number === (translated ? translated[other] : other));
    };
    return atOnce(ask, new Set([one.slot]));
  }

  /** A known measure against a number. */
  #graded(call: Expression, operator: string, value: Value): PairTest | undefined {
    if (call.kind !== 'call' || !isMeasure(call.name) || typeof value !== 'number') return undefined;
    if (!['<', '<=', '>', '>='].includes(operator)) return undefined;
    const [first, second] = call.of;
    if (!first || !second || call.of.length !== 2) return undefined;
    const sides = [sideOf(first), sideOf(second)];
    if (!sides.includes('left') || !sides.includes('right')) return undefined;
    const rows = this.#rows;
    const numbers = this.#numbers;
    const cells = [rows.cellOf(first), rows.cellOf(second)] as const;
    const texts = [rows.textsOf(cells[0]), rows.textsOf(cells[1])] as const;
    const key = `${call.name} ${cells[0].slot} ${cells[1].slot}`;
    const measure = this.#measures.get(key) ?? GradedMeasure.of(call.name, [texts[0].texts, texts[1].texts]);
    if (!measure) return undefined;
    const grows = operator.startsWith('>');
    // That a similarity is below a bound is the opposite of its reaching it.
    const isOpposite = grows !== measure.grows;
    const bound: Bound = { value, strict: operator.endsWith('=') === isOpposite };
    const place = measure.add(bound);
    this.#measures.set(key, measure);
    const isTurned = sides[0] === 'right';
    let own = -1;
    const ask: Ask = (left, right) => {
      const one = isTurned ? right : left;
      const two = isTurned ? left : right;
      const number = numbers[one + cells[0].slot] as number;
      const other = numbers[two + cells[1].slot] as number;
      if (number === 0 || other === 0) return unknown;
      if (own < 0) own = place();
      return oneOf(measure.grade(number, other) > own !== isOpposite);
    };
    const glance: Glance = (left, right) => {
      const one = isTurned ? right : left;
      const two = isTurned ? left : right;
      if (numbers[one + cells[0].slot] === 0 || numbers[two + cells[1].slot] === 0) return unknown;
      if (own < 0) own = place();
      const most = measure.gradeAtMost(numbers[one + texts[0].slot] as number, numbers[two + texts[1].slot] as number);
      return most > own ? maybe : isOpposite ? yes : no;
    };
    return { ask, glance, needs: new Set([cells[isTurned ? 1 : 0].slot]) };
  }

  /** A number of both records, or of one. */
  #measured(expression: Expression): Measured | undefined {
    const rows = this.#rows;
    const numbers = this.#numbers;
    const side = sideOf(expression);
    if (expression.kind === 'literal')
      return typeof expression.value === 'number' ? always(expression.value) : undefined;
    if (side === 'left' || side === 'right') {
      const { slot, values } = rows.cellOf(expression);
      if (!values.every((value) => value === null || typeof value === 'number')) return undefined;
      const measured = Float64Array.from(values, (value) => (value === null ? Number.NaN : (value as number)));
      return side === 'left'
        ? (left) => measured[numbers[left + slot] as number] as number
        : (_, right) => measured[numbers[right + slot] as number] as number;
    }
    if (expression.kind === 'binary' && expression.operator === '-') {
      const [one, two] = [this.#measured(expression.left), this.#measured(expression.right)];
      return one && two && ((left, right) => one(left, right) - two(left, right));
    }
    if (expression.kind === 'call' && expression.of.length === 1) {
      const [of] = expression.of.map((part) => this.#measured(part));
      const found = functionNamed(expression.name);
      if (!of || found?.takes[0] !== 'number') return undefined;
      const work = found.make([]) as (value: number) => number | null;
      return (left, right) => work(of(left, right)) ?? Number.NaN;
    }
    return undefined;
  }

  #asWritten(expression: Expression): PairTest {
    const asked = compile(expression);
    const rows = this.#rows;
    const names = columnsOf(expression).map(({ name }) => name);
    return {
      ask(left, right) {
        const value = asked(rows.rowOf(left / rows.stride, names), rows.rowOf(right / rows.stride, names));
        return value === null ? unknown : oneOf(value === true);
      },
      glance: () => maybe,
      needs: nothing,
    };
  }
}

const always =
  (value: number): Measured =>
  () =>
    value;

const comparisons: Readonly<Record<string, (ours: number, theirs: number) => boolean>> = {
  '=': (ours, theirs) => ours === theirs,
  '<>': (ours, theirs) => ours !== theirs,
  '<': (ours, theirs) => ours < theirs,
  '<=': (ours, theirs) => ours <= theirs,
  '>': (ours, theirs) => ours > theirs,
  '>=': (ours, theirs) => ours >= theirs,
};

/** The numbers that values of one cell have in another; what is not there has none that any value has. */
export function translation(from: Cell, to: Cell): Uint32Array {
  const numbers = new Map(to.values.map((value, number) => [keyOf(value), number]));
  return Uint32Array.from(from.values, (value) => numbers.get(keyOf(value)) ?? 0xffffffff);
}

const keyOf = (value: Value) => (Array.isArray(value) ? JSON.stringify(value) : value);
