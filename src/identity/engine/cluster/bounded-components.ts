import type { Edges } from '../score/edges.js';
import { type Component, components } from './components.js';

/** So many records are recognized together at most. */
export const mostTogether = 1000;

/**
 * The weights above which edges count, in bits: of rows of which more than {@link mostTogether} hang together, the
 * weaker edges are left out, step by step. At the last step whatever hangs together stays together.
 */
export const weightSteps = [-3, 0, 3, 6, 9, 12, 15, 20, 25, 30] as const;

/**
 * Connected components of bounded size. Which one a row is in can be found from the row on, without the rest: it is the
 * first step's, by {@link weightSteps}, that is small enough, and that step is the same for all its rows.
 */
export function* boundedComponents(size: number, edges: Edges, step = 0): Generator<Component> {
  for (const component of components(size, edges)) {
    const least = weightSteps[step + 1];
    if (component.rows.length <= mostTogether || least === undefined) {
      yield component;
      continue;
    }
    const places = new Map(Array.from(component.rows, (row, place) => [row, place]));
    const kept = component.edges.filter((edge) => (edges.weight[edge] as number) >= least);
    const ends = (of: Uint32Array) => Uint32Array.from(kept, (edge) => places.get(of[edge] as number) as number);
    const weight = Float32Array.from(kept, (edge) => edges.weight[edge] as number);
    const stronger = { left: ends(edges.left), right: ends(edges.right), weight, size: kept.length };
    for (const part of boundedComponents(component.rows.length, stronger, step + 1))
      yield {
        rows: part.rows.map((place) => component.rows[place] as number),
        edges: part.edges.map((place) => kept[place] as number),
      };
  }
}
