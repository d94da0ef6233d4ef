import type { GramIndex } from './gram-index.js';
import type { MatchNode } from './match-node.js';
import type { TermCounts } from './term-counts.js';
import { termKind } from './term-kind.js';
import type { Vocabulary } from './vocabulary.js';

/** Terms of which a post must have one; none of them when negated. */
export interface Clause {
  terms: number[];
  negated: boolean;
  /** Whether a pattern is among them: those are seen in a post only where queries are looked up by them. */
  wild: boolean;
  /** How often the terms are seen. */
  cost: number;
}

/** What every post has that matches. */
export interface Needs {
  clauses: Clause[];
  /** Whether every post that has it matches. */
  exact: boolean;
}

/** What is taken for common before anything was counted. */
const commonKinds = new Set([termKind.lang, termKind.network, termKind.kind, termKind.sentiment]);
const common = 1000;

/** Works out by which terms queries can be looked up. */
export class NeedsReader {
  readonly #vocabulary: Vocabulary;
  readonly #grams: GramIndex;
  readonly #counts: TermCounts;

  constructor(vocabulary: Vocabulary, grams: GramIndex, counts: TermCounts) {
    this.#vocabulary = vocabulary;
    this.#grams = grams;
    this.#counts = counts;
  }

  read(node: MatchNode): Needs {
    switch (node.type) {
      case 'term':
        return this.#ofTerm(node.term);
      case 'phrase':
      case 'loose':
        return inexact(node.terms.flatMap((term) => this.#ofTerm(term).clauses));
      case 'raw':
        return inexact(node.term === undefined ? [] : this.#ofTerm(node.term).clauses);
      case 'near':
        return inexact([...this.read(node.left).clauses, ...this.read(node.right).clauses]);
      case 'not':
        return negated(this.read(node.part));
      case 'and': {
        const parts = node.parts.map((part) => this.read(part));
        return { clauses: parts.flatMap(({ clauses }) => clauses), exact: parts.every(({ exact }) => exact) };
      }
      case 'or':
        return oneOf(node.parts.map((part) => this.read(part)));
      case 'followers':
        return inexact([]);
    }
  }

  /** Of a phrase: its rarest word. */
  rarest(terms: readonly number[]): number {
    const costs = terms.map((term) => cheapest(this.#ofTerm(term).clauses)?.cost ?? Number.POSITIVE_INFINITY);
    return costs.reduce((best, cost, at) => (cost < (costs[best] as number) ? at : best), 0);
  }

  #ofTerm(term: number): Needs {
    const kind = this.#vocabulary.kindOf(term);
    if (kind === termKind.cased) return inexact(this.#ofTerm(this.#vocabulary.wordOf(term)).clauses);
    const wild = kind === termKind.wildcard;
    const cost = wild ? this.#grams.costOf(this.#vocabulary.textOf(term)) : this.#cost(term);
    if (cost === undefined) return inexact([]);
    return { clauses: [{ terms: [term], negated: false, wild, cost }], exact: true };
  }

  /** Of two that were never seen, the longer is taken for the rarer. */
  #cost(term: number): number {
    const prior = commonKinds.has(this.#vocabulary.kindOf(term)) ? common : 0;
    return this.#counts.get(this.#vocabulary.hashOfTerm(term)) + prior + 1 / this.#vocabulary.textOf(term).length;
  }
}

const inexact = (clauses: Clause[]): Needs => ({ clauses, exact: false });

function negated({ clauses, exact }: Needs): Needs {
  const [clause] = clauses;
  if (!exact || !clause || clauses.length > 1) return inexact([]);
  return { clauses: [{ ...clause, negated: !clause.negated }], exact: true };
}

function oneOf(parts: readonly Needs[]): Needs {
  const all: Clause = { terms: [], negated: false, wild: false, cost: 0 };
  let exact = true;
  for (const part of parts) {
    const clause = cheapest(part.clauses);
    if (!clause) return inexact([]);
    for (const term of clause.terms) all.terms.push(term);
    all.wild ||= clause.wild;
    all.cost += clause.cost;
    exact &&= part.exact && part.clauses.length === 1;
  }
  return { clauses: [{ ...all, terms: [...new Set(all.terms)] }], exact };
}

/** What a query is looked up by: the clause whose terms are rarest. */
export function cheapest(clauses: readonly Clause[]): Clause | undefined {
  let best: Clause | undefined;
  for (const clause of clauses) if (!clause.negated && (!best || clause.cost < best.cost)) best = clause;
  return best;
}
