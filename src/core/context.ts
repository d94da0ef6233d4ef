import { type Clock, systemClock } from './clock.js';
import { type IdSource, uuids } from './ids.js';

/** What everything that writes needs besides a store: the time, and ids. Both are injected. */
export interface Context {
  clock: Clock;
  ids: IdSource;
}

/** A context of the system's clock, or of one of the caller's. */
export function contextOf(clock: Clock = systemClock): Context {
  return { clock, ids: uuids(clock) };
}
