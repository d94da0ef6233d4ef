/** Rows of numbers, one after another, each of length 1. */
export interface PlacedRows {
  count: number;
  dimensions: number;
  values: Float32Array;
}

/** Who is near whom: `each` places a row, -1 where there are fewer, and how near they are. */
export interface Neighbors {
  each: number;
  places: Int32Array;
  nearness: Float32Array;
  /** How near two rows are on average. */
  chance: number;
}

/** How many groups around leaders a row looks into. */
const groupsSearched = 8;

/** How near two rows are: the cosine, since they have length 1. */
export function nearnessOf(left: Float32Array, from: number, right: Float32Array, to: number, width: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let at = 0;
  for (; at + 3 < width; at += 4) {
    a += (left[from + at] as number) * (right[to + at] as number);
    b += (left[from + at + 1] as number) * (right[to + at + 1] as number);
    c += (left[from + at + 2] as number) * (right[to + at + 2] as number);
    d += (left[from + at + 3] as number) * (right[to + at + 3] as number);
  }
  for (; at < width; at += 1) a += (left[from + at] as number) * (right[to + at] as number);
  return a + b + c + d;
}

/**
 * The nearest rows of each row, nearly all of them: the first rows lead groups, and a row looks into the groups of the
 * leaders that are nearest to it (cluster pruning; Manning, Raghavan and Schütze, Introduction to Information Retrieval,
 * 7.1.6). The work grows as the number of rows to the power of 1.5.
 */
export function neighborsOf({ count, dimensions, values }: PlacedRows, each: number): Neighbors {
  const leaders = Math.ceil(Math.sqrt(count));
  const searched = Math.min(groupsSearched, leaders);
  const toLeaders = best(count, searched);
  let sum = 0;
  let pairs = 0;
  for (let row = 0; row < count; row += 1)
    for (let leader = 0; leader < leaders; leader += 1) {
      const near = nearnessOf(values, row * dimensions, values, leader * dimensions, dimensions);
      toLeaders.offer(row, leader, near);
      if (row === leader) continue;
      sum += near;
      pairs += 1;
    }
  const groups: number[][] = Array.from({ length: leaders }, () => []);
  for (let row = 0; row < count; row += 1) groups[toLeaders.places[row * searched] as number]?.push(row);
  const nearest = best(count, each);
  for (let row = 0; row < count; row += 1)
    for (let group = 0; group < searched; group += 1)
      for (const other of groups[toLeaders.places[row * searched + group] as number] ?? [])
        if (other !== row)
          nearest.offer(row, other, nearnessOf(values, row * dimensions, values, other * dimensions, dimensions));
  return {
    each,
    places: nearest.places,
    nearness: nearest.nearness,
    chance: pairs === 0 ? 0 : sum / pairs,
  };
}

/** The best few of what each row is offered, the best first. */
function best(rows: number, each: number) {
  const places = new Int32Array(rows * each).fill(-1);
  const nearness = new Float32Array(rows * each).fill(Number.NEGATIVE_INFINITY);
  return {
    places,
    nearness,
    offer(row: number, place: number, near: number): void {
      const start = row * each;
      let at = start + each - 1;
      if (near <= (nearness[at] as number)) return;
      for (; at > start && near > (nearness[at - 1] as number); at -= 1) {
        nearness[at] = nearness[at - 1] as number;
        places[at] = places[at - 1] as number;
      }
      nearness[at] = near;
      places[at] = place;
    },
  };
}
