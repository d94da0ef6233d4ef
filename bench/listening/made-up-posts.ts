/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A count of a Poisson distribution. */
export function poisson(random: () => number, mean: number): number {
  let rest = mean;
  let count = 0;
  for (;;) {
    rest += Math.log(1 - random());
    if (rest < 0) return count;
    count += 1;
  }
}

/** What a quiet series is like. */
export interface Quiet {
  postsADay: number;
  everyMs: number;
  days: number;
  /** How far the day's cycle goes up and down, as a share of the mean. */
  swing?: number;
  /** What is left of it on Saturdays and Sundays. */
  weekend?: number;
  /** Of the rate from hour to hour, as a share of the mean: posts that do not come independently. */
  unrest?: number;
}

const day = 86_400_000;
/** A Monday. */
export const began = Date.UTC(2026, 0, 5);

/** Counts of a quiet series, bin by bin. */
export function quietCounts(
  { postsADay, everyMs, days, swing = 0, weekend = 1, unrest = 0 }: Quiet,
  seed: number,
): number[] {
  const random = randomOf(seed);
  let mood = 1;
  let hour = -1;
  return Array.from({ length: Math.floor((days * day) / everyMs) }, (_, at) => {
    const passed = at * everyMs;
    if (Math.floor(passed / 3_600_000) !== hour) {
      hour = Math.floor(passed / 3_600_000);
      mood = unrest === 0 ? 1 : -Math.log(1 - random()) * unrest + 1 - unrest;
    }
    const cycle = 1 + swing * Math.sin((2 * Math.PI * (passed - 9 * 3_600_000)) / day);
    const isWeekend = Math.floor(passed / day) % 7 >= 5;
    return poisson(random, ((postsADay * everyMs) / day) * cycle * mood * (isWeekend ? weekend : 1));
  });
}
