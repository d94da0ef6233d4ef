import { setTimeout } from 'node:timers/promises';

/**
 * Runs work that never waits, so that Ctrl-C ends the process at once: a listener would not be called before the work is
 * done. Nothing must be half-written meanwhile.
 */
export async function atOnce<Result>(work: () => Result, signal: AbortSignal): Promise<Result> {
  // What was pressed before is heard in the next turn of the event loop; without it, it would be lost.
  await setTimeout(20);
  signal.throwIfAborted();
  const listeners = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT');
  try {
    return work();
  } finally {
    for (const listener of listeners) process.on('SIGINT', listener);
  }
}
