import type { QueryDialect } from '../../../../core/model/query-dialect.js';
import { parseQuery } from '../parse-query.js';
import type { Query } from '../query.js';
import { allOf } from './join-queries.js';
import { simplifyQuery } from './simplify-query.js';
import { splitQuery } from './split-query.js';
import { weakenQuery } from './weaken-query.js';
import { writeQuery } from './write-query.js';

/** One search of a network. */
export interface PushedSearch {
  /** As the network reads it. */
  text: string;
  /** What it asks, in our language. */
  query: Query;
}

/** A saved search as a network can be asked for it. */
export interface CompiledQuery {
  /** The searches, which together find all that the query finds, and often more. None when the network can not be asked. */
  pushed: PushedSearch[];
  /** What has to be checked of each post that they find; absent when nothing has. */
  remaining?: Query;
  /** No post of this network can match. */
  never?: true;
}

export interface CompileQueryOptions {
  /** The network's id. With it `network:` is decided beforehand. */
  network?: string;
}

/**
 * Writes a saved search in a network's own words, as far as it understands them. No post is lost by it: what the network can
 * not be asked for is left out of its searches and stands in `remaining`, to be checked by a matcher. What is too long for
 * one search becomes several.
 *
 * @throws KenningError as `parseQuery`
 * @example
 * compileQuery('acme (late OR broken) followers:[1000 TO *]', dialect).pushed // [{ text: 'acme (late OR broken)', … }]
 */
export function compileQuery(
  query: string | Query,
  dialect: QueryDialect,
  { network }: CompileQueryOptions = {},
): CompiledQuery {
  const simple = simplifyQuery(typeof query === 'string' ? parseQuery(query) : query, network);
  if (simple === false) return { pushed: [], never: true };
  // What would match every post of the network can not be searched for.
  if (simple === true) return { pushed: [] };
  const weakened = weakenQuery(simple, dialect);
  const split = weakened.query && splitQuery(weakened.query, dialect);
  if (!split) return { pushed: [], remaining: simple };
  const pushed = split.queries.map((part) => ({ text: writeQuery(part, dialect) as string, query: part }));
  if (!split.complete) return { pushed, remaining: simple };
  const parts = simple.type === 'and' ? simple.parts : [simple];
  const remaining = allOf(parts.filter((part) => !weakenQuery(part, dialect).exact));
  return { pushed, ...(remaining && { remaining }) };
}
