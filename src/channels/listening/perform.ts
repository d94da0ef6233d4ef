import type { Context } from '../../core/context.js';
import { isKenningError, KenningError } from '../../core/errors.js';
import type { Store } from '../../core/store/store.js';
import { type Backoff, backoffMs } from './backoff.js';
import type { Duty, Task, Turn } from './duty.js';
import { keepSchedule, problemOf, scheduleOf } from './schedule.js';

export interface Performing {
  store: Store;
  context: Context;
  backoff: Backoff;
  random: () => number;
  /** When a task that is done at least so often is due again is not written down. */
  keepFromMs: number;
  onError: (error: KenningError, from: { duty: string; task: string }) => void;
}

/** What became of a run. `stopped`: it was cut, and goes on where it was when it runs again. */
export type Performed =
  /** `dueAt`: when it runs again, in milliseconds. */
  { outcome: 'done'; dueAt: number } | { outcome: 'stopped' } | { outcome: 'failed'; error: KenningError };

/** Runs a task once and keeps when it is due again: after its time, or after a failure later each time. */
export async function perform(base: Performing, duty: Duty, task: Task, turn: Turn): Promise<Performed> {
  const { store, context, backoff, random, keepFromMs, onError } = base;
  const from = { duty: duty.name, task: task.name };
  const began = context.clock.now();
  const instantAt = (time: number) => new Date(time).toISOString();
  try {
    const result = await task.run(turn);
    // What runs without end and was told to end goes on as soon as somebody starts it again.
    const goesOn = hasMore(result) || (task.everyMs === undefined && turn.ending.aborted);
    const dueAt = goesOn ? context.clock.now() : began + (task.everyMs ?? backoff.firstMs);
    const { failures } = await scheduleOf(store, duty.name, task.name);
    if (failures > 0 || (task.everyMs ?? keepFromMs) >= keepFromMs)
      await keepSchedule(store, duty.name, task.name, {
        dueAt: instantAt(dueAt),
        failures: 0,
        doneAt: instantAt(context.clock.now()),
      });
    return { outcome: 'done', dueAt };
  } catch (thrown) {
    if (turn.signal.aborted) return { outcome: 'stopped' };
    const error = errorOf(thrown, from);
    onError(error, from);
    try {
      const before = await scheduleOf(store, duty.name, task.name);
      const ranLong = context.clock.now() - began > backoff.mostMs;
      const failures = ranLong ? 1 : before.failures + 1;
      const dueAt = instantAt(context.clock.now() + backoffMs(failures, backoff, random, error));
      await keepSchedule(store, duty.name, task.name, {
        dueAt,
        failures,
        problem: problemOf(error),
        failedAt: instantAt(context.clock.now()),
        ...(before.doneAt && { doneAt: before.doneAt }),
      });
    } catch (broken) {
      onError(errorOf(broken, from), from);
    }
    return { outcome: 'failed', error };
  }
}

function hasMore(result: unknown): boolean {
  return typeof result === 'object' && result !== null && (result as { more?: unknown }).more === true;
}

export function errorOf(error: unknown, { duty, task }: { duty: string; task: string }): KenningError {
  if (isKenningError(error)) return error;
  const said = error instanceof Error ? error.message : String(error);
  return new KenningError('unexpected', `${duty}, ${task}: ${said}`, { cause: error });
}
