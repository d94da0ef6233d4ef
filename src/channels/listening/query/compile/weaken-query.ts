import type { QueryDialect } from '../../../../core/model/query-dialect.js';
import type { LeafQuery, Query } from '../query.js';
import { allOf, oneOf } from './join-queries.js';
import { weakerLeaves, writeLeaf } from './write-leaf.js';

/** What a network can be asked of a query. */
export interface Weakened {
  /** Every post that the query finds is found by it; undefined when the network can not be asked at all. */
  query?: Query;
  /** Whether it finds nothing more. */
  exact: boolean;
}

/** The most that a network can be asked of a query, whose NOT stands at the leaves. */
export function weakenQuery(query: Query, dialect: QueryDialect): Weakened {
  const weaken = (part: Query) => weakenQuery(part, dialect);
  switch (query.type) {
    case 'and':
      return all(query.parts.map(weaken));
    case 'or': {
      const parts = query.parts.map(weaken);
      const queries = parts.flatMap((part) => part.query ?? []);
      // What may not occur is no alternative in any network's search.
      if (queries.length < parts.length || queries.some(isNegative)) return { exact: false };
      return known(
        oneOf(queries),
        parts.every(({ exact }) => exact),
      );
    }
    case 'near':
      return { ...all([weaken(query.left), weaken(query.right)]), exact: false };
    case 'not': {
      const part = dialect.not === undefined || isTree(query.part) ? undefined : writeLeaf(query.part, dialect);
      return part && !part.form.more ? { query, exact: true } : { exact: false };
    }
    default: {
      const written = writeLeaf(query, dialect);
      if (written) return { query, exact: !written.form.more };
      const words = weakerLeaves(query).filter((leaf) => writeLeaf(leaf, dialect) !== undefined);
      return known(allOf(words), false);
    }
  }
}

export const isTree = (query: Query): query is Exclude<Query, LeafQuery> =>
  query.type === 'and' || query.type === 'or' || query.type === 'not' || query.type === 'near';

const isNegative = (query: Query): boolean =>
  query.type === 'not' || (query.type === 'and' && query.parts.every(isNegative));

function all(parts: readonly Weakened[]): Weakened {
  return known(
    allOf(parts.flatMap(({ query }) => query ?? [])),
    parts.every(({ exact }) => exact),
  );
}

const known = (query: Query | undefined, exact: boolean): Weakened =>
  query === undefined ? { exact: false } : { query, exact };
