import { type Lease, takeLease } from '../../core/lease.js';
import type { Wait } from '../../core/wait.js';
import { Alarm } from './alarm.js';
import { type Duty, dutyLease, type Task, type Turn } from './duty.js';
import { errorOf, type Performing, perform } from './perform.js';
import { scheduleOf } from './schedule.js';

export interface ServiceOptions extends Omit<Performing, 'keepFromMs'> {
  duties: readonly Duty[];
  leaseMs: number;
  wait: Wait;
}

/** What is done more often is not worth a write each time; who takes the duty over does it at once. */
const keepFromMs = 5000;

/** Does duties for as long as the process runs, each while it holds its lease. */
export class Service {
  readonly #options: ServiceOptions;
  readonly #ending = new AbortController();
  readonly #aborting = new AbortController();
  /** By `duty/task`; a duty's own is that of its lease. */
  readonly #alarms = new Map<string, Alarm>();
  readonly #done: Promise<unknown>;

  constructor(options: ServiceOptions) {
    this.#options = options;
    for (const duty of options.duties)
      for (const name of ['', ...duty.tasks.map((task) => task.name)])
        this.#alarms.set(`${duty.name}/${name}`, new Alarm(options.wait));
    this.#done = Promise.all(options.duties.map((duty) => this.#serve(duty)));
  }

  wake(duty: string, task: string): void {
    this.#alarms.get(`${duty}/${task}`)?.ring();
  }

  async stop(graceMs: number): Promise<void> {
    this.#ending.abort();
    for (const alarm of this.#alarms.values()) alarm.ring();
    const { wait } = this.#options;
    const over = new AbortController();
    const grace = async () => {
      await wait(graceMs, over.signal);
      this.#aborting.abort();
      await wait(graceMs, over.signal);
    };
    // What heeds no signal is left behind; its lease ends by itself.
    await Promise.race([this.#done, grace().catch(() => {})]);
    over.abort();
  }

  #alarmOf(duty: Duty, task = ''): Alarm {
    return this.#alarms.get(`${duty.name}/${task}`) as Alarm;
  }

  async #serve(duty: Duty): Promise<void> {
    const { leaseMs } = this.#options;
    while (!this.#ending.signal.aborted) {
      const lease = await this.#safely(duty, () => takeLease(this.#options, dutyLease(duty.name), leaseMs));
      if (lease) await this.#hold(duty, lease);
      if (!this.#ending.signal.aborted) await this.#alarmOf(duty).sleep(leaseMs / 3);
    }
  }

  /** Does a duty until the service ends or the lease is lost. */
  async #hold(duty: Duty, lease: Lease): Promise<void> {
    const lost = new AbortController();
    const signal = AbortSignal.any([lost.signal, this.#aborting.signal]);
    const ending = AbortSignal.any([lost.signal, this.#ending.signal]);
    const turn: Turn = {
      signal,
      ending,
      goOn: () => !ending.aborted && lease.holds(),
      wake: (task) => this.wake(duty.name, task),
    };
    const lose = () => {
      lost.abort();
      for (const { name } of duty.tasks) this.wake(duty.name, name);
    };
    let over = false;
    const renewing = this.#renew(duty, lease, () => over).then((kept) => kept || lose());
    await Promise.all(duty.tasks.map((task) => this.#repeat(duty, task, turn)));
    over = true;
    this.wake(duty.name, '');
    await renewing;
    if (!lost.signal.aborted) await this.#safely(duty, () => lease.release());
  }

  /** Renews a lease until it is over; false when it is lost. */
  async #renew(duty: Duty, lease: Lease, isOver: () => boolean): Promise<boolean> {
    while (!isOver()) {
      await this.#alarmOf(duty).sleep(this.#options.leaseMs / 3);
      if (isOver() || this.#aborting.signal.aborted) return true;
      // A store that is busy may answer the next time, while the lease still holds.
      const renewed = await this.#safely(duty, () => lease.renew());
      if (renewed === false || !lease.holds()) return false;
    }
    return true;
  }

  async #repeat(duty: Duty, task: Task, turn: Turn): Promise<void> {
    const { store, context } = this.#options;
    const alarm = this.#alarmOf(duty, task.name);
    let woken = (await this.#safely(duty, async () => task.isWanted?.())) === true;
    let dueAt = 0;
    while (!turn.ending.aborted) {
      const schedule = await this.#safely(duty, () => scheduleOf(store, duty.name, task.name));
      const now = context.clock.now();
      const early = schedule ? Math.max(dueAt, Date.parse(schedule.dueAt)) - now : this.#options.backoff.firstMs;
      // Nobody is woken out of the wait after a failure.
      const mayRun = early <= 0 || (woken && schedule?.failures === 0);
      if (mayRun) {
        woken = false;
        const performed = await perform({ ...this.#options, keepFromMs }, duty, task, turn);
        if (performed.outcome === 'done') dueAt = performed.dueAt;
        // Where the store fails, not even that it failed is written down.
        else if (performed.outcome === 'failed') woken = await alarm.sleep(this.#options.backoff.firstMs);
      } else woken = (await alarm.sleep(early)) || woken;
    }
  }

  /** A store that fails is told of, and the service goes on. */
  async #safely<Result>(duty: Duty, work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      const from = { duty: duty.name, task: 'lease' };
      this.#options.onError(errorOf(error, from), from);
      return undefined;
    }
  }
}
