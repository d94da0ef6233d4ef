import type { Edges } from '../score/edges.js';
import { boundedComponents } from './bounded-components.js';
import { type Component, components } from './components.js';
import type { Fit, Fitting } from './fit.js';
import type { Merges } from './merges.js';
import { Offers } from './offers.js';
import { strengthOf } from './strength.js';

/** Of two clusters that share more pairs than this, so many are compared. */
const mostCompared = 32;

/** Whether two clusters must never be one. */
export type Forbids = (left: readonly number[], right: readonly number[]) => boolean;

export interface ClusterOptions {
  /** Clusters are joined above this weight, in bits. */
  cut: number;
  /** Writes down each joining. */
  merges?: Merges | undefined;
  forbids?: Forbids | undefined;
  /** Rows that are joined first, whatever they weigh and whatever is forbidden; each pair must be an edge. */
  together?: readonly (readonly [left: number, right: number])[] | undefined;
  /** Leaves weak edges out where very many rows hang together, so that no row's cluster needs all of them. */
  bounded?: boolean;
}

/**
 * Joins rows into clusters: always the two that fit best as wholes, field by field, as long as they are rather one than two. A
 * chain of likely pairs does not join what is unlikely as a whole, as connected components would; and records that tell
 * little by themselves are recognized by what their clusters know together.
 *
 * After R. R. Sokal and C. D. Michener, "A statistical method for evaluating systematic relationships" (1958).
 *
 * @returns the cluster of each row, called by its smallest row.
 */
export function clustersOf(size: number, edges: Edges, fits: Fitting, options: ClusterOptions): Uint32Array {
  const clusters = Uint32Array.from({ length: size }, (_, row) => row);
  const together = new Map<number, number[]>();
  for (const [left, right] of options.together ?? []) together.set(left, [...(together.get(left) ?? []), right]);
  for (const component of options.bounded ? boundedComponents(size, edges) : components(size, edges))
    for (const group of joined(component, edges, fits, { ...options, together })) {
      const first = group.reduce((least, row) => Math.min(least, row));
      for (const row of group) clusters[row] = first;
    }
  return clusters;
}

function joined(
  { rows, edges: among }: Component,
  edges: Edges,
  fits: Fitting,
  {
    cut,
    forbids,
    merges,
    together,
  }: Omit<ClusterOptions, 'together'> & { together: ReadonlyMap<number, readonly number[]> },
): number[][] {
  const members = Array.from(rows, (row) => [row]);
  const places = new Map(members.map(([row], place) => [row as number, place]));
  const neighbors = members.map(() => new Map<number, Fit>());
  const joins = new Int32Array(rows.length);
  const joinedInto = Int32Array.from(rows, (_, place) => place);
  const offers = new Offers();
  const of = <Item>(all: readonly Item[], place: number): Item => all[place] as Item;
  const offer = (a: number, b: number, { weight }: Fit): void => {
    if (strengthOf(weight, of(members, a).length * of(members, b).length) <= cut) return;
    const made = (joins[a] as number) + (joins[b] as number);
    offers.push({ weight, left: Math.min(a, b), right: Math.max(a, b), joins: made });
  };
  for (const edge of among) {
    const [left, right] = [edges.left[edge] as number, edges.right[edge] as number];
    const [a, b] = [places.get(left) as number, places.get(right) as number];
    const fit = fits.empty();
    fits.addPair(fit, left, right, 1);
    fits.weigh(fit);
    of(neighbors, a).set(b, fit);
    of(neighbors, b).set(a, fit);
    offer(a, b, fit);
  }
  /** Adds the pairs of two clusters that were never candidates. */
  const addUnseen = (fit: Fit, a: number, b: number): void => {
    const [ours, theirs] = [of(members, a), of(members, b)];
    const all = ours.length * theirs.length;
    const step = Math.ceil(all / mostCompared);
    for (let at = 0; at < all; at += step) {
      const [one, other] = [ours[at % ours.length] as number, theirs[Math.floor(at / ours.length)] as number];
      fits.addPair(fit, Math.min(one, other), Math.max(one, other), Math.min(step, all - at));
    }
  };
  const join = (left: number, right: number, weight: number): void => {
    merges?.push(of(members, left)[0] as number, of(members, right)[0] as number, weight);
    const [ours, theirs] = [of(neighbors, left), of(neighbors, right)];
    ours.delete(right);
    theirs.delete(left);
    for (const [other, fit] of ours) if (!theirs.has(other)) addUnseen(fit, right, other);
    for (const [other, fit] of theirs) {
      const known = ours.get(other);
      if (known) fits.addFit(known, fit);
      else addUnseen(fit, left, other);
      of(neighbors, other).delete(right);
      of(neighbors, other).set(left, known ?? fit);
      ours.set(other, known ?? fit);
    }
    of(members, left).push(...of(members, right));
    members[right] = [];
    joinedInto[right] = left;
    neighbors[right] = new Map();
    joins[left] = (joins[left] as number) + 1;
    for (const [other, fit] of ours) {
      fits.weigh(fit);
      offer(left, other, fit);
    }
  };
  const clusterOf = (row: number): number => {
    let place = places.get(row) as number;
    while (joinedInto[place] !== place) place = joinedInto[place] as number;
    return place;
  };
  if (together.size > 0)
    for (const row of rows)
      for (const other of together.get(row) ?? []) {
        const [left, right] = [clusterOf(row), clusterOf(other)];
        if (left !== right) join(left, right, Number.POSITIVE_INFINITY);
      }
  for (let next = offers.pop(); next; next = offers.pop()) {
    const { left, right } = next;
    if (of(members, left).length === 0 || of(members, right).length === 0) continue;
    if (next.joins !== (joins[left] as number) + (joins[right] as number)) continue;
    if (!forbids?.(of(members, left), of(members, right))) join(left, right, next.weight);
  }
  return members.filter(({ length }) => length > 0);
}
