import type { Clock } from '../../../src/core/clock.js';
import { type Wait, wait } from '../../../src/core/wait.js';

/** Time that runs faster, the same in every process that is told when it began. */
export function fastTime(began: number, factor: number): { clock: Clock; wait: Wait } {
  return {
    clock: { now: () => began + (Date.now() - began) * factor },
    wait: (ms, signal) => wait(Math.max(1, ms / factor), signal),
  };
}
