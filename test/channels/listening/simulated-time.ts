import type { Wait } from '../../../src/core/wait.js';

/** A clock that a test turns, and a wait that follows it. */
export function simulatedTime(start = Date.UTC(2026, 0, 1)) {
  let now = start;
  let timers: { at: number; ring: () => void }[] = [];
  const clock = { now: () => now };
  const wait: Wait = (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const timer = { at: now + milliseconds, ring: resolve };
      const stop = () => {
        timers = timers.filter((other) => other !== timer);
        reject(signal?.reason);
      };
      if (signal?.aborted) return stop();
      signal?.addEventListener('abort', stop, { once: true });
      timers.push(timer);
    });
  /** Lets everything happen that waits for nothing but its turn. */
  const settle = async () => {
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    clock,
    wait,
    settle,
    /** Turns the clock on, one timer after another. */
    async pass(milliseconds: number) {
      const end = now + milliseconds;
      await settle();
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((timer) => timer !== next);
        now = Math.max(now, next.at);
        next.ring();
        await settle();
      }
      now = end;
    },
  };
}
