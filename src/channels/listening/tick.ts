import { KenningError } from '../../core/errors.js';
import { takeLease } from '../../core/lease.js';
import { type Duty, dutyLease, type Task, type Turn } from './duty.js';
import { errorOf, type Performed, perform } from './perform.js';
import { type Schedule, scheduleOf } from './schedule.js';
import type { ServiceOptions } from './service.js';

export interface TickOptions {
  /** How long it may take, in milliseconds. Nothing is begun in the last fifth of it. Defaults to 25,000. */
  budgetMs?: number;
  signal?: AbortSignal;
}

/** What a tick did. */
export interface TickReport {
  ran: { duty: string; task: string; outcome: Performed['outcome']; problem?: string }[];
  /** Tasks that are due and were not begun: the time was over, or another process does their duty. */
  left: number;
}

interface Due {
  duty: Duty;
  tasks: Task[];
  /** When the first of them was due. */
  since: string;
}

/** So many duties at a time, so that one that hangs does not use up the time of all. */
const atOnce = 4;
/** What is due so soon is done now: a cron job that runs every minute is never quite on the minute. */
const early = 0.1;

/** Does once what is due, the longest overdue first, within a budget of time. */
export async function tick(
  options: ServiceOptions,
  { budgetMs = 25_000, signal: given }: TickOptions = {},
): Promise<TickReport> {
  const { context, wait } = options;
  given?.throwIfAborted();
  const over = new AbortController();
  const ending = new AbortController();
  const finished = new AbortController();
  const stop = () => over.abort(given?.reason);
  given?.addEventListener('abort', stop, { once: true });
  const last = context.clock.now() + budgetMs * 0.8;
  const timers = Promise.all([
    wait(budgetMs * 0.8, finished.signal).then(() => ending.abort(), ignore),
    wait(budgetMs, finished.signal).then(
      () => over.abort(new KenningError('timeout', 'The time of this tick is over; the next one goes on.')),
      ignore,
    ),
  ]);
  const isOver = new Promise<void>((resolve) => over.signal.addEventListener('abort', () => resolve(), { once: true }));
  const report: TickReport = { ran: [], left: 0 };
  const due = await dueOf(options);
  report.left = due.reduce((sum, { tasks }) => sum + tasks.length, 0);
  const mayBegin = () => !over.signal.aborted && !ending.signal.aborted && context.clock.now() < last;

  // It is not renewed, and must not end before the tick.
  const leaseMs = Math.max(options.leaseMs, budgetMs * 1.2);
  const bounds = { signal: over.signal, ending: ending.signal, mayBegin, leaseMs };
  async function work(): Promise<void> {
    for (let next = due.shift(); next && mayBegin(); next = due.shift()) await doDuty(options, next, bounds, report);
  }
  // A task that does not heed its signal is left behind; it stops before its next page.
  await Promise.race([Promise.all(Array.from({ length: atOnce }, work)), isOver]);
  finished.abort();
  await timers;
  given?.removeEventListener('abort', stop);
  given?.throwIfAborted();
  return { ...report, ran: [...report.ran] };
}

const ignore = () => {};

async function dueOf(options: ServiceOptions): Promise<Due[]> {
  const due: Due[] = [];
  for (const duty of options.duties) {
    const tasks: Task[] = [];
    let since: string | undefined;
    for (const task of duty.tasks) {
      const schedule = await isDue(options, duty, task);
      if (!schedule) continue;
      tasks.push(task);
      if (since === undefined || schedule.dueAt < since) since = schedule.dueAt;
    }
    if (since !== undefined) due.push({ duty, tasks, since });
  }
  return due.sort((a, b) => (a.since < b.since ? -1 : 1));
}

/** The schedule of a task that is due. What runs without end never is. */
async function isDue(
  { store, context }: ServiceOptions,
  duty: Duty,
  { name, everyMs, isWanted }: Task,
): Promise<Schedule | undefined> {
  if (everyMs === undefined) return undefined;
  const schedule = await scheduleOf(store, duty.name, name);
  const waits = Date.parse(schedule.dueAt) - context.clock.now();
  if (waits <= 0) return schedule;
  if (schedule.failures > 0) return undefined;
  return waits <= everyMs * early || (await isWanted?.()) ? schedule : undefined;
}

async function doDuty(
  options: ServiceOptions,
  { duty, tasks }: Due,
  { signal, ending, mayBegin, leaseMs }: Pick<Turn, 'signal' | 'ending'> & { mayBegin: () => boolean; leaseMs: number },
  report: TickReport,
): Promise<void> {
  const from = { duty: duty.name, task: 'lease' };
  try {
    const lease = await takeLease(options, dutyLease(duty.name), leaseMs);
    if (!lease) return;
    const turn: Turn = { signal, ending, goOn: () => mayBegin() && lease.holds(), wake: () => {} };
    for (const task of tasks) {
      if (!turn.goOn()) break;
      report.left -= 1;
      // Another process may have done it since.
      if (!(await isDue(options, duty, task))) continue;
      const performed = await perform({ ...options, keepFromMs: 0 }, duty, task, turn);
      const problem = performed.outcome === 'failed' && { problem: performed.error.message };
      report.ran.push({ duty: duty.name, task: task.name, outcome: performed.outcome, ...problem });
    }
    await lease.release();
  } catch (error) {
    options.onError(errorOf(error, from), from);
  }
}
