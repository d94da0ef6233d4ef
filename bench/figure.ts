/** One measured number. */
export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** What it should be; the table says whether it is. */
  aim?: { atLeast: number } | { atMost: number };
}

/** How much a bench does, and on which stores. */
export interface BenchOptions {
  /** Small sizes, to see that a bench works; its figures are not for quoting. */
  quick: boolean;
  stores: readonly string[];
  /** How many, where a bench goes by a number. */
  count?: number;
}

/** Measures something. It asserts nothing: a figure that misses its aim is told as a miss. */
export type Bench = (options: BenchOptions) => Promise<Figure[]>;

/** Whether a figure reaches its aim; undefined without one. */
export function reaches({ value, aim }: Figure): boolean | undefined {
  if (!aim) return undefined;
  return 'atLeast' in aim ? value >= aim.atLeast : value <= aim.atMost;
}

/** What work gives, the seconds that it takes, and the seconds of processor that this process spends on it. */
export async function timed<Result>(
  work: () => Result | Promise<Result>,
): Promise<{ result: Result; seconds: number; processor: number }> {
  const spent = process.cpuUsage();
  const began = performance.now();
  const result = await work();
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(spent);
  return { result, seconds, processor: (user + system) / 1e6 };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** A number to so many digits behind the point. */
export function rounded(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}
