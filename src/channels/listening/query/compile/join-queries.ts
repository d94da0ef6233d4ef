import type { Query } from '../query.js';

/** All of the parts; the part when there is one, undefined when there is none. */
export function allOf(parts: readonly Query[]): Query | undefined {
  return joined('and', parts);
}

/** One of the parts; the part when there is one, undefined when there is none. */
export function oneOf(parts: readonly Query[]): Query | undefined {
  return joined('or', parts);
}

function joined(type: 'and' | 'or', parts: readonly Query[]): Query | undefined {
  const flat = parts.flatMap((part) => (part.type === type ? part.parts : [part]));
  return flat.length > 1 ? { type, parts: flat } : flat[0];
}
