import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averageLinkage } from '../../../src/identity/matcher/average-linkage.js';

const edge = (left: number, right: number, weight: number) => ({ left, right, weight });
const triangle = (from: number) => [edge(from, from + 1, 5), edge(from, from + 2, 5), edge(from + 1, from + 2, 5)];

describe('average linkage', () => {
  it('joins what agrees and not what one pair chains together', () => {
    expect([...averageLinkage(6, [...triangle(0), ...triangle(3), edge(2, 3, 4)])]).toEqual([0, 0, 0, 3, 3, 3]);
  });

  it('joins across pairs that were not compared when the others say enough', () =>
    expect([...averageLinkage(3, [edge(0, 1, 12), edge(1, 2, 12)])]).toEqual([0, 0, 0]));

  it('a higher cut joins less', () => {
    expect([...averageLinkage(2, [edge(0, 1, 3)], 4)]).toEqual([0, 1]);
    expect([...averageLinkage(2, [edge(0, 1, 5)], 4)]).toEqual([0, 0]);
  });

  it('never joins what is forbidden, and asks for whole clusters', () => {
    const forbids = (left: readonly number[], right: readonly number[]) =>
      [...left, ...right].includes(0) && [...left, ...right].includes(2);
    const clusters = averageLinkage(3, triangle(0), 0, forbids);
    expect(clusters[0]).not.toBe(clusters[2]);
  });

  it('does not depend on the order of edges', () => {
    const edges = fc.uniqueArray(
      fc
        .tuple(fc.nat(9), fc.nat(9), fc.integer({ min: -8, max: 12 }))
        .filter(([left, right]) => left < right)
        .map(([left, right, weight]) => edge(left, right, weight)),
      { selector: ({ left, right }) => `${left}-${right}` },
    );
    fc.assert(
      fc.property(edges, (some) => {
        expect(averageLinkage(10, [...some].reverse())).toEqual(averageLinkage(10, some));
      }),
    );
  });
});
