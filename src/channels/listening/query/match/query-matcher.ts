import { KenningError } from '../../../../core/errors.js';
import { foldWord } from '../fold-word.js';
import { parseQuery } from '../parse-query.js';
import type { Query } from '../query.js';
import { type Alternative, AlternativeIndex } from './alternative-index.js';
import { buildNode } from './build-node.js';
import { Evaluator } from './evaluate-node.js';
import { GramIndex } from './gram-index.js';
import type { MatchNode } from './match-node.js';
import { PostReader } from './post-reader.js';
import type { SearchedPost } from './searched-post.js';
import { TermCounts } from './term-counts.js';
import { termKind } from './term-kind.js';
import { Vocabulary } from './vocabulary.js';

export interface QueryMatcherOptions {
  /** How often words occur where the posts come from, in any unit. Without them they are learned from the posts. */
  frequencies?: Readonly<Record<string, number>>;
}

/** Many saved searches, matched with one post after the other. */
export interface QueryMatcher {
  /** How many queries there are. */
  readonly size: number;
  /**
   * Adds a query, or puts it in the place of the one with this name. The next post is matched with it.
   *
   * @param query a text, or what `parseQuery` read
   * @throws KenningError as `parseQuery`
   */
  add(name: string, query: string | Query): void;
  /** @returns whether there was one */
  remove(name: string): boolean;
  /** The names of the queries that a post matches, in the order in which they were added. */
  match(post: SearchedPost): string[];
}

interface Saved {
  name: string;
  /** In the order of adding. */
  number: number;
  node: MatchNode;
  used: number[];
  alternatives: Alternative<Saved>[];
  /** The last post that it matched. */
  matched: number;
}

const firstReview = 1000;
/** After the first review, one of so many posts is counted. */
const sample = 16;

/**
 * Matches many thousands of queries at once. Each is looked up by its rarest term, so that of most posts most queries are
 * never looked at; phrases, NEAR and wildcards are checked where the rarest term stands.
 *
 * How often terms occur is learned from the posts; after 1,000 of them, and whenever they are four times as many, each query
 * is looked up by what has turned out to be its rarest term.
 *
 * @example
 * const matcher = queryMatcher();
 * matcher.add('complaints', '(acme OR #acme) (late OR broken) NOT author:acme.example');
 * matcher.match({ text: 'My #acme bike arrived broken.' }); // ['complaints']
 */
export function queryMatcher(options: QueryMatcherOptions = {}): QueryMatcher {
  return new Percolator(options);
}

class Percolator implements QueryMatcher {
  readonly #vocabulary = new Vocabulary();
  readonly #counts = new TermCounts();
  readonly #grams = new GramIndex(new TermCounts());
  readonly #index = new AlternativeIndex<Saved>(this.#vocabulary, this.#grams, this.#counts);
  readonly #reader = new PostReader(this.#vocabulary, this.#grams, this.#counts);
  readonly #evaluator = new Evaluator(this.#reader, this.#vocabulary);
  readonly #saved = new Map<string, Saved>();
  #added = 0;
  #posts = 0;
  #review = firstReview;

  constructor({ frequencies = {} }: QueryMatcherOptions) {
    for (const [word, times] of Object.entries(frequencies)) {
      if (!Number.isFinite(times) || times < 0)
        throw new KenningError('invalid', 'frequencies: each is a number from 0. Count how often the word occurs.');
      this.#counts.add(this.#vocabulary.hashOf(termKind.word, foldWord(word)), Math.round(times));
    }
  }

  get size(): number {
    return this.#saved.size;
  }

  add(name: string, query: string | Query): void {
    const parsed = typeof query === 'string' ? parseQuery(query) : query;
    this.remove(name);
    const used: number[] = [];
    const node = buildNode(parsed, this.#vocabulary, used);
    const saved: Saved = { name, number: this.#added, node, used, alternatives: [], matched: 0 };
    this.#added += 1;
    this.#saved.set(name, saved);
    this.#list(saved);
  }

  remove(name: string): boolean {
    const saved = this.#saved.get(name);
    if (!saved) return false;
    this.#saved.delete(name);
    this.#index.remove(saved, saved.alternatives);
    for (const term of saved.used) this.#vocabulary.release(term);
    return true;
  }

  match(post: SearchedPost): string[] {
    this.#posts += 1;
    this.#reader.learning = this.#posts <= firstReview || this.#posts % sample === 0;
    this.#reader.read(post);
    const found: Saved[] = [];
    this.#index.candidates(this.#reader, (alternative) => {
      const { saved } = alternative;
      if (saved.matched === this.#posts || alternative.lookedAt === this.#posts) return;
      alternative.lookedAt = this.#posts;
      if (!alternative.exact && !this.#evaluator.matches(alternative.node)) return;
      saved.matched = this.#posts;
      found.push(saved);
    });
    if (this.#posts === this.#review) this.#reviewAnchors();
    return found.sort((one, other) => one.number - other.number).map(({ name }) => name);
  }

  #list(saved: Saved): void {
    // Each alternative is looked up by its own rarest term.
    const nodes = saved.node.type === 'or' ? saved.node.parts : [saved.node];
    saved.alternatives = nodes.map((node) => this.#index.add(saved, node));
  }

  /** Looks each query up by what is its rarest term now. */
  #reviewAnchors(): void {
    this.#review *= 4;
    this.#index.clear();
    for (const saved of this.#saved.values()) this.#list(saved);
  }
}
