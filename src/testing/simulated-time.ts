import type { Clock } from '../core/clock.js';
import type { Wait } from '../core/wait.js';

export interface SimulatedTime {
  clock: Clock;
  /** Waits by this clock: what is under way ends when the time is turned on. */
  wait: Wait;
  /** Lets everything happen that waits for nothing but its turn. */
  settle(): Promise<void>;
  /** Turns the clock on, one timer after another. */
  pass(milliseconds: number): Promise<void>;
  /** Puts the clock to another time, as a machine's clock jumps. No timer ends by it. */
  jumpTo(time: number): void;
}

/**
 * A clock that a test turns, and a wait that follows it.
 *
 * @param start the time that it shows at first, in milliseconds since 1970. Defaults to 2026-01-01.
 * @example
 * const time = simulatedTime();
 * const app = kenning({ store: memory(), clock: time.clock });
 * await time.pass(60_000);
 */
export function simulatedTime(start: number = Date.UTC(2026, 0, 1)): SimulatedTime {
  let now = start;
  let timers: { at: number; ring: () => void }[] = [];
  const settle = async () => {
    const turn = globalThis.setImmediate ?? globalThis.setTimeout;
    for (let turns = 0; turns < 10; turns++) await new Promise<void>((resolve) => turn(() => resolve()));
  };
  return {
    clock: { now: () => now },
    wait: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const timer = { at: now + milliseconds, ring: resolve };
        const stop = () => {
          timers = timers.filter((other) => other !== timer);
          reject(signal?.reason);
        };
        if (signal?.aborted) return stop();
        signal?.addEventListener('abort', stop, { once: true });
        timers.push(timer);
      }),
    settle,
    async pass(milliseconds) {
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
    jumpTo(time) {
      now = time;
    },
  };
}
