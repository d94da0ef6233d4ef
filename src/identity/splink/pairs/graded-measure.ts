import { bitsSet } from '../../engine/compare/similarity.js';
import { damerauLevenshtein, jaccard, jaro, jaroWinkler, levenshtein, type Measure } from '../sql/distances.js';
import { type ByteTexts, lengthOf, longOne, markOf } from './byte-texts.js';

/** A measure of two texts, and how good it can be at best by their lengths and by the bytes that only one of them has. */
interface Known {
  measure: Measure;
  /** Similarities hold above a bound, distances below it. */
  grows: boolean;
  best?: (ours: number, theirs: number, onlyOurs: number, onlyTheirs: number) => number;
}

const jaroAtMost = (ours: number, theirs: number, onlyOurs: number, onlyTheirs: number): number => {
  const common = Math.min(ours - onlyOurs, theirs - onlyTheirs);
  // A little more than it is, so that no rounding makes it too small.
  return ours === 0 || theirs === 0 ? 1 : (common / ours + common / theirs + 1) / 3 + 1e-9;
};
const jaroWinklerAtMost = (ours: number, theirs: number, onlyOurs: number, onlyTheirs: number): number =>
  0.6 * jaroAtMost(ours, theirs, onlyOurs, onlyTheirs) + 0.4;
const editsAtLeast = (ours: number, theirs: number, onlyOurs: number, onlyTheirs: number): number =>
  Math.max(Math.abs(ours - theirs), onlyOurs, onlyTheirs);

const known: Readonly<Record<string, Known>> = {
  levenshtein: { measure: levenshtein, grows: false, best: editsAtLeast },
  damerau_levenshtein: { measure: damerauLevenshtein, grows: false, best: editsAtLeast },
  jaro_similarity: { measure: jaro, grows: true, best: jaroAtMost },
  jaro_winkler_similarity: { measure: jaroWinkler, grows: true, best: jaroWinklerAtMost },
  jaccard: { measure: jaccard, grows: true },
};

/** Whether a function is a measure of two texts. */
export const isMeasure = (name: string): boolean => Object.hasOwn(known, name);

/** What a measure is tested against: `>=` and `>` of similarities, `<=` and `<` of distances. */
export interface Bound {
  value: number;
  /** Equal is not enough. */
  strict: boolean;
}

/**
 * A measure of two numbered values that is tested against several bounds: a pair's grade says how many of them it passes. The
 * last pair's is remembered, since one level asks after the other; to look up more would cost more than to measure anew.
 */
export class GradedMeasure {
  readonly grows: boolean;
  readonly #known: Known;
  readonly #bounds: Bound[] = [];
  readonly #texts: readonly [ByteTexts, ByteTexts];
  #lastLeft = -1;
  #lastRight = -1;
  #lastGrade = 0;
  #lastOurs = -1;
  #lastTheirs = -1;
  #lastMost = 0;

  private constructor(measure: Known, texts: readonly [ByteTexts, ByteTexts]) {
    this.#known = measure;
    this.grows = measure.grows;
    this.#texts = texts;
  }

  /** The measure of a function, where there is one. */
  static of(name: string, texts: readonly [ByteTexts, ByteTexts]): GradedMeasure | undefined {
    return Object.hasOwn(known, name) ? new GradedMeasure(known[name] as Known, texts) : undefined;
  }

  /** Adds a bound; once all are there, it has a place among them. */
  add(bound: Bound): () => number {
    const own = this.#bounds.find(({ value, strict }) => value === bound.value && strict === bound.strict) ?? bound;
    if (own === bound) this.#bounds.push(bound);
    this.#bounds.sort(
      (one, two) => (this.grows ? one.value - two.value : two.value - one.value) || +one.strict - +two.strict,
    );
    return () => this.#bounds.indexOf(own);
  }

  /** How many bounds two texts may pass at most, from the loosest on, by their sketches. */
  gradeAtMost(ours: number, theirs: number): number {
    if (ours === this.#lastOurs && theirs === this.#lastTheirs) return this.#lastMost;
    this.#lastOurs = ours;
    this.#lastTheirs = theirs;
    this.#lastMost = this.#seen(ours, theirs);
    return this.#lastMost;
  }

  #seen(ours: number, theirs: number): number {
    const { best } = this.#known;
    const [length, other] = [lengthOf(ours), lengthOf(theirs)];
    if (!best || length === longOne || other === longOne) return this.#bounds.length;
    return this.#gradeOf(best(length, other, bitsSet(markOf(ours & ~theirs)), bitsSet(markOf(theirs & ~ours))));
  }

  /** How many bounds two values pass, from the loosest on. Both are given by their numbers, and neither is null. */
  grade(left: number, right: number): number {
    if (left === this.#lastLeft && right === this.#lastRight) return this.#lastGrade;
    const [ours, theirs] = this.#texts;
    this.#lastLeft = left;
    this.#lastRight = right;
    this.#lastGrade = this.#gradeOf(
      this.#known.measure(
        ours.bytes,
        ours.starts[left] as number,
        ours.starts[left + 1] as number,
        theirs.bytes,
        theirs.starts[right] as number,
        theirs.starts[right + 1] as number,
      ),
    );
    return this.#lastGrade;
  }

  #gradeOf(measured: number): number {
    let grade = 0;
    while (grade < this.#bounds.length && this.#passes(measured, this.#bounds[grade] as Bound)) grade += 1;
    return grade;
  }

  #passes(measured: number, { value, strict }: Bound): boolean {
    if (measured === value) return !strict;
    return measured > value === this.grows;
  }
}
