import type { Words } from '../../engine/columns/memory.js';
import { compile, type Row } from '../sql/compile.js';
import { MeasuredPairs } from './measured-pairs.js';
import { comparisons, NumbersOfPairs } from './numbers-of-pairs.js';
import type { Pairs } from './pairs.js';
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

/** Writes the state of some pairs, by their places in a list, at the place of each pair. */
export type Read = (pairs: Pairs, list: Uint32Array, count: number, states: Uint16Array) => void;

/** Something that is looked at in pairs: how the values of a column are related, how alike two texts are. */
export interface Leaf {
  /** How many states there are. */
  radix: number;
  /** The states as far as they are seen at once. */
  glance: Read;
  /** What they are, after a glance; absent where that tells it. */
  ask?: Read;
}

/** A test that is not made of others. */
type Simple = Exclude<TestPlan, { op: 'and' | 'or' | 'not' }>;
type Of<Op extends TestPlan['op']> = Extract<TestPlan, { op: Op }>;

/** How two values are related, as states of a leaf. */
const [noneLeft, noneRight, same, different, none] = [0, 1, 2, 3, 4];

/** What a test looks at, and what it answers by the state of that. Tests that look at the same have equal keys. */
export interface Seen {
  key: string | object;
  leaf(): Leaf;
  answer(state: number, isGlance: boolean): number;
}

/** Makes what tests look at; what several measure is measured once a pair. */
export class Leaves {
  readonly #numbers: Words;
  readonly #stride: number;
  readonly #numeric = new Map<NumberPlan, NumbersOfPairs>();

  /** @param stride how many numbers a row has */
  constructor(numbers: Words, stride: number) {
    this.#numbers = numbers;
    this.#stride = stride;
  }

  seen(plan: Simple): Seen {
    const numbers = this.#numbers;
    switch (plan.op) {
      case 'null': {
        const { slot, negated } = plan;
        const absent = plan.side === 'left' ? noneLeft : noneRight;
        return {
          key: `${slot} ${slot}`,
          leaf: () => related(slot, slot, undefined, numbers),
          answer: (state) => ((state === absent || state === none) !== negated ? yes : no),
        };
      }
      case 'same': {
        const { ours, theirs, translated } = plan;
        return {
          key: `${ours} ${theirs}`,
          leaf: () => related(ours, theirs, translated, numbers),
          answer: (state) => (state === same ? yes : state === different ? no : unknown),
        };
      }
      case 'differs':
        return { key: plan, leaf: () => differing(plan, numbers), answer: (state) => state };
      case 'answered':
        return { key: plan, leaf: () => answered(plan, numbers), answer: (state) => state };
      case 'overlap':
        return { key: plan, leaf: () => overlapping(plan, numbers), answer: (state) => state };
      case 'compared':
        return { key: plan, leaf: () => this.#compared(plan), answer: (state) => state };
      case 'written':
        return { key: plan, leaf: () => written(plan, this.#stride), answer: (state) => state };
      case 'graded': {
        const { measure, bound, isOpposite } = plan;
        const place = measure.bounds.indexOf(bound);
        const [passes, fails] = isOpposite ? [no, yes] : [yes, no];
        return {
          key: measure,
          leaf: () => graded(measure, numbers),
          answer: (state, isGlance) =>
            state > measure.bounds.length ? unknown : state <= place ? fails : isGlance ? maybe : passes,
        };
      }
    }
  }

  #compared({ operator, one, two }: Of<'compared'>): Leaf {
    const [first, second] = [this.#numbersOf(one), this.#numbersOf(two)];
    const holds = comparisons[operator] as (ours: number, theirs: number) => boolean;
    return {
      radix: 3,
      glance(pairs, list, count, states) {
        const ours = first.of(pairs, list, count);
        const theirs = second.of(pairs, list, count);
        for (let at = 0; at < count; at += 1) {
          const pair = list[at] as number;
          const [our, their] = [ours[pair] as number, theirs[pair] as number];
          states[pair] = Number.isNaN(our) || Number.isNaN(their) ? unknown : holds(our, their) ? yes : no;
        }
      },
    };
  }

  #numbersOf(plan: NumberPlan): NumbersOfPairs {
    const made = this.#numeric.get(plan) ?? new NumbersOfPairs(plan, this.#numbers, (part) => this.#numbersOf(part));
    this.#numeric.set(plan, made);
    return made;
  }
}

function related(ours: number, theirs: number, translated: Uint32Array | undefined, numbers: Words): Leaf {
  return {
    radix: 5,
    glance(pairs, list, count, states) {
      const { left, rights } = pairs;
      const own = numbers[left + ours] as number;
      if (own === 0) {
        for (let at = 0; at < count; at += 1) {
          const pair = list[at] as number;
          states[pair] = numbers[(rights[pair] as number) + theirs] === 0 ? none : noneLeft;
        }
        return;
      }
      for (let at = 0; at < count; at += 1) {
        const pair = list[at] as number;
        const other = numbers[(rights[pair] as number) + theirs] as number;
        if (other === 0) states[pair] = noneRight;
        else states[pair] = own === (translated ? translated[other] : other) ? same : different;
      }
    },
  };
}

function graded(plan: MeasurePlan, numbers: Words): Leaf {
  const measure = new MeasuredPairs(plan, numbers);
  return {
    radix: plan.bounds.length + 2,
    glance: (pairs, list, count, states) => measure.gradesAtMost(pairs, list, count, states),
    ask: (pairs, list, count, states) => measure.grades(pairs, list, count, states),
  };
}

function differing({ slot }: Of<'differs'>, numbers: Words): Leaf {
  return {
    radix: 2,
    glance(pairs, list, count, states) {
      const own = numbers[pairs.left + slot];
      for (let at = 0; at < count; at += 1) {
        const pair = list[at] as number;
        states[pair] = numbers[(pairs.rights[pair] as number) + slot] === own ? no : yes;
      }
    },
  };
}

function answered({ side, slot, answers }: Of<'answered'>, numbers: Words): Leaf {
  return {
    radix: 3,
    glance(pairs, list, count, states) {
      for (let at = 0; at < count; at += 1) {
        const pair = list[at] as number;
        const row = side === 'left' ? pairs.left : (pairs.rights[pair] as number);
        states[pair] = answers[numbers[row + slot] as number] as number;
      }
    },
  };
}

function overlapping({ slot, starts, items }: Of<'overlap'>, numbers: Words): Leaf {
  const own = new Set<number>();
  return {
    radix: 2,
    glance(pairs, list, count, states) {
      own.clear();
      const left = numbers[pairs.left + slot] as number;
      for (let at = starts[left] as number; at < (starts[left + 1] as number); at += 1) own.add(items[at] as number);
      for (let at = 0; at < count; at += 1) {
        const pair = list[at] as number;
        const right = numbers[(pairs.rights[pair] as number) + slot] as number;
        states[pair] = no;
        for (let item = starts[right] as number; item < (starts[right + 1] as number); item += 1)
          if (own.has(items[item] as number)) states[pair] = yes;
      }
    },
  };
}

function written({ expression, columns }: Of<'written'>, stride: number): Leaf {
  const asked = compile(expression);
  return {
    radix: 4,
    glance(_, list, count, states) {
      for (let at = 0; at < count; at += 1) states[list[at] as number] = maybe;
    },
    ask(pairs, list, count, states) {
      const left = rowOf(pairs.left / stride, columns);
      for (let at = 0; at < count; at += 1) {
        const pair = list[at] as number;
        const value = asked(left, rowOf((pairs.rights[pair] as number) / stride, columns));
        states[pair] = value === null ? unknown : value === true ? yes : no;
      }
    },
  };
}

const rowOf = (row: number, columns: readonly WrittenColumn[]): Row =>
  Object.fromEntries(columns.map(({ name, codes, values }) => [name, values[codes[row] as number] ?? null]));
