import type { QueryDialect } from '../../../../core/model/query-dialect.js';
import type { Query } from '../query.js';
import { isTree } from './weaken-query.js';
import { writeLeaf } from './write-leaf.js';

/** A weakened query in a network's words; undefined when one search can not say it, or would be too long. */
export function writeQuery(query: Query, dialect: QueryDialect): string | undefined {
  const text = write(query, dialect);
  return text !== undefined && text.length <= dialect.maxLength ? text : undefined;
}

function write(query: Query, dialect: QueryDialect): string | undefined {
  const { or, orBindsMore = false, not } = dialect;
  switch (query.type) {
    case 'and':
      return join(query.parts, ' ', (part) => part.type === 'or' && !orBindsMore, dialect);
    case 'or':
      return or === undefined
        ? undefined
        : join(query.parts, or, (part) => part.type === 'and' && orBindsMore, dialect);
    case 'not': {
      const part = write(query.part, dialect);
      return part === undefined || not === undefined ? undefined : not + part;
    }
    default:
      return isTree(query) ? undefined : writeLeaf(query, dialect)?.text;
  }
}

function join(
  parts: readonly Query[],
  between: string,
  needsGroup: (part: Query) => boolean,
  dialect: QueryDialect,
): string | undefined {
  const texts: string[] = [];
  let length = 0;
  for (const part of parts) {
    const grouped = needsGroup(part);
    const text = grouped && !dialect.groups ? undefined : write(part, dialect);
    if (text === undefined) return undefined;
    texts.push(grouped ? `(${text})` : text);
    length += text.length + between.length;
    // No attempt costs more than the longest search.
    if (length > dialect.maxLength + between.length) return undefined;
  }
  return texts.join(between);
}

/** Whether a network takes it as a search of its own: something must occur that is not too common. */
export function standsAlone(query: Query, dialect: QueryDialect): boolean {
  if (query.type === 'and') return query.parts.some((part) => standsAlone(part, dialect));
  if (query.type === 'or') return query.parts.every((part) => standsAlone(part, dialect));
  return !isTree(query) && writeLeaf(query, dialect)?.form.notAlone !== true;
}
