import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { KenningError } from '../core/errors.js';
import type { Job, ThreadPool } from '../identity/engine/threads/steps.js';
import type { Answered, Asked } from './messages.js';

/** Threads of Node that do parts of the work of the identity engine. */
export interface NodeThreadPool extends ThreadPool {
  /** How many threads there are. */
  readonly threads: number;
  /** Ends the threads; what they were doing fails. */
  close(): Promise<void>;
}

export interface ThreadPoolOptions {
  /** How many threads. Defaults to what the machine has, at most 8. */
  threads?: number;
  /**
   * The file that threads run, `new URL(import.meta.resolve('kenning/threads/worker'))`. Defaults to where it lies beside this
   * one; a bundler that puts all into one file leaves it out, and then it must be given.
   */
  worker?: URL;
}

/** More threads wait for memory more than they help. */
const mostThreads = 8;

/**
 * Makes a pool of threads. They start with the first work, do not keep the process alive while they have none, and share
 * memory with this one, so that tables are not copied.
 *
 * @throws KenningError `invalid` for no such number of threads; `unsupported` where the file that threads run is not found.
 * @example
 * const pool = threadPool({ threads: 4 });
 * const { records } = await deduplicationInThreads(contacts, { pool });
 * await pool.close();
 */
export function threadPool({
  threads = usualThreads(),
  worker = workerFile(),
}: ThreadPoolOptions = {}): NodeThreadPool {
  if (!Number.isInteger(threads) || threads < 1 || threads > 256)
    throw new KenningError('invalid', `threads is a whole number from 1 to 256, not ${threads}.`);
  return new WorkerPool(threads, worker);
}

/** How many threads are usual on this machine. */
export const usualThreads = (): number => Math.min(mostThreads, availableParallelism());

function workerFile(): URL {
  // The built code lies in the folder of this part or in one above it.
  const places = ['./worker.js', './threads/worker.js', '../threads/worker.js'];
  const found = places.map((place) => new URL(place, import.meta.url)).find((url) => existsSync(fileURLToPath(url)));
  if (found) return found;
  throw new KenningError(
    'unsupported',
    'The file that threads run is not beside this one, as after bundling. Give `worker` the URL of `kenning/threads/worker`, or do without threads.',
  );
}

class WorkerPool implements NodeThreadPool {
  readonly threads: number;
  readonly #file: URL;
  #running: Thread[] = [];
  #jobs = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(threads: number, file: URL) {
    this.threads = threads;
    this.#file = file;
  }

  /** One job after another. */
  run(job: Job, { signal }: { signal: AbortSignal | undefined }): Promise<unknown[]> {
    const result = this.#last.then(() => this.#done(job, signal));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async close(): Promise<void> {
    const running = this.#running;
    this.#running = [];
    await Promise.all(running.map((thread) => thread.end()));
  }

  async #done(job: Job, signal: AbortSignal | undefined): Promise<unknown[]> {
    signal?.throwIfAborted();
    this.#running = this.#running.filter(({ hasEnded }) => !hasEnded);
    const wanted = Math.min(this.threads, job.parts.length);
    while (this.#running.length < wanted) this.#running.push(new Thread(this.#file));
    this.#jobs += 1;
    try {
      return await shareOut(this.#running.slice(0, wanted), this.#jobs, job, signal);
    } catch (error) {
      // What other threads are still doing is of no use to anybody.
      await this.close();
      throw error;
    }
  }
}

/** Gives each thread a part, and another whenever it is done with one. */
async function shareOut(
  threads: readonly Thread[],
  number: number,
  { task, shared, parts }: Job,
  signal: AbortSignal | undefined,
): Promise<unknown[]> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const results = new Array<unknown>(parts.length);
  let next = 0;
  let open = parts.length;
  const give = (thread: Thread): void => {
    if (next === parts.length) return;
    thread.ask({ job: number, part: next, of: parts[next] });
    next += 1;
  };
  const onAbort = () => reject(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  for (const thread of threads) {
    thread.begin((answered) => {
      if (answered.job !== number) return;
      if (!('result' in answered)) return reject(errorOf(answered));
      results[answered.part] = answered.result;
      open -= 1;
      if (open === 0) resolve();
      else give(thread);
    }, reject);
    thread.ask({ job: number, task: task.name, shared });
    give(thread);
  }
  try {
    await promise;
    return results;
  } finally {
    signal?.removeEventListener('abort', onAbort);
    for (const thread of threads) thread.rest();
  }
}

/** A thread, which keeps the process alive only while it has work. */
class Thread {
  readonly #worker: Worker;
  hasEnded = false;
  #answered: ((answered: Answered) => void) | undefined;
  #failed: ((error: unknown) => void) | undefined;

  constructor(file: URL) {
    // Flags that this process was started with, such as those of code given in words, are not for a file.
    this.#worker = new Worker(file, { execArgv: [] });
    this.#worker.unref();
    this.#worker.on('message', (answered: Answered) => this.#answered?.(answered));
    this.#worker.on('messageerror', (error) => this.#ended(error));
    this.#worker.on('error', (error) => this.#ended(error));
    this.#worker.on('exit', () => this.#ended());
  }

  begin(answered: (answered: Answered) => void, failed: (error: unknown) => void): void {
    this.#answered = answered;
    this.#failed = failed;
    this.#worker.ref();
    if (this.hasEnded) failed(endedEarly());
  }

  ask(asked: Asked): void {
    this.#worker.postMessage(asked);
  }

  rest(): void {
    this.#answered = undefined;
    this.#failed = undefined;
    this.#worker.unref();
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #ended(cause?: unknown): void {
    this.hasEnded = true;
    this.#failed?.(endedEarly(cause));
  }
}

function errorOf(answered: Exclude<Answered, { result: unknown }>): unknown {
  if ('threw' in answered) return answered.threw;
  return new KenningError(answered.failed.code, answered.failed.message);
}

const endedEarly = (cause?: unknown): KenningError =>
  new KenningError(
    'unexpected',
    'A thread ended before its work was done, perhaps for want of memory. Try fewer threads, or none.',
    cause === undefined ? {} : { cause },
  );
