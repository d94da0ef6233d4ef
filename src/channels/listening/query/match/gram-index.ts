import type { TermCounts } from './term-counts.js';

/** Three units of a word, its ends counted as one each, by a short number; two triples may share one. */
const places = 1 << 16;
const begin = 1;
const end = 2;
const placeOf = (first: number, second: number, third: number) =>
  (Math.imul(Math.imul(first, 0x9e35) + second, 0x9e35) + third) & (places - 1);

/** Patterns with wildcards by three of their letters: a word that has none of them is compared with no pattern. */
export class GramIndex {
  readonly #has = new Uint8Array(places);
  readonly #patterns = new Map<number, number[]>();
  /** By which letters each pattern is looked up. */
  readonly #grams = new Map<number, number>();
  readonly #counts: TermCounts;

  constructor(counts: TermCounts) {
    this.#counts = counts;
  }

  get isEmpty(): boolean {
    return this.#patterns.size === 0;
  }

  /** Looks a pattern up by its rarest three letters from now on. It must have three. */
  add(term: number, pattern: string): void {
    const gram = this.#rarest(pattern) as number;
    this.#grams.set(term, gram);
    const listed = this.#patterns.get(gram);
    if (listed) listed.push(term);
    else this.#patterns.set(gram, [term]);
    this.#has[gram] = 1;
  }

  remove(term: number): void {
    const gram = this.#grams.get(term);
    if (gram === undefined) return;
    this.#grams.delete(term);
    const left = this.#patterns.get(gram)?.filter((other) => other !== term) ?? [];
    if (left.length > 0) this.#patterns.set(gram, left);
    else {
      this.#patterns.delete(gram);
      this.#has[gram] = 0;
    }
  }

  clear(): void {
    this.#has.fill(0);
    this.#patterns.clear();
    this.#grams.clear();
  }

  /** How often the rarest three letters were seen; undefined when no three stand side by side. */
  costOf(pattern: string): number | undefined {
    const gram = this.#rarest(pattern);
    return gram === undefined ? undefined : this.#counts.get(gram);
  }

  #rarest(pattern: string): number | undefined {
    let rarest: number | undefined;
    for (const gram of gramsOfPattern(pattern))
      if (rarest === undefined || this.#counts.get(gram) < this.#counts.get(rarest)) rarest = gram;
    return rarest;
  }

  /** Gives the patterns that a word may fit. */
  candidates(units: Uint16Array, from: number, to: number, take: (term: number) => void): void {
    let first = begin;
    let second = units[from] as number;
    for (let at = from + 1; at <= to; at += 1) {
      const third = at < to ? (units[at] as number) : end;
      const gram = placeOf(first, second, third);
      if (this.#has[gram] === 1) for (const term of this.#patterns.get(gram) as number[]) take(term);
      first = second;
      second = third;
    }
  }

  /** Counts the letters of a word. */
  learn(units: Uint16Array, from: number, to: number): void {
    let first = begin;
    let second = units[from] as number;
    for (let at = from + 1; at <= to; at += 1) {
      const third = at < to ? (units[at] as number) : end;
      this.#counts.add(placeOf(first, second, third));
      first = second;
      second = third;
    }
  }
}

/** The triples that every word has which fits the pattern. */
function gramsOfPattern(pattern: string): number[] {
  const grams: number[] = [];
  const unitAt = (at: number) => (at < 0 ? begin : at === pattern.length ? end : pattern.charCodeAt(at));
  const isOpen = (at: number) => pattern[at] === '*' || pattern[at] === '?';
  for (let at = -1; at + 2 <= pattern.length; at += 1)
    if (![at, at + 1, at + 2].some(isOpen)) grams.push(placeOf(unitAt(at), unitAt(at + 1), unitAt(at + 2)));
  return grams;
}
