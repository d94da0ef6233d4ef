/** The last bins of a series and their sums over spans. Plain JSON. */
export interface Recent {
  /** The number of the newest bin; absent before the first. */
  newest?: number;
  /** Of the last bins, in a ring: what was seen, what was expected. */
  seen: number[];
  expected: number[];
  /** Of each span, up to and with the newest bin. */
  sums: [seen: number, expected: number][];
}

export function newRecent(spans: readonly number[]): Recent {
  const length = Math.max(...spans);
  const zeros = () => new Array<number>(length).fill(0);
  return { seen: zeros(), expected: zeros(), sums: spans.map(() => [0, 0]) };
}

/** Goes on to a later bin. Those between are unknown: nothing was seen in them and nothing expected. */
export function goOnTo(recent: Recent, bin: number, expected: number, spans: readonly number[]): void {
  const { length } = recent.seen;
  const from = recent.newest ?? bin - 1;
  if (bin - from >= length) Object.assign(recent, newRecent(spans));
  else for (let next = from + 1; next <= bin; next += 1) leaveBehind(recent, next, spans);
  recent.newest = bin;
  recent.expected[placeOf(bin, recent.seen)] = expected;
  for (const sum of recent.sums) sum[1] += expected;
}

/** Makes room for the next bin: takes from each span what is too old for it. */
function leaveBehind(recent: Recent, next: number, spans: readonly number[]): void {
  for (const [at, span] of spans.entries()) {
    const sum = recent.sums[at] as [number, number];
    const left = placeOf(next - span, recent.seen);
    sum[0] -= recent.seen[left] as number;
    sum[1] -= recent.expected[left] as number;
  }
  const place = placeOf(next, recent.seen);
  recent.seen[place] = 0;
  recent.expected[place] = 0;
}

/** Adds to a bin that is not older than the longest span. */
export function addTo(recent: Recent, bin: number, count: number, spans: readonly number[]): void {
  const place = placeOf(bin, recent.seen);
  recent.seen[place] = (recent.seen[place] as number) + count;
  for (const [at, span] of spans.entries())
    if (bin > (recent.newest ?? bin) - span) (recent.sums[at] as [number, number])[0] += count;
}

/** The place of a bin in the ring. */
export const placeOf = (bin: number, { length }: readonly number[]): number => ((bin % length) + length) % length;
