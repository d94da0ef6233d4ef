import type { Context } from '../../../src/core/context.js';
import { contextOf } from '../../../src/core/context.js';
import type { Delivery, DeliveryTarget } from '../../../src/core/outbox/delivery.js';
import { enqueue, outboxKeyLock } from '../../../src/core/outbox/enqueue.js';
import type { Store } from '../../../src/core/store/store.js';
import type { Repeat } from '../../../src/core/write.js';

/** A clock that the test turns. */
export function turnedClock(start = Date.UTC(2026, 4, 4, 9)) {
  let now = start;
  return {
    now: () => now,
    turn: (ms: number) => {
      now += ms;
    },
  };
}

export function start() {
  const clock = turnedClock();
  const context: Context = contextOf(clock);
  return { clock, context };
}

export function add(store: Store, context: Context, key: string, more: { queue?: string; verb?: string } = {}) {
  const { queue = 'q', verb = 'reply' } = more;
  return store.transaction(async (transaction) => {
    await transaction.lock(() => [outboxKeyLock(key)]);
    return enqueue(transaction, context, {
      key,
      queue,
      target: 'channel:brand',
      verb,
      payload: { text: 'secret words' },
      by: 'Ann',
    });
  });
}

/** A system that counts what it was asked to write, and knows or does not know keys. */
export class FakeSystem {
  readonly written: string[] = [];
  readonly asked: string[] = [];
  readonly repeat: Repeat;
  /** Called before and after the write; what it throws is what the caller sees. */
  fault: (moment: 'before' | 'after', key: string) => void = () => {};

  constructor(repeat: Repeat) {
    this.repeat = repeat;
  }

  readonly target: DeliveryTarget = (entry): Delivery => ({
    repeat: this.repeat,
    send: async () => {
      this.asked.push(entry.key);
      this.fault('before', entry.key);
      if (this.repeat !== 'keyed' || !this.written.includes(entry.key)) this.written.push(entry.key);
      this.fault('after', entry.key);
      return { id: `there-${entry.key}` };
    },
    ...(this.repeat === 'findable' && {
      find: async () => (this.written.includes(entry.key) ? { id: `there-${entry.key}` } : undefined),
    }),
  });
}
