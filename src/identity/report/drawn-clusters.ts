import type { Edges } from '../engine/score/edges.js';

/** A cluster as a graph. */
export interface DrawnCluster {
  cluster: number;
  /** How many records it has. */
  size: number;
  /** Those that are drawn, at most {@link mostRows}. */
  rows: number[];
  /** Pairs of drawn records by what they weigh alone, in bits. */
  edges: { left: number; right: number; weight: number }[];
  /** The lightest pair that holds it together, in bits; absent where pairs alone do not. */
  weakest?: number;
}

/** So many clusters of each kind. */
const mostClusters = 6;
/** So many records of a cluster. */
const mostRows = 16;

/** The largest clusters, and of the others those whose weakest link is weakest. */
export function drawnClusters(
  edges: Edges,
  clusters: readonly number[],
): { largest: DrawnCluster[]; weakest: DrawnCluster[] } {
  const sizes = new Map<number, number>();
  for (const cluster of clusters) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  const several = [...sizes.keys()].filter((cluster) => (sizes.get(cluster) as number) > 1);
  const { links, weakest } = weakestLinks(edges, clusters);
  const isWhole = (cluster: number): boolean => links.get(cluster) === (sizes.get(cluster) as number) - 1;
  const hold = (cluster: number): number =>
    isWhole(cluster) ? (weakest.get(cluster) as number) : Number.NEGATIVE_INFINITY;
  const bySize = several.toSorted((a, b) => (sizes.get(b) as number) - (sizes.get(a) as number) || a - b);
  const byHold = bySize.slice(mostClusters).toSorted((a, b) => hold(a) - hold(b) || a - b);
  const draw = (names: readonly number[]): DrawnCluster[] => {
    const drawn = new Map(names.map((cluster): [number, DrawnCluster] => [cluster, graphOf(cluster)]));
    for (const [row, cluster] of clusters.entries()) {
      const rows = drawn.get(cluster)?.rows;
      if (rows && rows.length < mostRows) rows.push(row);
    }
    for (let edge = 0; edge < edges.size; edge += 1) {
      const [left, right] = [edges.left[edge] as number, edges.right[edge] as number];
      const graph = clusters[left] === clusters[right] ? drawn.get(clusters[left] as number) : undefined;
      if (graph?.rows.includes(left) && graph.rows.includes(right))
        graph.edges.push({ left, right, weight: edges.weight[edge] as number });
    }
    return [...drawn.values()];
  };
  const graphOf = (cluster: number): DrawnCluster => ({
    cluster,
    size: sizes.get(cluster) as number,
    rows: [],
    edges: [],
    ...(isWhole(cluster) && { weakest: weakest.get(cluster) as number }),
  });
  return { largest: draw(bySize.slice(0, mostClusters)), weakest: draw(byHold.slice(0, mostClusters)) };
}

/** Of each cluster, how many links it takes to hold it together, the heaviest first, and what the last of them weighs. */
function weakestLinks(
  edges: Edges,
  clusters: readonly number[],
): { links: Map<number, number>; weakest: Map<number, number> } {
  const parents = clusters.map((_, row) => row);
  const rootOf = (row: number): number => {
    let at = row;
    while (parents[at] !== at) {
      parents[at] = parents[parents[at] as number] as number;
      at = parents[at] as number;
    }
    return at;
  };
  const [links, weakest] = [new Map<number, number>(), new Map<number, number>()];
  const order = Uint32Array.from({ length: edges.size }, (_, edge) => edge)
    .filter((edge) => clusters[edges.left[edge] as number] === clusters[edges.right[edge] as number])
    .sort((a, b) => (edges.weight[b] as number) - (edges.weight[a] as number) || a - b);
  for (const edge of order) {
    const [left, right] = [rootOf(edges.left[edge] as number), rootOf(edges.right[edge] as number)];
    if (left === right) continue;
    const cluster = clusters[edges.left[edge] as number] as number;
    parents[right] = left;
    links.set(cluster, (links.get(cluster) ?? 0) + 1);
    weakest.set(cluster, edges.weight[edge] as number);
  }
  return { links, weakest };
}
