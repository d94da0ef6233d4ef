const hour = 3_600_000;
const hoursOfWeek = 168;
const week = hoursOfWeek * hour;

/** What is usual for a series: a level, and how hours of the day and of the week differ from it. Plain JSON. */
export interface Baseline {
  /** Counts seen, and what the cycles alone would have made of a level of 1; both are forgotten over time. */
  level: [seen: number, exposure: number];
  /** For each hour of the day in UTC: counts seen, counts expected without it. */
  day: [seen: number[], expected: number[]];
  /** For each hour of the week the same, where the hour of the day is known. */
  week: [seen: number[], expected: number[]];
}

export interface BaselineOptions {
  /** After how many hours of data the level is half forgotten. */
  levelHours: number;
  /** After how many hours of data the cycles are half forgotten. */
  cycleHours: number;
  /** How many bins an hour has. */
  binsPerHour: number;
  /** How many counts make a cycle half believed. */
  dayPrior: number;
  weekPrior: number;
}

/** What is expected in a bin, and of what it is made. */
interface Expected {
  count: number;
  /** Of the hour of the day and of the week, beside the level. */
  ofDay: number;
  ofWeek: number;
}

export function newBaseline(): Baseline {
  const zeros = (length: number) => new Array<number>(length).fill(0);
  return { level: [0, 0], day: [zeros(24), zeros(24)], week: [zeros(hoursOfWeek), zeros(hoursOfWeek)] };
}

/** Counts that are usual in a bin of the average hour. */
export function levelOf({ level: [seen, exposure] }: Baseline): number {
  return (seen + 0.5) / (exposure + 1);
}

/** What is usual in a bin that begins at this time, in milliseconds since 1970. */
export function expectedAt(baseline: Baseline, at: number, options: BaselineOptions): Expected {
  const ofDay = smooth(baseline.day, at, options.dayPrior);
  const ofWeek = smooth(baseline.week, at, options.weekPrior);
  return { count: Math.max(levelOf(baseline) * ofDay * ofWeek, 1e-6), ofDay, ofWeek };
}

/** Learns from a bin. The count is one that was cut to what is credible, so that a storm is not learned as usual. */
export function learn(
  baseline: Baseline,
  at: number,
  count: number,
  expected: Expected,
  options: BaselineOptions,
): void {
  const { ofDay, ofWeek } = expected;
  const level = levelOf(baseline);
  decay(baseline.level, options.levelHours * options.binsPerHour);
  baseline.level[0] += count;
  baseline.level[1] += ofDay * ofWeek;
  for (const [cycle, others] of [
    [baseline.day, ofWeek],
    [baseline.week, ofDay],
  ] as const) {
    const slot = slotOf(Math.floor(inWeek(at) / hour), cycle[0]);
    // Only one hour in so many is this one, so it forgets as much at once.
    const keep = 0.5 ** (cycle[0].length / (options.cycleHours * Math.max(options.binsPerHour, 1)));
    cycle[0][slot] = (cycle[0][slot] as number) * keep + count;
    cycle[1][slot] = (cycle[1][slot] as number) * keep + level * others;
  }
}

function decay(pair: [number, number], half: number): void {
  const keep = 0.5 ** (1 / half);
  pair[0] *= keep;
  pair[1] *= keep;
}

/** A cycle's factor, drawn between the middles of hours so that nothing jumps at the full hour. */
function smooth([seen, expected]: readonly [number[], number[]], at: number, prior: number): number {
  const place = inWeek(at) / hour - 0.5;
  const before = Math.floor(place);
  const share = place - before;
  const factor = (hours: number) => {
    const index = slotOf(hours, seen);
    return ((seen[index] as number) + prior) / ((expected[index] as number) + prior);
  };
  return factor(before) * (1 - share) + factor(before + 1) * share;
}

/** The time since a week began; the same in every week to the last digit. */
const inWeek = (at: number): number => ((at % week) + week) % week;

/** The place of an hour in a cycle. */
const slotOf = (hours: number, { length }: readonly number[]): number => ((hours % length) + length) % length;
