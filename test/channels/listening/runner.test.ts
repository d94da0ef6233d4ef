import { describe, expect, it } from 'vitest';
import type { Duty, Task, Turn } from '../../../src/channels/listening/duty.js';
import { type RunnerOptions, runner } from '../../../src/channels/listening/runner.js';
import { type Schedule, scheduleOf } from '../../../src/channels/listening/schedule.js';
import { contextOf } from '../../../src/core/context.js';
import { KenningError } from '../../../src/core/errors.js';
import { takeLease } from '../../../src/core/lease.js';
import { memory } from '../../../src/core/store/memory.js';
import type { Store } from '../../../src/core/store/store.js';
import { simulatedTime } from '../../../src/testing/simulated-time.js';

function start() {
  const time = simulatedTime();
  const store = memory();
  const context = contextOf(time.clock);
  const errors: string[] = [];
  const process = (duties: Duty[], more: Partial<RunnerOptions> = {}) =>
    runner({
      store,
      context,
      duties,
      onError: (error, { duty, task }) => errors.push(`${duty}/${task}: ${error.message}`),
      wait: time.wait,
      random: () => 1,
      ...more,
    });
  return { ...time, store, context, errors, process };
}

const untilAborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });

const duty = (name: string, ...tasks: Task[]): Duty => ({ name, tasks });
/** A task that counts its runs. */
function counting(name: string, everyMs: number, work: (turn: Turn, run: number) => unknown = () => {}) {
  const task = {
    name,
    everyMs,
    runs: 0,
    run: async (turn: Turn) => work(turn, ++task.runs),
  };
  return task;
}

describe('a lease', () => {
  it('is one process’s until it ends, is renewed, given back, and taken over', async () => {
    const { store, context, pass } = start();
    const base = { store, context };
    const first = await takeLease(base, 'brand', 1000);
    expect(first?.holds()).toBe(true);
    expect(await takeLease(base, 'brand', 1000)).toBeUndefined();
    expect(await takeLease(base, 'support', 1000)).toBeDefined();
    await pass(900);
    expect(await first?.renew()).toBe(true);
    await pass(900);
    expect(await takeLease(base, 'brand', 1000)).toBeUndefined();
    await pass(200);
    expect(first?.holds()).toBe(false);
    const second = await takeLease(base, 'brand', 1000);
    expect(second?.holds()).toBe(true);
    expect(await first?.renew()).toBe(false);
    await first?.release();
    expect(await takeLease(base, 'brand', 1000)).toBeUndefined();
    await second?.release();
    expect(await takeLease(base, 'brand', 1000)).toBeDefined();
  });
});

describe('start and stop', () => {
  it('run each task in its time, until they are stopped', async () => {
    const { process, pass } = start();
    const [often, seldom] = [counting('often', 1000), counting('seldom', 10_000)];
    const run = process([duty('channel brand', often, seldom)]);
    run.start();
    run.start();
    await pass(20_500);
    expect([often.runs, seldom.runs]).toEqual([21, 3]);
    await run.stop();
    await pass(20_000);
    expect([often.runs, seldom.runs]).toEqual([21, 3]);
    run.start();
    await pass(500);
    expect([often.runs, seldom.runs]).toEqual([22, 4]);
    await run.stop();
  });

  it('let what is under way finish, and abort what hangs', async () => {
    const { process, settle, pass } = start();
    const order: string[] = [];
    const slow = counting('poll', 1000, async ({ ending }) => {
      await untilAborted(ending);
      order.push('the page at hand');
    });
    const hangs = counting('hangs', 1000, async ({ signal }) => {
      await untilAborted(signal);
      order.push('aborted');
    });
    const run = process([duty('a', slow), duty('b', hangs)]);
    run.start();
    await pass(1);
    const stopping = run.stop({ graceMs: 5000 }).then(() => order.push('stopped'));
    await settle();
    expect(order).toEqual(['the page at hand']);
    await pass(5000);
    await stopping;
    expect(order).toEqual(['the page at hand', 'aborted', 'stopped']);
  });

  it('return in the end, whatever hangs, and leave its lease to end by itself', async () => {
    const { process, pass, store, clock } = start();
    const run = process([
      duty(
        'hangs',
        counting('poll', 1000, () => new Promise(() => {})),
      ),
    ]);
    run.start();
    await pass(1);
    let stopped = false;
    const stopping = run.stop({ graceMs: 5000 }).then(() => {
      stopped = true;
    });
    await pass(9000);
    expect(stopped).toBe(false);
    await pass(1000);
    await stopping;
    await pass(60_000);
    const [lease] = await store.list('leases', 'all', { where: {} });
    expect(Date.parse(lease?.until ?? '')).toBeLessThan(clock.now());
  });

  it('go on when nobody can be told of an error', async () => {
    const { process, pass } = start();
    const fails = counting('poll', 1000, () => {
      throw new Error('a mistake');
    });
    const works = counting('poll', 1000);
    const onError = () => {
      throw new Error('another mistake');
    };
    const run = process([duty('a', fails), duty('b', works)], { onError });
    run.start();
    await pass(10_000);
    expect([fails.runs, works.runs]).toEqual([2, 11]);
    await run.stop();
  });

  it('never do one duty in two processes, and replace one that was killed', async () => {
    const { process, pass, store } = start();
    let killed = false;
    const at = { a: 0, b: 0, together: 0, most: 0 };
    const poll = (who: 'a' | 'b') =>
      counting('poll', 1000, async () => {
        at.together += 1;
        at.most = Math.max(at.most, at.together);
        await new Promise((resolve) => setImmediate(resolve));
        at.together -= 1;
        at[who] += 1;
      });
    // A process that is killed writes nothing any more: no renewal reaches the store.
    const mortal: Store = {
      ...store,
      transaction: (work) => (killed ? new Promise(() => {}) : store.transaction(work)),
    };
    process([duty('channel brand', poll('a'))], { store: mortal }).start();
    await pass(10);
    const second = process([duty('channel brand', poll('b'))]);
    second.start();
    await pass(60_000);
    expect(at).toMatchObject({ b: 0, most: 1 });
    expect(at.a).toBeGreaterThan(50);
    killed = true;
    await pass(45_000);
    expect(at.b).toBeGreaterThan(3);
    expect(at.most).toBe(1);
    await second.stop();
  });

  it('hand a duty over at once when they are stopped', async () => {
    const { process, pass } = start();
    const [a, b] = [counting('poll', 1000), counting('poll', 1000)];
    const [first, second] = [process([duty('d', a)]), process([duty('d', b)])];
    first.start();
    await pass(1);
    second.start();
    await pass(5000);
    await first.stop();
    await pass(10_000);
    expect(b.runs).toBeGreaterThan(0);
    await second.stop();
  });

  it('stop a task whose lease was lost', async () => {
    const { process, pass, store } = start();
    let aborted = 0;
    const task = counting('stream', 1000, async ({ signal }) => {
      await untilAborted(signal);
      aborted += 1;
    });
    const run = process([duty('d', task)]);
    run.start();
    await pass(10);
    const until = new Date(Date.UTC(2030, 0, 1)).toISOString();
    await store.transaction((transaction) => transaction.put('leases', { name: 'duty d', owner: 'another', until }));
    await pass(10_000);
    expect(aborted).toBe(1);
    await pass(60_000);
    expect(task.runs).toBe(1);
    await run.stop();
  });

  it('go on with all others when one fails, and try it later each time', async () => {
    const { process, pass, errors, store } = start();
    const begun: number[] = [];
    const fails = counting('poll', 1000, (_turn, run) => {
      begun.push(run);
      if (run <= 4) throw new KenningError('network', 'There is nobody.');
    });
    const works = counting('inbox', 1000);
    const other = counting('poll', 1000);
    const run = process([duty('brand', fails, works), duty('support', other)]);
    run.start();
    await pass(40_000);
    expect([works.runs, other.runs]).toEqual([41, 41]);
    // Tried at 0, 5, 15 and 35 seconds.
    expect(begun).toEqual([1, 2, 3, 4]);
    expect(errors).toEqual(Array(4).fill('brand/poll: There is nobody.'));
    expect(await scheduleOf(store, 'brand', 'poll')).toMatchObject({
      failures: 4,
      problem: 'network: There is nobody.',
    });
    run.wake('brand', 'poll');
    await pass(10_000);
    expect(begun).toHaveLength(4);
    await pass(40_000);
    expect(begun.length).toBeGreaterThan(5);
    expect((await scheduleOf(store, 'brand', 'poll')).failures).toBe(0);
    await run.stop();
  });

  it('wait as long as the other side asks for', async () => {
    const { process, pass } = start();
    const task = counting('poll', 1000, (_turn, run) => {
      if (run === 1) throw new KenningError('rate-limited', 'Too much.', { retryAfterMs: 600_000 });
    });
    const run = process([duty('brand', task)]);
    run.start();
    await pass(599_000);
    expect(task.runs).toBe(1);
    await pass(2000);
    expect(task.runs).toBeGreaterThan(1);
    await run.stop();
  });

  it('go on after the store was away', async () => {
    const { process, pass, errors, store } = start();
    let away = false;
    const fickle: Store = {
      ...store,
      transaction: async (work) => {
        if (away) throw new KenningError('storage-busy', 'The store is away.');
        return store.transaction(work);
      },
    };
    const task = counting('poll', 1000);
    const run = process([duty('brand', task)], { store: fickle });
    run.start();
    await pass(5000);
    away = true;
    await pass(120_000);
    const before = task.runs;
    away = false;
    await pass(120_000);
    expect(task.runs).toBeGreaterThan(before + 10);
    expect(errors.length).toBeGreaterThan(0);
    await run.stop();
  });

  it('run a task at once that is woken, that is wanted, or that has more to do', async () => {
    const { process, pass } = start();
    const woken = counting('woken', 3_600_000);
    const more = counting('more', 3_600_000, (_turn, run) => ({ more: run < 10 }));
    const run = process([duty('brand', woken, more)]);
    run.start();
    await pass(1);
    expect([woken.runs, more.runs]).toEqual([1, 10]);
    run.wake('brand', 'woken');
    run.wake('brand', 'no such task');
    await pass(1);
    expect(woken.runs).toBe(2);
    await run.stop();
    let wanted = false;
    const again = process([duty('brand', { ...woken, isWanted: async () => wanted })]);
    again.start();
    await pass(1);
    expect(woken.runs).toBe(2);
    await again.stop();
    wanted = true;
    again.start();
    await pass(1);
    expect(woken.runs).toBe(3);
    await again.stop();
  });
});

describe('a tick', () => {
  it('does what is due and says what it did', async () => {
    const { process, pass, errors } = start();
    const [a, b] = [counting('poll', 60_000), counting('inbox', 1000)];
    const fails = counting('poll', 60_000, () => {
      throw new Error('a mistake');
    });
    const endless = { name: 'stream', run: async () => expect.unreachable() };
    const { tick } = process([duty('brand', a, b, endless), duty('support', fails)]);
    const first = await tick();
    expect(first.left).toBe(0);
    expect(first.ran).toEqual(
      expect.arrayContaining([
        { duty: 'brand', task: 'poll', outcome: 'done' },
        { duty: 'brand', task: 'inbox', outcome: 'done' },
        { duty: 'support', task: 'poll', outcome: 'failed', problem: 'support, poll: a mistake' },
      ]),
    );
    expect(errors).toHaveLength(1);
    await pass(2000);
    expect((await tick()).ran).toEqual([{ duty: 'brand', task: 'inbox', outcome: 'done' }]);
    await pass(56_000);
    expect((await tick()).ran.map(({ task }) => task)).toEqual(['poll', 'poll', 'inbox'].sort().reverse());
  });

  it('keeps within its budget, gives what hangs up, and lets the rest be done', async () => {
    const { process, pass, clock } = start();
    const hangs = counting('poll', 1000, () => new Promise(() => {}));
    const heeds = counting('poll', 1000, async ({ signal }) =>
      untilAborted(signal).then(() => signal.throwIfAborted()),
    );
    const quick = Array.from({ length: 20 }, () => counting('poll', 1000));
    const duties = [duty('hangs', hangs), duty('heeds', heeds), ...quick.map((task, at) => duty(`quick ${at}`, task))];
    const began = clock.now();
    const ticking = process(duties).tick({ budgetMs: 10_000 });
    await pass(10_000);
    const report = await ticking;
    expect(clock.now() - began).toBe(10_000);
    expect(report.ran.filter(({ outcome }) => outcome === 'done')).toHaveLength(20);
    expect(report.ran.some((ran) => ran.duty === 'hangs')).toBe(false);
    expect(quick.every(({ runs }) => runs === 1)).toBe(true);
  });

  it('does not do what another process does', async () => {
    const { process, pass } = start();
    const [served, ticked] = [counting('poll', 1000), counting('poll', 1000)];
    const server = process([duty('brand', served)]);
    server.start();
    await pass(5000);
    const { ran, left } = await process([duty('brand', ticked)]).tick();
    expect([ran, left, ticked.runs]).toEqual([[], 1, 0]);
    await server.stop();
  });

  it('goes on where the last one was cut, and the longest overdue comes first', async () => {
    const { process, pass, clock } = start();
    const order: string[] = [];
    const slow = (name: string) =>
      duty(
        name,
        counting('poll', 60_000, async ({ ending }) => {
          order.push(name);
          await untilAborted(ending);
          return { more: name === 'c' };
        }),
      );
    const { tick } = process(['a', 'b', 'c', 'd', 'e', 'f'].map(slow));
    let ticking = tick({ budgetMs: 1000 });
    await pass(1000);
    expect(await ticking).toMatchObject({ left: 2 });
    ticking = tick({ budgetMs: 1000 });
    await pass(1000);
    expect((await ticking).left).toBe(0);
    expect(order).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'c']);
    expect(clock.now()).toBeGreaterThan(0);
  });

  it('ends when its caller aborts', async () => {
    const { process, settle } = start();
    const aborting = new AbortController();
    const hangs = counting('poll', 1000, ({ signal }) => untilAborted(signal));
    const ticking = process([duty('brand', hangs)]).tick({ signal: aborting.signal });
    await settle();
    aborting.abort(new Error('enough'));
    await expect(ticking).rejects.toThrow('enough');
  });
});

it('reads a schedule that makes no sense as none', async () => {
  const { store } = start();
  const row = { name: 'schedule:brand/poll', data: { dueAt: 'soon' } };
  await store.transaction((transaction) => transaction.put('checkpoints', row));
  const none: Schedule = { dueAt: '1970-01-01T00:00:00.000Z', failures: 0 };
  expect(await scheduleOf(store, 'brand', 'poll')).toEqual(none);
});
