import { z } from 'zod';
import { type Instant, instant } from '../../core/model/instant.js';
import type { Store, StoreReader } from '../../core/store/store.js';

/** When a task runs next, and how it fares. */
export interface Schedule {
  dueAt: Instant;
  /** In a row. */
  failures: number;
  /** What the last failure said. */
  problem?: string;
}

const schedule = z.object({ dueAt: instant, failures: z.number(), problem: z.string().optional() });
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
