import { mostTogether, weightSteps } from '../engine/cluster/bounded-components.js';
import { clustersOf, type Forbids } from '../engine/cluster/clusters.js';
import { fitting } from '../engine/cluster/fit.js';
import type { Edges } from '../engine/score/edges.js';
import type { CompareAll } from '../engine/score/levels.js';
import type { Model } from '../engine/train/model.js';

/** The rows that one row is worth comparing with, and what the pairs weigh, in bits. */
export interface Links {
  rows: Uint32Array;
  weights: Float32Array;
}

/** Rows that hang together. */
export interface Component {
  /** In the order in which the engine compares them. */
  rows: number[];
  edges: Edges;
  /** Above which weight edges counted, in bits: the least, unless more rows hang together than are looked at. */
  least: number;
}

/**
 * The rows that hang together with one, found from it on: the component in which the engine would recognize it among all
 * rows. Of very many rows that hang together only those that do so by stronger edges are looked at.
 *
 * @param linksOf asked once for each row.
 */
export function componentOf(
  row: number,
  linksOf: (row: number) => Links,
  before: (one: number, other: number) => number,
): Component {
  const known = new Map<number, Links>();
  const of = (one: number): Links => {
    const links = known.get(one) ?? linksOf(one);
    known.set(one, links);
    return links;
  };
  for (const [step, least] of weightSteps.entries()) {
    const most = step === weightSteps.length - 1 ? Number.POSITIVE_INFINITY : mostTogether;
    const reached = reachedFrom(row, of, least, most);
    if (reached) return { rows: reached.sort(before), edges: edgesAmong(reached, of, least), least };
  }
  throw new Error('The last step has no bound.');
}

function reachedFrom(row: number, of: (row: number) => Links, least: number, most: number): number[] | undefined {
  const reached = new Set([row]);
  for (const one of reached) {
    const { rows, weights } = of(one);
    for (const [at, other] of rows.entries()) if ((weights[at] as number) >= least) reached.add(other);
    if (reached.size > most) return undefined;
  }
  return [...reached];
}

/** The edges among rows, by their places. */
function edgesAmong(rows: readonly number[], of: (row: number) => Links, least: number): Edges {
  const places = new Map(rows.map((row, place) => [row, place]));
  const [lefts, rights, all]: [number[], number[], number[]] = [[], [], []];
  for (const [left, row] of rows.entries()) {
    const links = of(row);
    for (const [at, other] of links.rows.entries()) {
      const right = places.get(other) as number;
      const weight = links.weights[at] as number;
      if (weight < least || right <= left) continue;
      lefts.push(left);
      rights.push(right);
      all.push(weight);
    }
  }
  return {
    left: Uint32Array.from(lefts),
    right: Uint32Array.from(rights),
    weight: Float32Array.from(all),
    size: all.length,
  };
}

/** Recognizes the rows of a component as the engine does; gives those that are one with a row, itself among them. */
export function clusterer(
  model: Model,
  compare: CompareAll,
): (row: number, component: Component, options: { cut: number; forbids: Forbids }) => number[] {
  let rows: readonly number[] = [];
  const fits = fitting(model, {
    width: compare.width,
    pair: (left, right, out) => compare.pair(rows[left] as number, rows[right] as number, out),
    many: (left, rights, count, out) =>
      compare.many(
        rows[left] as number,
        rights.map((place) => rows[place] as number),
        count,
        out,
      ),
  });
  return (row, component, { cut, forbids }) => {
    rows = component.rows;
    const named = (places: readonly number[]): number[] => places.map((place) => rows[place] as number);
    const clusters = clustersOf(rows.length, component.edges, fits, {
      cut,
      forbids: (left, right) => forbids(named(left), named(right)),
    });
    const own = clusters[rows.indexOf(row)];
    return component.rows.filter((_, place) => clusters[place] === own);
  };
}
