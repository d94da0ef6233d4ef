import type { Leaf, Leaves, Seen } from './leaves.js';
import { mostAtOnce, type Pairs } from './pairs.js';
import { maybe, no, type TestPlan, unknown, yes } from './test-plan.js';

/** More cases than this are not numbered. */
const mostCases = 1 << 20;
/** The number of a pair whose case has none. */
export const unnumbered = 0xffffffff;

/**
 * How pairs come out in several tests at once. There are few ways in which they can, so each is a case with a number, and
 * what follows from it need be worked out once.
 */
export class Cases {
  readonly #seen = new Map<TestPlan, { leaf: number; answer: Seen['answer'] }>();
  readonly #leaves: Leaf[] = [];
  readonly #states: Uint16Array[] = [];
  readonly #isNumbered: boolean;
  /** The number of each pair's case, at its place. */
  readonly numbers = new Uint32Array(mostAtOnce);

  constructor(plans: readonly TestPlan[], leaves: Leaves) {
    const places = new Map<Seen['key'], number>();
    const look = (plan: TestPlan): void => {
      if (plan.op === 'and' || plan.op === 'or') {
        look(plan.one);
        look(plan.two);
      } else if (plan.op === 'not') look(plan.of);
      else {
        const { key, leaf, answer } = leaves.seen(plan);
        const place = places.get(key) ?? this.#leaves.push(leaf()) - 1;
        places.set(key, place);
        this.#seen.set(plan, { leaf: place, answer });
      }
    };
    for (const plan of plans) look(plan);
    for (const _ of this.#leaves) this.#states.push(new Uint16Array(mostAtOnce));
    this.#isNumbered = this.#leaves.reduce((cases, { radix }) => cases * radix, 1) <= mostCases;
  }

  /** Looks at some pairs at a glance, or, after that, closely. */
  read(pairs: Pairs, list: Uint32Array, count: number, how: 'glance' | 'ask'): void {
    const { numbers } = this;
    const first = this.#isNumbered ? 0 : unnumbered;
    for (let at = 0; at < count; at += 1) numbers[list[at] as number] = first;
    for (let leaf = 0; leaf < this.#leaves.length; leaf += 1) {
      const looked = this.#leaves[leaf] as Leaf;
      const states = this.#states[leaf] as Uint16Array;
      const { radix } = looked;
      if (how === 'glance') looked.glance(pairs, list, count, states);
      else looked.ask?.(pairs, list, count, states);
      if (!this.#isNumbered) continue;
      for (let at = 0; at < count; at += 1) {
        const pair = list[at] as number;
        numbers[pair] = (numbers[pair] as number) * radix + (states[pair] as number);
      }
    }
  }

  /** What a test answers of a pair that was looked at. */
  answer(plan: TestPlan, pair: number, isGlance: boolean): number {
    if (plan.op === 'and' || plan.op === 'or') {
      const decides = plan.op === 'or' ? yes : no;
      const one = this.answer(plan.one, pair, isGlance);
      if (one === decides) return decides;
      const two = this.answer(plan.two, pair, isGlance);
      if (two === decides) return decides;
      if (one === maybe || two === maybe) return maybe;
      return one === unknown || two === unknown ? unknown : 1 - decides;
    }
    if (plan.op === 'not') {
      const of = this.answer(plan.of, pair, isGlance);
      return of === yes || of === no ? 1 - of : of;
    }
    const { leaf, answer } = this.#seen.get(plan) as { leaf: number; answer: Seen['answer'] };
    return answer((this.#states[leaf] as Uint16Array)[pair] as number, isGlance);
  }
}
