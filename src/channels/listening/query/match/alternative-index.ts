import type { GramIndex } from './gram-index.js';
import type { MatchNode } from './match-node.js';
import { type Clause, cheapest, NeedsReader } from './needs.js';
import type { PostReader } from './post-reader.js';
import type { TermCounts } from './term-counts.js';
import { termKind } from './term-kind.js';
import type { Vocabulary } from './vocabulary.js';

/** One of the ways in which a query can be matched. */
export interface Alternative<Saved> {
  saved: Saved;
  node: MatchNode;
  /** The terms that it is looked up by; none when it is looked at for each post. */
  terms: readonly number[];
  /** What else a post must have, as numbers: for each clause how many terms it has, negative when none may be there, and they. */
  check: readonly number[];
  /** Whether terms and check say all that the query asks. */
  exact: boolean;
  /** The last post that it was looked at for. */
  lookedAt: number;
}

/** What is looked up by one term: the checks lie behind each other, each after its length, so that most are read in one go. */
interface Listed<Saved> {
  alternatives: Alternative<Saved>[];
  checks: number[];
}

const mostChecks = 8;
const mostTermsInCheck = 16;

/** Finds the alternatives that a post may match, by their rarest terms. */
export class AlternativeIndex<Saved> {
  readonly #vocabulary: Vocabulary;
  readonly #grams: GramIndex;
  readonly #needs: NeedsReader;
  #listed: (Listed<Saved> | undefined)[] = [];
  readonly #always = new Set<Alternative<Saved>>();

  constructor(vocabulary: Vocabulary, grams: GramIndex, counts: TermCounts) {
    this.#vocabulary = vocabulary;
    this.#grams = grams;
    this.#needs = new NeedsReader(vocabulary, grams, counts);
  }

  add(saved: Saved, node: MatchNode): Alternative<Saved> {
    this.#order(node);
    const { clauses, exact } = this.#needs.read(node);
    const anchor = cheapest(clauses);
    const others = clauses.filter((clause) => clause !== anchor);
    const kept = others.filter(({ wild, terms }) => !wild && terms.length <= mostTermsInCheck).sort(byUse);
    const checked = kept.slice(0, mostChecks);
    const alternative: Alternative<Saved> = {
      saved,
      node,
      terms: anchor?.terms ?? [],
      check: checked.flatMap(({ negated, terms }) => [negated ? -terms.length : terms.length, ...terms]),
      exact: exact && anchor !== undefined && checked.length === others.length,
      lookedAt: 0,
    };
    if (!anchor) this.#always.add(alternative);
    for (const term of alternative.terms) list(this.#listedBy(term), alternative);
    return alternative;
  }

  #listedBy(term: number): Listed<Saved> {
    const known = this.#listed[term];
    if (known) return known;
    if (this.#vocabulary.kindOf(term) === termKind.wildcard) this.#grams.add(term, this.#vocabulary.textOf(term));
    const listed: Listed<Saved> = { alternatives: [], checks: [] };
    this.#listed[term] = listed;
    return listed;
  }

  /** Removes all that was added for one query. */
  remove(saved: Saved, alternatives: readonly Alternative<Saved>[]): void {
    for (const alternative of alternatives) this.#always.delete(alternative);
    for (const term of new Set(alternatives.flatMap(({ terms }) => terms))) {
      const left: Listed<Saved> = { alternatives: [], checks: [] };
      for (const other of this.#listed[term]?.alternatives ?? []) if (other.saved !== saved) list(left, other);
      const isEmpty = left.alternatives.length === 0;
      this.#listed[term] = isEmpty ? undefined : left;
      if (isEmpty) this.#grams.remove(term);
    }
  }

  clear(): void {
    this.#listed = [];
    this.#grams.clear();
    this.#always.clear();
  }

  /** Gives what the post that was read may match, some of it several times. */
  candidates(reader: PostReader, take: (alternative: Alternative<Saved>) => void): void {
    const { present, seenIn, post } = reader;
    for (let at = 0; at < present.length; at += 1) {
      const listed = this.#listed[present[at] as number];
      if (listed === undefined) continue;
      const { checks, alternatives } = listed;
      for (let from = 0, place = 0; from < checks.length; place += 1) {
        const to = from + 1 + (checks[from] as number);
        if (passes(seenIn, post, checks, from + 1, to)) take(alternatives[place] as Alternative<Saved>);
        from = to;
      }
    }
    for (const alternative of this.#always)
      if (passes(seenIn, post, alternative.check, 0, alternative.check.length)) take(alternative);
  }

  /** Brings what is looked at into the order in which it is cheap: single terms first, of phrases the rarest word. */
  #order(node: MatchNode): void {
    switch (node.type) {
      case 'phrase':
        node.rarest = this.#needs.rarest(node.terms);
        break;
      case 'near':
        this.#order(node.left);
        this.#order(node.right);
        break;
      case 'not':
        this.#order(node.part);
        break;
      case 'and':
      case 'or':
        for (const part of node.parts) this.#order(part);
        if (node.type === 'and') node.parts.sort((one, other) => effort(one) - effort(other));
        break;
    }
  }
}

function list<Saved>({ alternatives, checks }: Listed<Saved>, alternative: Alternative<Saved>): void {
  alternatives.push(alternative);
  checks.push(alternative.check.length, ...alternative.check);
}

function passes(seenIn: Int32Array, post: number, checks: readonly number[], from: number, to: number): boolean {
  for (let at = from; at < to; ) {
    const size = checks[at] as number;
    const end = at + 1 + Math.abs(size);
    at += 1;
    while (at < end && seenIn[checks[at] as number] !== post) at += 1;
    // One of its terms is there when the search ended before the last.
    if (at < end !== size > 0) return false;
    at = end;
  }
  return true;
}

/** The rarest first, what may not be there last. */
const byUse = (one: Clause, other: Clause) => Number(one.negated) - Number(other.negated) || one.cost - other.cost;

/** How much it is to look at, in the order of sorting. */
function effort(node: MatchNode): number {
  if (node.type === 'term' || node.type === 'followers') return 0;
  if (node.type === 'not') return effort(node.part);
  return node.type === 'or' || node.type === 'and' ? 1 : 2;
}
