import type { LeafQuery, Query } from './query.js';

const strength = { or: 0, and: 1, not: 2, near: 3 } as const;
const strengthOf = (query: Query): number =>
  query.type in strength ? strength[query.type as keyof typeof strength] : 4;

/**
 * Writes a query as text again. `parseQuery` reads the same query from it.
 *
 * @example
 * printQuery(parseQuery('a  b OR (NOT c)')) // 'a AND b OR NOT c'
 */
export function printQuery(query: Query): string {
  switch (query.type) {
    case 'and':
    case 'or':
      return query.parts
        .map((part) => within(part, strength[query.type] + 1))
        .join(query.type === 'and' ? ' AND ' : ' OR ');
    case 'not':
      return `NOT ${within(query.part, strength.not)}`;
    case 'near': {
      const operator = `NEAR/${query.within}${query.ordered ? 'f' : ''}`;
      return `${within(query.left, strength.near)} ${operator} ${within(query.right, strength.near + 1)}`;
    }
    default:
      return printLeaf(query);
  }
}

/** In parentheses when it would bind less than its place asks. */
function within(query: Query, least: number): string {
  return strengthOf(query) < least ? `(${printQuery(query)})` : printQuery(query);
}

const bare = /^[\p{L}\p{M}\p{N}._/-]+$/u;
const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

function printLeaf(query: LeafQuery): string {
  switch (query.type) {
    case 'term':
      return query.text;
    case 'phrase':
      return quoted(query.text) + (query.apart === undefined ? '' : `~${query.apart}`);
    case 'cased':
      return `{${query.text.replaceAll('\\', '\\\\').replaceAll('}', '\\}')}}`;
    case 'raw':
      return `raw:${quoted(query.text)}`;
    case 'mark':
      return query.mark + query.name;
    case 'field':
      return `${query.field}:${bare.test(query.value) ? query.value : quoted(query.value)}`;
    case 'followers':
      return `followers:[${query.from ?? '*'} TO ${query.to ?? '*'}]`;
  }
}
