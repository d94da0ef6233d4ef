import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { KenningError } from '../../../src/core/errors.js';
import { audit } from '../../../src/core/outbox/audit.js';
import { cancel, release, settle } from '../../../src/core/outbox/decide.js';
import { entryByKey } from '../../../src/core/outbox/enqueue.js';
import { outbox } from '../../../src/core/outbox/outbox.js';
import { pause, paused, resume } from '../../../src/core/outbox/pause.js';
import { memory } from '../../../src/core/store/memory.js';
import { sqlite } from '../../../src/core/store/sqlite.js';
import type { Store } from '../../../src/core/store/store.js';
import { add, FakeSystem, start } from './clerk.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const stores: [string, () => Store][] = [
  ['memory', () => memory()],
  ['sqlite', () => sqlite({ file: join(folder, `${++files}.sqlite`) })],
];

function set(open: () => Store, system: FakeSystem) {
  const store = open();
  const { clock, context } = start();
  const box = outbox({ store, context, targets: { 'channel:brand': system.target } });
  const state = async (key: string) => (await entryByKey(store, key))?.state;
  return { store, clock, context, box, state };
}
const fail = (error: unknown) => () => {
  throw error;
};

describe.each(stores)('outbox on %s', (_name, open) => {
  it('adds an intent once and delivers a queue in order', async () => {
    const system = new FakeSystem('keyed');
    const { store, context, box } = set(open, system);
    const first = await add(store, context, 'a');
    await add(store, context, 'b');
    expect(await add(store, context, 'a')).toEqual(first);
    expect(await box.deliver()).toMatchObject({ done: 2 });
    expect(system.asked).toEqual(['a', 'b']);
    expect(await entryByKey(store, 'a')).toMatchObject({ state: 'done', attempts: 1, result: { id: 'there-a' } });
    expect(await box.deliver()).toMatchObject({ done: 0 });
    expect((await audit(store, { channel: 'brand' })).map(({ act, outcome, by }) => [act, outcome, by])).toEqual([
      ['reply', 'done', 'Ann'],
      ['reply', 'done', 'Ann'],
    ]);
    expect(JSON.stringify(await audit(store, { channel: 'brand' }))).not.toContain('secret words');
  });

  it('is sent in the store before it is sent', async () => {
    const system = new FakeSystem('keyed');
    const { store, context, box } = set(open, system);
    await add(store, context, 'a');
    let seen: Promise<string | undefined> | undefined;
    system.fault = () => {
      seen ??= entryByKey(store, 'a').then((entry) => entry?.state);
    };
    await box.deliver();
    expect(await seen).toBe('sent');
  });

  it('repeats a keyed write whose answer was lost, later and with a growing wait', async () => {
    const system = new FakeSystem('keyed');
    const { store, clock, context, box, state } = set(open, system);
    await add(store, context, 'a');
    await add(store, context, 'b');
    system.fault = (moment) => moment === 'after' && fail(new KenningError('timeout', 'lost'))();
    expect(await box.deliver()).toMatchObject({ done: 0, later: 1 });
    expect(await state('a')).toBe('sent');
    expect(await box.deliver()).toMatchObject({ done: 0, later: 0 });
    system.fault = () => {};
    clock.turn(10_000);
    expect(await box.deliver()).toMatchObject({ done: 2 });
    expect(system.asked).toEqual(['a', 'a', 'b']);
    expect(system.written).toEqual(['a', 'b']);
  });

  it('looks a findable write up before it sends again', async () => {
    const system = new FakeSystem('findable');
    const { store, clock, context, box, state } = set(open, system);
    await add(store, context, 'arrived');
    system.fault = (moment) => moment === 'after' && fail(new TypeError('socket closed'))();
    await box.deliver();
    system.fault = (moment) => moment === 'before' && fail(new KenningError('network', 'no way there'))();
    await add(store, context, 'lost', { queue: 'other' });
    await box.deliver();
    system.fault = () => {};
    clock.turn(60_000);
    expect(await box.deliver()).toMatchObject({ done: 2 });
    expect(system.written).toEqual(['arrived', 'lost']);
    expect(await state('arrived')).toBe('done');
  });

  it('makes an unsafe write unknown, which keeps its queue waiting until a person has looked', async () => {
    const system = new FakeSystem('unsafe');
    const { store, clock, context, box, state } = set(open, system);
    const { id } = await add(store, context, 'a');
    await add(store, context, 'b');
    system.fault = (moment) => moment === 'after' && fail(new KenningError('network', 'lost'))();
    expect(await box.deliver()).toMatchObject({ unknown: 1, done: 0 });
    system.fault = () => {};
    clock.turn(86_400_000);
    expect(await box.deliver()).toMatchObject({ unknown: 0, done: 0 });
    await expect(cancel(store, context, { ids: [id], by: 'Ann' })).rejects.toMatchObject({ code: 'conflict' });
    await settle(store, context, { ids: [id], by: 'Ann', as: 'done' });
    expect(await box.deliver()).toMatchObject({ done: 1 });
    expect([await state('a'), system.written]).toEqual(['done', ['a', 'b']]);
  });

  it.each([
    'auth',
    'forbidden',
    'invalid',
    'not-found',
    'not-permitted',
    'unsupported',
    'conflict',
    'too-large',
  ] as const)('takes %s for a no', async (code) => {
    const system = new FakeSystem('unsafe');
    const { store, context, box } = set(open, system);
    await add(store, context, 'a');
    await add(store, context, 'b');
    system.fault = (_moment, key) => key === 'a' && fail(new KenningError(code, 'It said no.'))();
    expect(await box.deliver()).toMatchObject({ failed: 1, done: 1 });
    expect(await entryByKey(store, 'a')).toMatchObject({ state: 'failed', problem: 'It said no.' });
  });

  it('takes no refusal for a no once an earlier try may have arrived', async () => {
    const system = new FakeSystem('keyed');
    const { store, clock, context, box, state } = set(open, system);
    await add(store, context, 'a');
    system.fault = fail(new KenningError('timeout', 'lost'));
    await box.deliver();
    clock.turn(60_000);
    system.fault = fail(new KenningError('rate-limited', 'slow down', { retryAfterMs: 1000 }));
    await box.deliver();
    expect(await state('a')).toBe('sent');
    clock.turn(60_000);
    system.fault = fail(new KenningError('auth', 'no'));
    expect(await box.deliver()).toMatchObject({ unknown: 1 });
  });

  it('waits as long as it is told, and gives up at last', async () => {
    const system = new FakeSystem('unsafe');
    const { store, clock, context, box, state } = set(open, system);
    await add(store, context, 'a');
    system.fault = fail(new KenningError('rate-limited', 'slow down', { retryAfterMs: 90_000 }));
    await box.deliver();
    expect(await state('a')).toBe('pending');
    clock.turn(89_999);
    await box.deliver();
    expect(system.asked).toHaveLength(1);
    for (let round = 0; round < 30; round++) {
      clock.turn(7_200_000);
      await box.deliver();
    }
    expect([system.asked.length, await state('a')]).toEqual([12, 'failed']);
  });

  it('keeps no secret of a foreign error and drops the payload of an erasure', async () => {
    const system = new FakeSystem('unsafe');
    const { store, context, box } = set(open, system);
    await add(store, context, 'a');
    await add(store, context, 'e', { queue: 'crm', verb: 'erase' });
    system.fault = (_moment, key) => key === 'a' && fail(new Error('Bearer hunter2'))();
    await box.deliver();
    expect(await entryByKey(store, 'a')).toMatchObject({ state: 'unknown' });
    expect(JSON.stringify(await entryByKey(store, 'a'))).not.toContain('hunter2');
    expect(await entryByKey(store, 'e')).toMatchObject({ state: 'done', payload: null });
  });

  it('leaves what it has no target for, passes aborts through, and keeps to its limit', async () => {
    const system = new FakeSystem('keyed');
    const { store, context } = set(open, system);
    for (const key of ['a', 'b', 'c']) await add(store, context, key);
    expect(await outbox({ store, context, targets: {} }).deliver()).toMatchObject({ done: 0 });
    const targets = { 'channel:brand': system.target };
    expect(await outbox({ store, context, targets }).deliver({ limit: 2 })).toMatchObject({ done: 2 });
    const signal = AbortSignal.abort(new DOMException('enough', 'AbortError'));
    await expect(outbox({ store, context, targets, signal }).deliver()).rejects.toHaveProperty('name', 'AbortError');
    expect(system.written).toEqual(['a', 'b']);
  });

  it('does not deliver one entry in two processes', async () => {
    const system = new FakeSystem('unsafe');
    const { store, context } = set(open, system);
    for (let index = 0; index < 20; index++) await add(store, context, `k${index}`, { queue: `q${index % 4}` });
    const targets = { 'channel:brand': system.target };
    const boxes = Array.from({ length: 4 }, () => outbox({ store, context, targets }));
    await Promise.all(boxes.map((box) => box.deliver()));
    for (const box of boxes) await box.deliver();
    expect(system.written).toHaveLength(20);
    expect(new Set(system.written).size).toBe(20);
  });

  it('holds what waited through a pause until a person releases it', async () => {
    const system = new FakeSystem('keyed');
    const { store, context, box, state } = set(open, system);
    const a = await add(store, context, 'a');
    const b = await add(store, context, 'b');
    await pause(store, context, { reason: 'an accident', by: 'Ann' });
    expect(await paused(store, 'brand')).toMatchObject({ channel: '*', reason: 'an accident' });
    expect(await box.deliver()).toMatchObject({ done: 0 });
    expect((await resume(store, context, { by: 'Ann' })).map(({ id }) => id)).toEqual([a.id, b.id]);
    expect(await box.deliver()).toMatchObject({ done: 0 });
    await release(store, context, { ids: [b.id], by: 'Ann' });
    await cancel(store, context, { ids: [a.id], by: 'Ann' });
    expect(await box.deliver()).toMatchObject({ done: 1 });
    expect([await state('a'), system.written]).toEqual(['cancelled', ['b']]);
  });

  it('stops between two entries, and between the claim and the send', async () => {
    const system = new FakeSystem('keyed');
    const { store, context, state } = set(open, system);
    for (const key of ['a', 'b', 'c']) await add(store, context, key);
    let gets = 0;
    const spied: Store = {
      ...store,
      async get(collection, key) {
        // The last look at an entry comes after its claim.
        if (collection === 'outbox' && ++gets === 2)
          await pause(store, context, { channel: 'brand', reason: 'stop', by: 'Ann' });
        return store.get(collection, key);
      },
    };
    const box = outbox({ store: spied, context, targets: { 'channel:brand': system.target } });
    await box.deliver();
    expect(system.written).toEqual(['a']);
    expect([await state('b'), await state('c')]).toEqual(['pending', 'pending']);
  });
});
