import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Pace, type RequestRate } from '../../src/enrichment/pace.js';

/** Time that passes only where somebody waits for it. */
function simulated() {
  let now = 0;
  const sleepers: { until: number; wake: () => void }[] = [];
  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      sleepers.push({ until: now + ms, wake: resolve });
    });
  const pass = async (): Promise<boolean> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    const next = sleepers.sort((left, right) => left.until - right.until).shift();
    if (!next) return false;
    now = Math.max(now, next.until);
    next.wake();
    return true;
  };
  return { clock: { now: () => now }, wait, pass };
}

/** The most requests that a server sees in any window. */
function mostWithin(times: readonly number[], perMs: number): number {
  return Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + perMs).length));
}

it('never lets a server see more than it takes, whenever requests arrive', async () => {
  const rate: fc.Arbitrary<RequestRate> = fc.record({
    requests: fc.integer({ min: 1, max: 6 }),
    perMs: fc.integer({ min: 1, max: 500 }),
  });
  const delays = fc.array(fc.tuple(fc.nat(80), fc.nat(80)), { minLength: 1, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(fc.array(rate, { minLength: 1, maxLength: 2 }), delays, fc.nat(5), async (rates, sent, known) => {
      const time = simulated();
      // What was asked before, by a run that was killed.
      const earlier = Array.from({ length: known }, (_, place) => place - known);
      const pace = new Pace(rates, time, earlier);
      const arrived: number[] = [...earlier];
      const all = sent.map(async ([there, back]) => {
        const leave = await pace.enter();
        await time.wait(there);
        arrived.push(time.clock.now());
        await time.wait(back);
        leave();
      });
      while (await time.pass());
      await Promise.all(all);
      for (const { requests, perMs } of rates)
        if (Math.min(...rates.map((one) => one.perMs)) > 160)
          expect(mostWithin(arrived, perMs)).toBeLessThanOrEqual(Math.max(requests, known));
    }),
  );
});

it('lets through at once what a service takes at once, and in turn', async () => {
  const time = simulated();
  const pace = new Pace([{ requests: 3, perMs: 1000 }], time);
  const order: [number, number][] = [];
  const all = [1, 2, 3, 4, 5].map(async (number) => {
    (await pace.enter())();
    order.push([number, time.clock.now()]);
  });
  while (await time.pass());
  await Promise.all(all);
  expect(order).toEqual([
    [1, 0],
    [2, 0],
    [3, 0],
    [4, 1000],
    [5, 1000],
  ]);
});

it('lets nothing through while it is shut, and goes on after somebody gave up', async () => {
  const time = simulated();
  const pace = new Pace([], time);
  pace.shut(500);
  const stop = new AbortController();
  const first = pace.enter(stop.signal);
  const second = pace.enter();
  stop.abort(new Error('stopped'));
  while (await time.pass());
  await first.catch(() => undefined);
  await second;
  expect(time.clock.now()).toBe(500);
});
