import fc from 'fast-check';
import type { LeafQuery, Query } from '../../../../src/channels/listening/query/query.js';

/**
 * Queries of every shape.
 *
 * @param placed leaves that NEAR can take
 * @param farthest how far NEAR looks, at most
 */
export function queryTree(
  leaf: fc.Arbitrary<LeafQuery>,
  placed: fc.Arbitrary<LeafQuery>,
  farthest: number,
): fc.Arbitrary<Query> {
  const near = fc.letrec<{ near: Query; side: Query }>((tie) => ({
    near: fc.record<Query & { type: 'near' }>({
      type: fc.constant('near'),
      left: tie('side'),
      right: tie('side'),
      within: fc.integer({ min: 1, max: farthest }),
      ordered: fc.boolean(),
    }),
    side: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      placed,
      fc.array(tie('side'), { minLength: 2, maxLength: 3 }).map((parts): Query => ({ type: 'or', parts })),
      tie('near'),
    ),
  })).near;
  return fc.letrec<{ query: Query }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      near,
      fc
        .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('query'), { minLength: 2, maxLength: 4 }))
        .map(([type, parts]): Query => ({ type, parts })),
      tie('query').map((part): Query => ({ type: 'not', part })),
    ),
  })).query;
}
