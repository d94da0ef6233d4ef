import { z } from 'zod';
import type { KenningError } from '../../core/errors.js';
import { type Instant, instant } from '../../core/model/instant.js';
import type { Store, StoreReader } from '../../core/store/store.js';

/** When a task runs next, and how it fares. */
export interface Schedule {
  dueAt: Instant;
  /** In a row. */
  failures: number;
  /** What the last failure said, and when it did. */
  problem?: string;
  failedAt?: Instant;
  /** When it was last done. What is done every few seconds does not write it down each time. */
  doneAt?: Instant;
}

const schedule = z.object({
  dueAt: instant,
  failures: z.number(),
  problem: z.string().optional(),
  failedAt: instant.optional(),
  doneAt: instant.optional(),
});
const nameOf = (duty: string, task: string) => `schedule:${duty}/${task}`;

/** The schedule of a task; one that has never run is due. */
export async function scheduleOf(store: StoreReader, duty: string, task: string): Promise<Schedule> {
  const row = await store.get('checkpoints', { name: nameOf(duty, task) });
  const known = schedule.safeParse(row?.data).data as Schedule | undefined;
  return known ?? { dueAt: new Date(0).toISOString(), failures: 0 };
}

export async function keepSchedule(store: Store, duty: string, task: string, data: Schedule): Promise<void> {
  await store.transaction((transaction) => transaction.put('checkpoints', { name: nameOf(duty, task), data }));
}

/** Keeps what became of a task that was done out of turn; when it is due again stays as it is. */
export async function keepOutcome(
  store: Store,
  at: Instant,
  [duty, task]: [duty: string, task: string],
  error?: KenningError,
): Promise<void> {
  const before = await scheduleOf(store, duty, task);
  const { problem: _problem, failedAt: _failedAt, ...rest } = before;
  const outcome = error
    ? { ...before, failures: before.failures + 1, problem: problemOf(error), failedAt: at }
    : { ...rest, failures: 0, doneAt: at };
  await keepSchedule(store, duty, task, outcome);
}

/** Others' errors may quote what they read, and are not kept. */
export function problemOf({ code, message }: KenningError): string {
  return code === 'unexpected' ? code : `${code}: ${message}`.slice(0, 1000);
}
