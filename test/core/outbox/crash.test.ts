import fc from 'fast-check';
import { expect, it } from 'vitest';
import { entryByKey } from '../../../src/core/outbox/enqueue.js';
import { outbox } from '../../../src/core/outbox/outbox.js';
import { memory } from '../../../src/core/store/memory.js';
import type { Repeat } from '../../../src/core/write.js';
import { add, FakeSystem, start } from './clerk.js';
import { Crash, dying } from './dying.js';

const keys = ['a1', 'a2', 'b1', 'b2', 'c1'];

it.each<Repeat>(['keyed', 'findable', 'unsafe'])('writes %s entries at most once, wherever it dies', async (repeat) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(60), { maxLength: 12 }), fc.nat(3), async (deaths, lossEvery) => {
      const store = memory();
      const { clock, context } = start();
      for (const key of keys) await add(store, context, key, { queue: key.slice(0, 1) });
      const system = new FakeSystem(repeat);
      let sends = 0;
      const live = async (left: number) => {
        const steps = { left };
        system.fault = (moment) => {
          if (--steps.left < 0) throw new Crash();
          if (moment === 'after' && lossEvery > 0 && ++sends % (lossEvery + 1) === 0) throw new TypeError('lost');
        };
        const box = outbox({ store: dying(store, steps), context, targets: { 'channel:brand': system.target } });
        await box.deliver().catch((error: unknown) => {
          if (!(error instanceof Crash)) throw error;
        });
        clock.turn(3_600_000 * 2);
      };
      for (const left of deaths) await live(left);
      for (let round = 0; round < 8; round++) await live(Number.POSITIVE_INFINITY);
      for (const key of keys) {
        const times = system.written.filter((written) => written === key).length;
        const state = (await entryByKey(store, key))?.state;
        expect(times).toBeLessThanOrEqual(1);
        if (repeat !== 'unsafe') expect([state, times]).toEqual(['done', 1]);
        else if (state === 'done') expect(times).toBe(1);
        else expect(['unknown', 'pending']).toContain(state);
        if (state === 'pending') expect(times).toBe(0);
      }
      for (const queue of ['a', 'b']) {
        const order = system.written.filter((key) => key.startsWith(queue));
        expect(order).toEqual(order.toSorted());
      }
    }),
    { numRuns: 200 },
  );
});
