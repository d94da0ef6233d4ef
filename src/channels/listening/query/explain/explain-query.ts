import type { Network } from '../../../../core/model/network.js';
import { type CompiledQuery, compileQuery } from '../compile/compile-query.js';
import { lexQuery } from '../lex-query.js';
import { parseQuery } from '../parse-query.js';
import { printQuery } from '../print-query.js';
import type { Query } from '../query.js';
import { describeQuery } from './describe-query.js';

/** A part of a query as it is read. */
export interface DescribedQuery {
  /** What it asks, in words. */
  asks: string;
  parts?: DescribedQuery[];
}

/** How a saved search is read, and what becomes of it. */
export interface QueryExplanation {
  query: Query;
  /** The query written anew, as it is read. */
  text: string;
  /** The pieces that were read, each with the column where it begins. */
  tokens: { column: number; text: string }[];
  /** What it asks, in words. */
  reads: DescribedQuery;
  /** By the network's id: what it is asked, and what is checked afterwards. */
  networks: Record<string, CompiledQuery & { caveats?: string[] }>;
}

/**
 * Says how a query is read and what each network is asked for it.
 *
 * @throws KenningError as `parseQuery`
 * @example
 * explainQuery('acme NOT jobs').reads // { asks: 'all of', parts: [{ asks: 'the word acme' }, …] }
 */
export function explainQuery(text: string, networks: readonly Network[] = []): QueryExplanation {
  const query = parseQuery(text);
  return {
    query,
    text: printQuery(query),
    tokens: lexQuery(text).flatMap((token) => {
      const written = writtenToken(token);
      return written === '' ? [] : [{ column: token.column, text: written }];
    }),
    reads: described(query),
    networks: Object.fromEntries(
      networks.flatMap(({ id, queryDialect: dialect }) => {
        if (!dialect) return [];
        const { caveats } = dialect;
        return [[id, { ...compileQuery(query, dialect, { network: id }), ...(caveats && { caveats }) }]];
      }),
    ),
  };
}

const signs = { open: '(', close: ')', and: 'AND', or: 'OR', not: 'NOT', end: '' } as const;

function writtenToken(token: ReturnType<typeof lexQuery>[number]): string {
  if (token.type === 'leaf') return printQuery(token.leaf);
  return token.type === 'near' ? `NEAR/${token.within}${token.ordered ? 'f' : ''}` : signs[token.type];
}

function described(query: Query): DescribedQuery {
  const parts = partsOf(query).map(described);
  return { asks: describeQuery(query), ...(parts.length > 0 && { parts }) };
}

function partsOf(query: Query): Query[] {
  if (query.type === 'and' || query.type === 'or') return query.parts;
  if (query.type === 'near') return [query.left, query.right];
  return query.type === 'not' ? [query.part] : [];
}
