import type { QueryDialect } from '../../../../core/model/query-dialect.js';
import type { Query } from '../query.js';
import { allOf, oneOf } from './join-queries.js';
import { standsAlone, writeQuery } from './write-query.js';

/** Groups of alternatives are multiplied out into at most so many searches. What goes beyond is left out and checked afterwards. */
const mostProducts = 25;

/** Queries that a network can be asked one by one. */
export interface Split {
  /** Together they find at least what the query finds. */
  queries: Query[];
  /** Whether they find nothing more. */
  complete: boolean;
}

/** Takes a weakened query apart until each part can be written as one search; undefined when the network can not be asked. */
export function splitQuery(query: Query, dialect: QueryDialect): Split | undefined {
  const split = splitAny(query, dialect);
  return split?.queries.every((part) => standsAlone(part, dialect)) ? split : undefined;
}

function splitAny(query: Query, dialect: QueryDialect): Split | undefined {
  if (writeQuery(query, dialect) !== undefined) return { queries: [query], complete: true };
  if (query.type !== 'or') return splitConjunction(query.type === 'and' ? query.parts : [query], dialect);
  const split = splitAlternatives(query.parts, dialect);
  const queries = split && pack([], split.queries, dialect);
  return queries && { queries, complete: split.complete };
}

/** Each alternative by itself, taken apart where it can not be written. */
function splitAlternatives(parts: readonly Query[], dialect: QueryDialect): Split | undefined {
  const all: Split = { queries: [], complete: true };
  for (const part of parts) {
    const split = splitAny(part, dialect);
    if (!split) return undefined;
    for (const query of split.queries) all.queries.push(query);
    all.complete &&= split.complete;
  }
  return all;
}

/** As many alternatives in one query as it can hold beside what must occur with each. */
function pack(context: readonly Query[], alternatives: readonly Query[], dialect: QueryDialect): Query[] | undefined {
  const chunks: Query[][] = [];
  const within = (chunk: readonly Query[]) => allOf([...context, oneOf(chunk) as Query]) as Query;
  const fits = (chunk: readonly Query[]) => writeQuery(within(chunk), dialect) !== undefined;
  for (const alternative of alternatives) {
    const last = chunks.at(-1);
    if (last && fits([...last, alternative])) last.push(alternative);
    else if (fits([alternative])) chunks.push([alternative]);
    else return undefined;
  }
  return chunks.map(within);
}

function splitConjunction(parts: readonly Query[], dialect: QueryDialect): Split | undefined {
  let complete = true;
  const fixed: Query[] = [];
  for (const part of parts.filter(({ type }) => type !== 'or').sort(lastNot))
    if (writeQuery(allOf([...fixed, part]) as Query, dialect) === undefined) complete = false;
    else fixed.push(part);
  let products: Query[] = fixed.length > 0 ? [allOf(fixed) as Query] : [];
  const groups = parts.flatMap((part) => (part.type === 'or' ? [part.parts] : []));
  for (const group of groups.sort((one, other) => one.length - other.length)) {
    const split = splitAlternatives(group, dialect);
    const multiplied = split && multiply(products, split.queries, dialect);
    const isNeeded = products.length === 0 || !products.every((product) => standsAlone(product, dialect));
    if (!multiplied || (multiplied.length > mostProducts && !isNeeded)) complete = false;
    else {
      products = multiplied;
      complete &&= split.complete;
    }
  }
  return products.length === 0 ? undefined : { queries: products, complete };
}

/** What must occur comes first, so that it is left out last. */
const lastNot = (one: Query, other: Query) => Number(one.type === 'not') - Number(other.type === 'not');

function multiply(
  products: readonly Query[],
  alternatives: readonly Query[],
  dialect: QueryDialect,
): Query[] | undefined {
  if (products.length === 0) return pack([], alternatives, dialect);
  const multiplied: Query[] = [];
  for (const product of products) {
    const packed = pack([product], alternatives, dialect);
    if (!packed) return undefined;
    for (const query of packed) multiplied.push(query);
  }
  return multiplied;
}
