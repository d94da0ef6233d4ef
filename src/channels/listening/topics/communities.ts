/** Links between places, each both ways, with weights above 0. */
export type Links = Map<number, number>[];

const mostRounds = 20;

/** Adds a link both ways; of one that is there already the heavier counts. */
export function addLink(links: Links, one: number, other: number, weight: number): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    const own = links[from];
    if (own && weight > (own.get(to) ?? 0)) own.set(to, weight);
  }
}

/**
 * Which places belong together: modularity of weighted links is raised step by step (Blondel et al. 2008, "Louvain"), with
 * a resolution (Reichardt and Bornholdt 2006): the higher it is, the more communities there are. Places are visited in
 * their order, so that the same links give the same communities.
 *
 * @returns the number of each place's community, numbered by first appearance
 */
export function communitiesOf(links: Links, resolution: number): Int32Array {
  let level = links;
  let loops = new Float64Array(links.length);
  let found = Int32Array.from(links.keys());
  for (;;) {
    const moved = moveNodes(level, loops, resolution);
    const count = renumber(moved);
    found = found.map((node) => moved[node] as number);
    if (count === level.length) return found;
    const joined: Links = Array.from({ length: count }, () => new Map());
    const inside = new Float64Array(count);
    for (const [node, own] of level.entries()) {
      const from = moved[node] as number;
      inside[from] = (inside[from] as number) + (loops[node] as number);
      for (const [other, weight] of own) {
        const to = moved[other] as number;
        if (to === from) inside[from] = (inside[from] as number) + weight;
        else joined[from]?.set(to, (joined[from]?.get(to) ?? 0) + weight);
      }
    }
    level = joined;
    loops = inside;
  }
}

function moveNodes(links: Links, loops: Float64Array, resolution: number): Int32Array {
  const community = Int32Array.from(links.keys());
  const degrees = Float64Array.from(links, (own, node) => {
    let sum = loops[node] as number;
    for (const weight of own.values()) sum += weight;
    return sum;
  });
  const totals = Float64Array.from(degrees);
  const all = degrees.reduce((sum, degree) => sum + degree, 0);
  if (all === 0) return community;
  for (let round = 0; round < mostRounds; round += 1) {
    let moves = 0;
    for (const [node, own] of links.entries()) {
      const before = community[node] as number;
      const degree = degrees[node] as number;
      totals[before] = (totals[before] as number) - degree;
      const into = new Map<number, number>([[before, 0]]);
      for (const [other, weight] of own) {
        const to = community[other] as number;
        into.set(to, (into.get(to) ?? 0) + weight);
      }
      let bestPlace = before;
      let bestGain = Number.NEGATIVE_INFINITY;
      for (const [to, weight] of into) {
        const gain = weight - (resolution * degree * (totals[to] as number)) / all;
        if (gain > bestGain + 1e-12) [bestPlace, bestGain] = [to, gain];
      }
      community[node] = bestPlace;
      totals[bestPlace] = (totals[bestPlace] as number) + degree;
      if (bestPlace !== before) moves += 1;
    }
    if (moves === 0) break;
  }
  return community;
}

function renumber(community: Int32Array): number {
  const numbers = new Map<number, number>();
  for (const [node, old] of community.entries()) {
    if (!numbers.has(old)) numbers.set(old, numbers.size);
    community[node] = numbers.get(old) as number;
  }
  return numbers.size;
}
