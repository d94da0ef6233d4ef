import type { Query } from '../query.js';
import { allOf, oneOf } from './join-queries.js';

/** `true` when every post matches, `false` when none does. */
export type Simplified = Query | boolean;

/** A query for one network alone: `network:` is decided, and NOT is taken down to the leaves. */
export function simplifyQuery(query: Query, network: string | undefined, negated = false): Simplified {
  switch (query.type) {
    case 'not':
      return simplifyQuery(query.part, network, !negated);
    case 'and':
    case 'or': {
      const isAll = (query.type === 'and') !== negated;
      const parts: Query[] = [];
      for (const part of query.parts) {
        const simple = simplifyQuery(part, network, negated);
        if (simple === !isAll) return simple;
        if (typeof simple !== 'boolean') parts.push(simple);
      }
      return (isAll ? allOf(parts) : oneOf(parts)) ?? isAll;
    }
    case 'field':
      if (query.field === 'network' && network !== undefined) return (query.value === network) !== negated;
  }
  return negated ? { type: 'not', part: query } : query;
}
