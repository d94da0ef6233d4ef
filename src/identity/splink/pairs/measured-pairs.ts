import type { Words } from '../../engine/columns/memory.js';
import { bitsSet } from '../../engine/compare/similarity.js';
import { damerauLevenshtein, jaccard } from '../sql/distances.js';
import { firstOf, lengthOf, longOne, markOf } from './byte-texts.js';
import { FixedText } from './fixed-text.js';
import type { Pairs } from './pairs.js';
import type { Bound, MeasurePlan } from './test-plan.js';

/** How a measure runs, and what it can be at best by the sketches of both texts. */
interface Known {
  /** Similarities hold above a bound, distances below it. */
  grows: boolean;
  best: ((ours: number, ours2: number, theirs: number, theirs2: number) => number) | undefined;
}

/** How many bytes two texts have in common at most. */
function commonAtMost(ours: number, ours2: number, theirs: number, theirs2: number): number {
  const once = markOf(ours) & markOf(theirs);
  const twice = markOf(ours2) & markOf(theirs2);
  const ourRest = lengthOf(ours) - bitsSet(markOf(ours)) - bitsSet(markOf(ours2));
  const theirRest = lengthOf(theirs) - bitsSet(markOf(theirs)) - bitsSet(markOf(theirs2));
  return bitsSet(once) + bitsSet(twice) + Math.min(ourRest, theirRest);
}

function jaroAtMost(ours: number, ours2: number, theirs: number, theirs2: number): number {
  const [length, other] = [lengthOf(ours), lengthOf(theirs)];
  if (length === 0 || other === 0) return 1;
  const common = commonAtMost(ours, ours2, theirs, theirs2);
  if (common === 0) return 0;
  // A little more than it is, so that no rounding makes it too small.
  return (common / length + common / other + 1) / 3 + 1e-9;
}

function jaroWinklerAtMost(ours: number, ours2: number, theirs: number, theirs2: number): number {
  const most = jaroAtMost(ours, ours2, theirs, theirs2);
  // The bonus is for a common beginning, and above 0.7 only.
  return most <= 0.7 || firstOf(ours2) !== firstOf(theirs2) ? most : 0.6 * most + 0.4;
}

const editsAtLeast = (ours: number, ours2: number, theirs: number, theirs2: number): number =>
  Math.max(lengthOf(ours), lengthOf(theirs)) - commonAtMost(ours, ours2, theirs, theirs2);

const known: Readonly<Record<string, Known>> = {
  levenshtein: { grows: false, best: editsAtLeast },
  damerau_levenshtein: { grows: false, best: editsAtLeast },
  jaro_similarity: { grows: true, best: jaroAtMost },
  jaro_winkler_similarity: { grows: true, best: jaroWinklerAtMost },
  jaccard: { grows: true, best: undefined },
};

/** Whether a function is a measure of two texts. */
export const isMeasure = (name: string): boolean => Object.hasOwn(known, name);
/** Whether more of a measure is more alike. */
export const isSimilarity = (name: string): boolean => (known[name] as Known).grows;

/** Adds a bound to a plan, among the others from the loosest on. */
export function boundIn({ name, bounds }: MeasurePlan, bound: Bound): Bound {
  const same = bounds.find(({ value, strict }) => value === bound.value && strict === bound.strict);
  if (same) return same;
  bounds.push(bound);
  const sign = isSimilarity(name) ? 1 : -1;
  bounds.sort((one, two) => sign * (one.value - two.value) || +one.strict - +two.strict);
  return bound;
}

/**
 * Measures a row's text against those of others: a pair's grade says how many bounds it passes, from the loosest on; one more than
 * there are bounds where a text is missing.
 */
export class MeasuredPairs {
  readonly #plan: MeasurePlan;
  readonly #numbers: Words;
  readonly #known: Known;
  readonly #fixed = new FixedText();
  #left = -1;

  constructor(plan: MeasurePlan, numbers: Words) {
    this.#plan = plan;
    this.#numbers = numbers;
    this.#known = known[plan.name] as Known;
  }

  /** Writes the grades of some pairs where those that they can have at most are. */
  grades({ left: row, rights }: Pairs, list: Uint32Array, count: number, grades: Uint16Array): void {
    const numbers = this.#numbers;
    const { ours, theirs, bounds } = this.#plan;
    const left = numbers[row + ours.slot] as number;
    const { bytes, starts } = theirs.texts;
    for (let at = 0; at < count; at += 1) {
      const pair = list[at] as number;
      const most = grades[pair] as number;
      if (most === 0 || most > bounds.length) continue;
      if (left !== this.#left) {
        this.#left = left;
        this.#fixed.take(ours.texts.bytes, ours.texts.starts[left] as number, ours.texts.starts[left + 1] as number);
      }
      const right = numbers[(rights[pair] as number) + theirs.slot] as number;
      grades[pair] = this.#gradeOf(this.#measured(left, bytes, starts[right] as number, starts[right + 1] as number));
    }
  }

  /** Writes the grades that pairs can have at most, by the sketches of their texts. */
  gradesAtMost({ left: row, rights }: Pairs, list: Uint32Array, count: number, grades: Uint16Array): void {
    const numbers = this.#numbers;
    const { ours, theirs, bounds } = this.#plan;
    const missing = bounds.length + 1;
    if (numbers[row + ours.slot] === 0) {
      for (let at = 0; at < count; at += 1) grades[list[at] as number] = missing;
      return;
    }
    const sketch = numbers[row + ours.sketch] as number;
    const second = numbers[row + ours.sketch + 1] as number;
    const best = lengthOf(sketch) === longOne ? undefined : this.#known.best;
    const [slot, theirSketch] = [theirs.slot, theirs.sketch];
    for (let at = 0; at < count; at += 1) {
      const pair = list[at] as number;
      const place = rights[pair] as number;
      const other = numbers[place + theirSketch] as number;
      if (numbers[place + slot] === 0) grades[pair] = missing;
      else if (!best || lengthOf(other) === longOne) grades[pair] = bounds.length;
      else grades[pair] = this.#gradeOf(best(sketch, second, other, numbers[place + theirSketch + 1] as number));
    }
  }

  #measured(left: number, bytes: Uint8Array, from: number, to: number): number {
    switch (this.#plan.name) {
      case 'levenshtein':
        return this.#fixed.levenshtein(bytes, from, to);
      case 'jaro_similarity':
        return this.#fixed.jaro(bytes, from, to);
      case 'jaro_winkler_similarity':
        return this.#fixed.jaroWinkler(bytes, from, to);
      default: {
        const { texts } = this.#plan.ours;
        const measure = this.#plan.name === 'jaccard' ? jaccard : damerauLevenshtein;
        return measure(texts.bytes, texts.starts[left] as number, texts.starts[left + 1] as number, bytes, from, to);
      }
    }
  }

  #gradeOf(measured: number): number {
    const { bounds } = this.#plan;
    let grade = 0;
    while (grade < bounds.length && this.#passes(measured, bounds[grade] as Bound)) grade += 1;
    return grade;
  }

  #passes(measured: number, { value, strict }: Bound): boolean {
    if (measured === value) return !strict;
    return measured > value === this.#known.grows;
  }
}
