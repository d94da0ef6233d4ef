import { pairMemo } from '../../engine/compare/pair-memo.js';
import { bitsSet } from '../../engine/compare/similarity.js';
import { damerauLevenshtein, jaccard, jaro, jaroWinkler, levenshtein, type Measure } from '../sql/distances.js';
import { type ByteTexts, byteTexts } from './byte-texts.js';
import type { Cell } from './pair-rows.js';

/** A measure of two texts, and how good it can be at best by their lengths and by the bytes that only one of them has. */
interface Known {
  measure: Measure;
  /** Similarities hold above a bound, distances below it. */
  grows: boolean;
  best?: (ours: number, theirs: number, onlyOurs: number, onlyTheirs: number) => number;
}

const jaroAtMost = (ours: number, theirs: number, onlyOurs: number, onlyTheirs: number): number => {
  const common = Math.min(ours - onlyOurs, theirs - onlyTheirs);
  return ours === 0 || theirs === 0 ? 1 : (common / ours + common / theirs + 1) / 3;
};
const editsAtLeast = (ours: number, theirs: number, onlyOurs: number, onlyTheirs: number): number =>
  Math.max(Math.abs(ours - theirs), onlyOurs, onlyTheirs);

const known: Readonly<Record<string, Known>> = {
  levenshtein: { measure: levenshtein, grows: false, best: editsAtLeast },
  damerau_levenshtein: { measure: damerauLevenshtein, grows: false, best: editsAtLeast },
  jaro_similarity: { measure: jaro, grows: true, best: jaroAtMost },
  jaro_winkler_similarity: {
    measure: jaroWinkler,
    grows: true,
    best: (...of) => jaroAtMost(...of) + 0.4 * (1 - jaroAtMost(...of)),
  },
  jaccard: { measure: jaccard, grows: true },
};

/** What a measure is tested against: `>=` and `>` of similarities, `<=` and `<` of distances. */
export interface Bound {
  value: number;
  /** Equal is not enough. */
  strict: boolean;
}

/** More grades than a memo can hold are not told apart by it. */
const mostGrades = 14;
/** Where values repeat less often than this, what was measured is not asked for again. */
const worthRemembering = 3;

/** A measure of two numbered values that is tested against several bounds: a pair's grade says how many of them it passes. */
export class GradedMeasure {
  readonly grows: boolean;
  readonly #known: Known;
  readonly #bounds: Bound[] = [];
  #texts: [ByteTexts, ByteTexts] | undefined;
  readonly #cells: readonly [Cell, Cell];
  readonly #memo: ReturnType<typeof pairMemo> | undefined;

  private constructor(measure: Known, cells: readonly [Cell, Cell], size: number) {
    this.#known = measure;
    this.grows = measure.grows;
    this.#cells = cells;
    const repeats = cells.every(({ values }) => worthRemembering * values.length < size);
    this.#memo = repeats ? pairMemo() : undefined;
  }

  /** The measure of a function, where there is one. */
  static of(name: string, cells: readonly [Cell, Cell], size: number): GradedMeasure | undefined {
    return Object.hasOwn(known, name) ? new GradedMeasure(known[name] as Known, cells, size) : undefined;
  }

  /** Adds a bound and gives a function that says which place it has among all, once all are there. */
  add(bound: Bound): { isFull: boolean; place: () => number } {
    const own = this.#bounds.find(({ value, strict }) => value === bound.value && strict === bound.strict) ?? bound;
    if (own === bound) this.#bounds.push(bound);
    this.#bounds.sort(
      (one, two) => (this.grows ? one.value - two.value : two.value - one.value) || +one.strict - +two.strict,
    );
    return { isFull: this.#bounds.length > mostGrades, place: () => this.#bounds.indexOf(own) };
  }

  /** How many bounds two values pass, from the loosest on. Both are given by their numbers, and neither is null. */
  grade(left: number, right: number): number {
    if (!this.#memo) return this.#graded(left, right);
    const before = this.#memo.get(left, right);
    if (before >= 0) return before;
    const grade = this.#graded(left, right);
    this.#memo.set(left, right, grade);
    return grade;
  }

  #graded(left: number, right: number): number {
    this.#texts ??= this.#cells.map(({ values }) => byteTexts(values)) as [ByteTexts, ByteTexts];
    const [ours, theirs] = this.#texts;
    const [leftFrom, leftTo] = [ours.starts[left] as number, ours.starts[left + 1] as number];
    const [rightFrom, rightTo] = [theirs.starts[right] as number, theirs.starts[right + 1] as number];
    const { best, measure } = this.#known;
    if (best) {
      const [mark, other] = [ours.marks[left] as number, theirs.marks[right] as number];
      const most = best(leftTo - leftFrom, rightTo - rightFrom, bitsSet(mark & ~other), bitsSet(other & ~mark));
      if (!this.#passes(most, this.#bounds[0] as Bound)) return 0;
    }
    const value = measure(ours.bytes, leftFrom, leftTo, theirs.bytes, rightFrom, rightTo);
    let grade = 0;
    while (grade < this.#bounds.length && this.#passes(value, this.#bounds[grade] as Bound)) grade += 1;
    return grade;
  }

  #passes(measured: number, { value, strict }: Bound): boolean {
    if (measured === value) return !strict;
    return measured > value === this.grows;
  }
}
