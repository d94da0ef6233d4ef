/**
 * How surprising a series gets on an ordinary day, on each span: some are calm, some burst daily. Mean and spread of the
 * logarithms of the days' highest surprises, forgotten over weeks. Plain JSON.
 */
export interface Habit {
  /** The day that is being seen, in days since 1970; -1 before the first. */
  day: number;
  /** The highest surprise of that day, on each span. */
  highest: number[];
  days: number;
  /** Of each span, sums over the days. */
  sum: number[];
  squares: number[];
}

export interface HabitOptions {
  /** After how many days a day is half forgotten. */
  days: number;
  /** What is taken for usual before anything was seen, and for how many days it counts. */
  usual: number;
  prior: number;
  /** The least spread, of logarithms. */
  spread: number;
}

export function newHabit(spans: number, { usual, prior, spread }: HabitOptions): Habit {
  const mean = Math.log1p(usual);
  const each = (value: number) => new Array<number>(spans).fill(value);
  return {
    day: -1,
    highest: each(0),
    days: prior,
    sum: each(prior * mean),
    squares: each(prior * (mean * mean + spread * spread)),
  };
}

/** Closes the day when another has begun. */
export function turnDay(habit: Habit, day: number, options: HabitOptions): void {
  if (habit.day < 0) habit.day = day;
  if (day === habit.day) return;
  const keep = 0.5 ** (1 / options.days);
  habit.days = habit.days * keep + 1;
  for (const [place, highest] of habit.highest.entries()) {
    const value = Math.log1p(highest);
    habit.sum[place] = (habit.sum[place] as number) * keep + value;
    habit.squares[place] = (habit.squares[place] as number) * keep + value * value;
    habit.highest[place] = 0;
  }
  habit.day = day;
}

/** By how many spreads a surprise exceeds the usual highest of a day. */
export function unusual(habit: Habit, place: number, surprise: number, options: HabitOptions): number {
  const mean = (habit.sum[place] as number) / habit.days;
  const variance = (habit.squares[place] as number) / habit.days - mean * mean;
  return (Math.log1p(surprise) - mean) / Math.max(Math.sqrt(Math.max(variance, 0)), options.spread);
}

export function note(habit: Habit, place: number, surprise: number): void {
  habit.highest[place] = Math.max(habit.highest[place] as number, surprise);
}
