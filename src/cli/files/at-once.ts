import { setImmediate } from 'node:timers/promises';

/**
 * Runs work that never waits, so that Ctrl-C ends the process at once: a listener would not be called before the work is
 * done. Nothing must be half-written meanwhile.
 */
export async function atOnce<Result>(work: () => Result, signal: AbortSignal): Promise<Result> {
  // What was pressed before is heard now.
  await setImmediate();
  signal.throwIfAborted();
  const listeners = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT');
  try {
    return work();
  } finally {
    for (const listener of listeners) process.on('SIGINT', listener);
  }
}
