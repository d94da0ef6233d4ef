/** Work whose parts do not need each other, so that any thread may do any of them. */
export interface Task<Shared, Part, Result> {
  /** How other threads call it. */
  name: string;
  /** Takes what all parts need, as plain data; called once a thread. */
  begin(shared: Shared): (part: Part) => Result;
}

/** A task, what all its parts need, and the parts. */
export interface Job {
  task: Task<never, never, unknown>;
  shared: unknown;
  parts: readonly unknown[];
}

/** Work of which some is done in parts: it gives jobs and goes on with what came of their parts, in their order. */
export type Steps<Result> = Generator<Job, Result, unknown[]>;

/**
 * Threads that do the parts of jobs. `kenning/threads` has one for Node; whoever gives another keeps the results in the
 * order of the parts.
 */
export interface ThreadPool {
  /** What came of the parts, in their order. */
  run(job: Job, options: { signal: AbortSignal | undefined }): Promise<unknown[]>;
}

/** What came of the parts of a job, in their order. */
export function* inParts<Shared, Part, Result>(
  task: Task<Shared, Part, Result>,
  shared: Shared,
  parts: readonly Part[],
): Steps<Result[]> {
  return (yield { task, shared, parts }) as Result[];
}

/** Does all in this thread. */
export function inThisThread<Result>(steps: Steps<Result>): Result {
  let step = steps.next([]);
  while (!step.done) step = steps.next(done(step.value));
  return step.value;
}

/** Does the parts of jobs in the threads of a pool, and all else in this one. The result is the same. */
export async function inThreads<Result>(steps: Steps<Result>, pool: ThreadPool, signal?: AbortSignal): Promise<Result> {
  let step = steps.next([]);
  while (!step.done) {
    signal?.throwIfAborted();
    const job = step.value;
    step = steps.next(job.parts.length < 2 ? done(job) : await pool.run(job, { signal }));
  }
  return step.value;
}

function done({ task, shared, parts }: Job): unknown[] {
  const work = task.begin(shared as never);
  return parts.map((part) => work(part as never));
}

/** Rows from one to the one before the last. */
export interface Range {
  from: number;
  to: number;
}

/** Fewer rows are not worth a part of their own. */
const fewest = 1 << 12;
/** So many parts are shared out evenly, whoever is the fastest. */
const most = 48;

/** Rows in ranges, to be shared out; a few rows are one range. */
export function ranges(size: number): Range[] {
  const length = Math.max(fewest, Math.ceil(size / most));
  const parts: Range[] = [];
  for (let from = 0; from < size; from += length) parts.push({ from, to: Math.min(size, from + length) });
  return parts.length === 0 ? [{ from: 0, to: 0 }] : parts;
}
