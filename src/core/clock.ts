import type { Instant } from './model/instant.js';

/** Where kenning reads the time. Tests give one that they turn themselves. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** The present moment of a clock as an instant. */
export function instantOf(clock: Clock): Instant {
  return new Date(clock.now()).toISOString();
}
