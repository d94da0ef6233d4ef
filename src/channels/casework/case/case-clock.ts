import type { CaseClock, ClockKind } from '../../../core/model/case.js';
import type { Instant } from '../../../core/model/instant.js';
import type { ServiceTime } from '../hours/service-time.js';

/** By what a clock counts. */
export interface Counting {
  time: ServiceTime;
  /** The share of a promise after which it is about to be broken. */
  warnAt: number;
}

const instantAt = (time: number): Instant => new Date(time).toISOString();
const later = (one: Instant, other: Instant): Instant => (one > other ? one : other);

/** A clock that runs from a moment on. */
export function startedClock(kind: ClockKind, targetMs: number, at: Instant, counting: Counting): CaseClock {
  return resumed({ kind, targetMs, startedAt: at, isRunning: false, usedMs: 0, countedTo: at }, at, counting);
}

/** Runs on. What was used before counts. */
export function resumed(clock: CaseClock, at: Instant, { time, warnAt }: Counting): CaseClock {
  if (clock.isRunning) return clock;
  const countedTo = later(at, clock.countedTo);
  const whenUsed = (share: number) => time.after(Date.parse(countedTo), clock.targetMs * share - clock.usedMs);
  const [warning, due] = [whenUsed(warnAt), whenUsed(1)];
  return {
    ...clock,
    isRunning: true,
    countedTo,
    ...(warning !== undefined && { warnAt: instantAt(warning) }),
    ...(due !== undefined && { dueAt: instantAt(due) }),
  };
}

/** Does not run on. A promise that was broken before is noted. */
export function stopped(clock: CaseClock, at: Instant, { time }: Counting): CaseClock {
  if (!clock.isRunning) return clock;
  const countedTo = later(at, clock.countedTo);
  const { warnAt: _warning, dueAt: _due, ...rest } = brokenBy(clock, countedTo);
  const usedMs = clock.usedMs + time.between(Date.parse(clock.countedTo), Date.parse(countedTo));
  return { ...rest, isRunning: false, usedMs, countedTo };
}

/** A person kept the promise, late or not. */
export function met(clock: CaseClock, at: Instant, counting: Counting): CaseClock {
  if (clock.isRunning) return { ...stopped(clock, at, counting), metAt: later(at, clock.countedTo) };
  if (clock.metAt !== undefined || at >= clock.countedTo) return clock;
  // It was stopped before the answer was heard of.
  const since = counting.time.between(Date.parse(at), Date.parse(clock.countedTo));
  return { ...clock, usedMs: Math.max(0, clock.usedMs - since), countedTo: at, metAt: at };
}

/** A clock on which a promise is noted that is broken at a moment: it is from the moment on at which it was due. */
export function brokenBy(clock: CaseClock, at: Instant): CaseClock {
  const { isRunning, dueAt, breachedAt } = clock;
  if (!isRunning || breachedAt !== undefined || dueAt === undefined || dueAt > at) return clock;
  return { ...clock, breachedAt: dueAt, warnedAt: clock.warnedAt ?? dueAt };
}
