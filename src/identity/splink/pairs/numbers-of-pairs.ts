import type { Words } from '../../engine/columns/memory.js';
import type { Value } from '../sql/functions.js';
import { functionNamed } from '../sql/functions.js';
import { mostAtOnce, type Pairs } from './pairs.js';
import type { NumberPlan } from './test-plan.js';

export const comparisons: Readonly<Record<string, (ours: number, theirs: number) => boolean>> = {
  '=': (ours, theirs) => ours === theirs,
  '<>': (ours, theirs) => ours !== theirs,
  '<': (ours, theirs) => ours < theirs,
  '<=': (ours, theirs) => ours <= theirs,
  '>': (ours, theirs) => ours > theirs,
  '>=': (ours, theirs) => ours >= theirs,
};

type Work = (pairs: Pairs, list: Uint32Array, count: number, values: Float64Array) => void;

/** A number of each pair, worked out once a pair however many ask for it. */
export class NumbersOfPairs {
  readonly #values = new Float64Array(mostAtOnce);
  /** In which round the number of each pair was worked out. */
  readonly #rounds = new Float64Array(mostAtOnce);
  readonly #missing = new Uint32Array(mostAtOnce);
  readonly #work: Work;

  /** @param part gives what works out a part of the plan */
  constructor(plan: NumberPlan, numbers: Words, part: (plan: NumberPlan) => NumbersOfPairs) {
    this.#work = workOf(plan, numbers, part);
  }

  of(pairs: Pairs, list: Uint32Array, count: number): Float64Array {
    const [values, rounds] = [this.#values, this.#rounds];
    let missing = 0;
    for (let at = 0; at < count; at += 1) {
      const pair = list[at] as number;
      if (rounds[pair] === pairs.round) continue;
      rounds[pair] = pairs.round;
      this.#missing[missing] = pair;
      missing += 1;
    }
    if (missing > 0) this.#work(pairs, this.#missing, missing, values);
    return values;
  }
}

function workOf(plan: NumberPlan, numbers: Words, part: (plan: NumberPlan) => NumbersOfPairs): Work {
  switch (plan.op) {
    case 'literal':
      return (_, list, count, values) => {
        for (let at = 0; at < count; at += 1) values[list[at] as number] = plan.value;
      };
    case 'value': {
      const { side, slot, values: known } = plan;
      return (pairs, list, count, values) => {
        for (let at = 0; at < count; at += 1) {
          const pair = list[at] as number;
          const row = side === 'left' ? pairs.left : (pairs.rights[pair] as number);
          values[pair] = known[numbers[row + slot] as number] as number;
        }
      };
    }
    case 'minus': {
      const [one, two] = [part(plan.one), part(plan.two)];
      return (pairs, list, count, values) => {
        const ours = one.of(pairs, list, count);
        const theirs = two.of(pairs, list, count);
        for (let at = 0; at < count; at += 1) {
          const pair = list[at] as number;
          values[pair] = (ours[pair] as number) - (theirs[pair] as number);
        }
      };
    }
    case 'call': {
      const of = part(plan.of);
      const work = functionNamed(plan.name)?.make([]) as (value: number) => Value;
      return (pairs, list, count, values) => {
        const given = of.of(pairs, list, count);
        for (let at = 0; at < count; at += 1) {
          const pair = list[at] as number;
          values[pair] = (work(given[pair] as number) as number | null) ?? Number.NaN;
        }
      };
    }
  }
}
