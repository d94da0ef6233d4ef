import type { Words } from '../../engine/columns/memory.js';
import { compile, type Row } from '../sql/compile.js';
import { MeasuredPairs } from './measured-pairs.js';
import { comparisons, NumbersOfPairs } from './numbers-of-pairs.js';
import { mostAtOnce, type Pairs } from './pairs.js';
import {
  type MeasurePlan,
  maybe,
  type NumberPlan,
  no,
  type TestPlan,
  unknown,
  type WrittenColumn,
  yes,
} from './test-plan.js';

/** Answers for some pairs, by their places in a list, at the place of each pair. */
export type Ask = (pairs: Pairs, list: Uint32Array, count: number, answers: Uint8Array) => void;

/** A condition that can be asked of many pairs at once. */
export interface PairTest {
  ask: Ask;
  /** The answers as far as they are seen at once, where `maybe` stands for what needs a closer look. */
  glance: Ask;
}

type Of<Op extends TestPlan['op']> = Extract<TestPlan, { op: Op }>;

const atOnce = (ask: Ask): PairTest => ({ ask, glance: ask });
const opposites = Uint8Array.of(yes, no, unknown, maybe);

/** Makes plans into tests of rows by their numbers. What several plans measure is measured once a pair. */
export class PairTests {
  readonly #numbers: Words;
  readonly #measures = new Map<MeasurePlan, MeasuredPairs>();
  readonly #numeric = new Map<NumberPlan, NumbersOfPairs>();

  readonly #stride: number;

  /** @param stride how many numbers a row has */
  constructor(numbers: Words, stride: number) {
    this.#numbers = numbers;
    this.#stride = stride;
  }

  test(plan: TestPlan): PairTest {
    const numbers = this.#numbers;
    switch (plan.op) {
      case 'null':
        return isNull(plan, numbers);
      case 'answered':
        return answered(plan, numbers);
      case 'same':
        return same(plan, numbers);
      case 'differs':
        return differs(plan, numbers);
      case 'overlap':
        return overlap(plan, numbers);
      case 'graded':
        return this.#graded(plan);
      case 'compared':
        return this.#compared(plan);
      case 'and':
      case 'or':
        return this.#joined(plan);
      case 'not': {
        const { ask, glance } = this.test(plan.of);
        return { ask: opposite(ask), glance: opposite(glance) };
      }
      case 'written':
        return written(plan, this.#stride);
    }
  }

  #joined({ op, one, two }: Of<'and' | 'or'>): PairTest {
    const [first, second] = [this.test(one), this.test(two)];
    const decides = op === 'or' ? yes : no;
    return { ask: joined(first.ask, second.ask, decides), glance: joined(first.glance, second.glance, decides) };
  }

  #graded({ measure: plan, bound, isOpposite }: Of<'graded'>): PairTest {
    const numbers = this.#numbers;
    const measure = this.#measures.get(plan) ?? new MeasuredPairs(plan);
    this.#measures.set(plan, measure);
    const place = plan.bounds.indexOf(bound);
    const { ours, theirs } = plan;
    const fails = isOpposite ? yes : no;
    const answer =
      (work: 'grades' | 'gradesAtMost', passes: number): Ask =>
      (pairs, list, count, answers) => {
        const isKnown = numbers[pairs.left + ours.slot] !== 0;
        const grades = isKnown ? measure[work](pairs, numbers, list, count) : undefined;
        for (let at = 0; at < count; at += 1) {
          const pair = list[at] as number;
          if (!grades || numbers[(pairs.rights[pair] as number) + theirs.slot] === 0) answers[pair] = unknown;
          else answers[pair] = (grades[pair] as number) > place ? passes : fails;
        }
      };
    return { ask: answer('grades', isOpposite ? no : yes), glance: answer('gradesAtMost', maybe) };
  }

  #compared({ operator, one, two }: Of<'compared'>): PairTest {
    const [first, second] = [this.#numbersOf(one), this.#numbersOf(two)];
    const holds = comparisons[operator] as (ours: number, theirs: number) => boolean;
    return atOnce((pairs, list, count, answers) => {
      const ours = first.of(pairs, list, count);
      const theirs = second.of(pairs, list, count);
      for (let at = 0; at < count; at += 1) {
        const pair = list[at] as number;
        const [our, their] = [ours[pair] as number, theirs[pair] as number];
        answers[pair] = Number.isNaN(our) || Number.isNaN(their) ? unknown : holds(our, their) ? yes : no;
      }
    });
  }

  #numbersOf(plan: NumberPlan): NumbersOfPairs {
    const made = this.#numeric.get(plan) ?? new NumbersOfPairs(plan, this.#numbers, (part) => this.#numbersOf(part));
    this.#numeric.set(plan, made);
    return made;
  }
}

function isNull({ side, slot, negated }: Of<'null'>, numbers: Words): PairTest {
  const [empty, there] = negated ? [no, yes] : [yes, no];
  return atOnce((pairs, list, count, answers) => {
    const own = side === 'left' ? (numbers[pairs.left + slot] === 0 ? empty : there) : -1;
    for (let at = 0; at < count; at += 1) {
      const pair = list[at] as number;
      answers[pair] = own >= 0 ? own : numbers[(pairs.rights[pair] as number) + slot] === 0 ? empty : there;
    }
  });
}

function answered({ side, slot, answers: known }: Of<'answered'>, numbers: Words): PairTest {
  return atOnce((pairs, list, count, answers) => {
    for (let at = 0; at < count; at += 1) {
      const pair = list[at] as number;
      const row = side === 'left' ? pairs.left : (pairs.rights[pair] as number);
      answers[pair] = known[numbers[row + slot] as number] as number;
    }
  });
}

function same({ ours, theirs, translated }: Of<'same'>, numbers: Words): PairTest {
  return atOnce((pairs, list, count, answers) => {
    const own = numbers[pairs.left + ours] as number;
    for (let at = 0; at < count; at += 1) {
      const pair = list[at] as number;
      const other = numbers[(pairs.rights[pair] as number) + theirs] as number;
      if (own === 0 || other === 0) answers[pair] = unknown;
      else answers[pair] = own === (translated ? translated[other] : other) ? yes : no;
    }
  });
}

function differs({ slot }: Of<'differs'>, numbers: Words): PairTest {
  return atOnce((pairs, list, count, answers) => {
    const own = numbers[pairs.left + slot];
    for (let at = 0; at < count; at += 1) {
      const pair = list[at] as number;
      answers[pair] = numbers[(pairs.rights[pair] as number) + slot] === own ? no : yes;
    }
  });
}

function overlap({ slot, starts, items }: Of<'overlap'>, numbers: Words): PairTest {
  const own = new Set<number>();
  return atOnce((pairs, list, count, answers) => {
    own.clear();
    const left = numbers[pairs.left + slot] as number;
    for (let at = starts[left] as number; at < (starts[left + 1] as number); at += 1) own.add(items[at] as number);
    for (let at = 0; at < count; at += 1) {
      const pair = list[at] as number;
      const right = numbers[(pairs.rights[pair] as number) + slot] as number;
      answers[pair] = no;
      for (let item = starts[right] as number; item < (starts[right + 1] as number); item += 1)
        if (own.has(items[item] as number)) answers[pair] = yes;
    }
  });
}

function opposite(ask: Ask): Ask {
  return (pairs, list, count, answers) => {
    ask(pairs, list, count, answers);
    for (let at = 0; at < count; at += 1) {
      const pair = list[at] as number;
      answers[pair] = opposites[answers[pair] as number] as number;
    }
  };
}

/** Asks the second of what the first does not decide. */
function joined(one: Ask, two: Ask, decides: number): Ask {
  const rest = new Uint32Array(mostAtOnce);
  const others = new Uint8Array(mostAtOnce);
  const neither = opposites[decides] as number;
  return (pairs, list, count, answers) => {
    one(pairs, list, count, answers);
    let left = 0;
    for (let at = 0; at < count; at += 1) {
      const pair = list[at] as number;
      if (answers[pair] === decides) continue;
      rest[left] = pair;
      left += 1;
    }
    if (left === 0) return;
    two(pairs, rest, left, others);
    for (let at = 0; at < left; at += 1) {
      const pair = rest[at] as number;
      const [answer, other] = [answers[pair] as number, others[pair] as number];
      if (other === decides) answers[pair] = decides;
      else if (answer === maybe || other === maybe) answers[pair] = maybe;
      else answers[pair] = answer === unknown || other === unknown ? unknown : neither;
    }
  };
}

function written({ expression, columns }: Of<'written'>, stride: number): PairTest {
  const asked = compile(expression);
  const ask: Ask = (pairs, list, count, answers) => {
    const left = rowOf(pairs.left / stride, columns);
    for (let at = 0; at < count; at += 1) {
      const pair = list[at] as number;
      const value = asked(left, rowOf((pairs.rights[pair] as number) / stride, columns));
      answers[pair] = value === null ? unknown : value === true ? yes : no;
    }
  };
  return {
    ask,
    glance: (_, list, count, answers) => {
      for (let at = 0; at < count; at += 1) answers[list[at] as number] = maybe;
    },
  };
}

const rowOf = (row: number, columns: readonly WrittenColumn[]): Row =>
  Object.fromEntries(columns.map(({ name, codes, values }) => [name, values[codes[row] as number] ?? null]));
