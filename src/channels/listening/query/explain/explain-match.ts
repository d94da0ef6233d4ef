import { buildNode } from '../match/build-node.js';
import { Evaluator } from '../match/evaluate-node.js';
import { GramIndex } from '../match/gram-index.js';
import type { MatchNode } from '../match/match-node.js';
import { PostReader } from '../match/post-reader.js';
import type { SearchedPost } from '../match/searched-post.js';
import { TermCounts } from '../match/term-counts.js';
import { Vocabulary } from '../match/vocabulary.js';
import { parseQuery } from '../parse-query.js';
import type { Query } from '../query.js';
import { describeQuery } from './describe-query.js';

/** Whether a part of a query is met by a post, and by which of its words. */
export interface MatchReason {
  /** What the part asks, in words. */
  asks: string;
  matches: boolean;
  /** Where words, phrases and NEAR stand in the post, as it writes them; the first five. */
  found?: string[];
  parts?: MatchReason[];
}

interface Part {
  query: Query;
  /** Of what has no parts whose answers decide. */
  node?: MatchNode;
  parts: Part[];
}

const mostFound = 5;

/**
 * Says of each part of a query whether a post meets it, and where.
 *
 * @throws KenningError as `parseQuery`
 * @example
 * explainMatch('acme NOT late', { text: 'My acme bike' }).matches // true
 */
export function explainMatch(query: string | Query, post: SearchedPost): MatchReason {
  const counts = new TermCounts();
  const grams = new GramIndex(counts);
  const vocabulary = new Vocabulary();
  const reader = new PostReader(vocabulary, grams, counts);
  const evaluator = new Evaluator(reader, vocabulary);

  // All terms must be known before the post is read.
  const prepare = (of: Query): Part => {
    if (of.type === 'and' || of.type === 'or') return { query: of, parts: of.parts.map(prepare) };
    if (of.type === 'not') return { query: of, parts: [prepare(of.part)] };
    const parts = of.type === 'near' ? [prepare(of.left), prepare(of.right)] : [];
    return { query: of, node: buildNode(of, vocabulary, []), parts };
  };

  const reason = ({ query: of, node, parts }: Part): MatchReason => {
    const reasons = parts.map(reason);
    const found = node ? evaluator.places(node).slice(0, mostFound).map(written) : [];
    return {
      asks: describeQuery(of),
      matches: node ? evaluator.matches(node) : combined(of, reasons),
      ...(found.length > 0 && { found }),
      ...(reasons.length > 0 && { parts: reasons }),
    };
  };

  const written = ({ first, last }: { first: number; last: number }): string => {
    const { tokens, source } = reader;
    let end = tokens.end(reader.tokenAt(last));
    // A tag reaches over its words.
    for (let token = reader.tokenAt(last); token < tokens.length && tokens.position(token) === last; token += 1)
      end = Math.max(end, tokens.end(token));
    return source.slice(tokens.start(reader.tokenAt(first)), end);
  };

  const prepared = prepare(typeof query === 'string' ? parseQuery(query) : query);
  reader.read(post);
  return reason(prepared);
}

function combined({ type }: Query, parts: readonly MatchReason[]): boolean {
  if (type === 'not') return !parts[0]?.matches;
  return type === 'and' ? parts.every(({ matches }) => matches) : parts.some(({ matches }) => matches);
}
