import { isKenningError } from '../../core/errors.js';
import { inThisThread, inThreads, type Steps } from '../../identity/engine/threads/steps.js';
import type { Terminal } from '../terminal.js';
import { atOnce } from './at-once.js';

/** With fewer records the threads take longer to start than they save. */
const fewestRecords = 50_000;

/**
 * Does work in threads where that pays or where so many were asked for, and in this one otherwise; the result is the same.
 *
 * @param threads how many were asked for
 */
export async function inUsualThreads<Result>(
  steps: Steps<Result>,
  { records, threads }: { records: number; threads: number | undefined },
  { say, signal }: Terminal,
): Promise<Result> {
  const here = () => atOnce(() => inThisThread(steps), signal);
  if (threads === 1 || (threads === undefined && records < fewestRecords)) return here();
  // Loaded here: what does without threads does not need it.
  const { threadPool, usualThreads } = await import('../../threads/thread-pool.js');
  const count = threads ?? usualThreads();
  if (count === 1) return here();
  let pool: ReturnType<typeof threadPool>;
  try {
    pool = threadPool({ threads: count });
  } catch (error) {
    if (!isKenningError(error, 'unsupported')) throw error;
    say(`It is done in one thread: ${error.message}`);
    return here();
  }
  try {
    return await inThreads(steps, pool, signal);
  } finally {
    await pool.close();
  }
}
