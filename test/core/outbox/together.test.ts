import { expect, it } from 'vitest';
import { KenningError } from '../../../src/core/errors.js';
import type { OutboxEntry } from '../../../src/core/model/outbox-entry.js';
import { entryByKey } from '../../../src/core/outbox/enqueue.js';
import { outbox } from '../../../src/core/outbox/outbox.js';
import { memory } from '../../../src/core/store/memory.js';
import { add, start } from './clerk.js';

it('sends entries of different queues at once to a target that writes them in one go, each queue in order', async () => {
  const store = memory();
  const { context } = start();
  for (const key of ['a1', 'a2', 'b1', 'b2', 'c1']) await add(store, context, key, { queue: key.slice(0, 1) });
  const rounds: string[][] = [];
  let waiting: (() => void)[] = [];
  const target = ({ key }: OutboxEntry) => ({
    repeat: 'keyed' as const,
    async send() {
      if (waiting.length === 0) {
        rounds.push([]);
        setTimeout(() => {
          const all = waiting;
          waiting = [];
          for (const go of all) go();
        }, 20);
      }
      rounds.at(-1)?.push(key);
      await new Promise<void>((resolve) => waiting.push(resolve));
    },
  });
  const box = outbox({ store, context, targets: { 'channel:brand': Object.assign(target, { together: true }) } });
  expect(await box.deliver()).toMatchObject({ done: 5 });
  expect(rounds).toEqual([
    ['a1', 'b1', 'c1'],
    ['a2', 'b2'],
  ]);
});

it('keeps to its limit when it sends at once, and lets what was begun end before it fails', async () => {
  const store = memory();
  const { context } = start();
  for (const key of ['a', 'b', 'c', 'd']) await add(store, context, key, { queue: key });
  const stop = new AbortController();
  const target = () => ({ repeat: 'keyed' as const, send: async () => stop.abort(new Error('enough')) });
  const targets = { 'channel:brand': Object.assign(target, { together: true }) };
  await expect(outbox({ store, context, targets, signal: stop.signal }).deliver({ limit: 2 })).rejects.toThrow(
    'enough',
  );
  const states = [];
  for (const key of ['a', 'b', 'c', 'd']) states.push((await entryByKey(store, key))?.state);
  expect(states).toEqual(['done', 'done', 'pending', 'pending']);
});

it('tries a refusal again that may pass, and says of none that it was written', async () => {
  const store = memory();
  const { clock, context } = start();
  await add(store, context, 'a');
  let refusals = 1;
  const send = async () => {
    if (refusals-- > 0) throw new KenningError('conflict', 'It has changed; read it again.', { retryable: true });
  };
  const box = outbox({ store, context, targets: { 'channel:brand': () => ({ repeat: 'keyed', send }) } });
  expect(await box.deliver()).toMatchObject({ later: 1, failed: 0 });
  expect((await entryByKey(store, 'a'))?.state).toBe('pending');
  clock.turn(60_000);
  expect(await box.deliver()).toMatchObject({ done: 1 });
});
