import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { engagement } from '../../../src/channels/engagement/engagement.js';
import { refusalOf } from '../../../src/channels/engagement/refusal.js';
import { KenningError } from '../../../src/core/errors.js';
import type { InteractionId, RecordId } from '../../../src/core/model/id.js';
import { memory } from '../../../src/core/store/memory.js';
import { sqlite } from '../../../src/core/store/sqlite.js';
import type { Store } from '../../../src/core/store/store.js';
import { setPolicy } from '../../../src/core/strategy/policy.js';
import type { Repeat } from '../../../src/core/write.js';
import { timeline } from '../../../src/identity/customer.js';
import { type FakeOptions, fakeNetwork, MemoryWall, refOf, said } from './fake-network.js';
import { openDesk, optionsOn } from './open-desk.js';

const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const stores: [string, () => Store][] = [
  ['memory', () => memory()],
  ['sqlite', () => sqlite({ file: join(folder, `${++files}.sqlite`) })],
];

const robot = { type: 'machine', name: 'draft writer' } as const;
const ruleOf = async (work: Promise<unknown>) =>
  refusalOf(
    await work.then(
      () => undefined,
      (error: unknown) => error,
    ),
  )?.rule;

describe.each(stores)('engagement on %s', (_name, open) => {
  const openHere = (fake: Partial<FakeOptions> = {}) => openDesk(fake, { store: open() });
  const openWith = async (approvals: number) => {
    const opened = await openHere();
    await setPolicy(opened.store, opened.context, { policy: { approvals }, by: 'Ann' });
    return opened;
  };

  describe('a reply', () => {
    it('is sent, and stands on the timeline at once as ours', async () => {
      const { desk, idOf, store, wall } = await openHere();
      const to = await idOf('q1');
      const reply = await desk.reply({ to, text: 'Bring it in!', by: 'Ann', key: 'answer 1' });
      expect(reply).toMatchObject({
        key: 'answer 1',
        channel: 'brand',
        verb: 'reply',
        state: 'done',
        by: 'Ann',
        of: to,
        text: 'Bring it in!',
        written: { ref: refOf('by-answer 1'), permalink: 'https://fake.example/8' },
      });
      expect(wall.written).toEqual(['answer 1']);
      const id = reply.written?.interaction as InteractionId;
      const { data } = (await store.get('interactions', { id })) ?? {};
      expect(data).toMatchObject({ content: { text: 'Bring it in!' }, inReplyTo: refOf('q1'), channels: ['brand'] });
      const author = data?.participants[0]?.record as RecordId;
      expect(await store.get('records', { id: author })).toMatchObject({ state: 'own', externalId: 'us' });
      const { entries } = await timeline(store, author);
      expect(entries.map(({ interaction, roles }) => [interaction.content.text, roles])).toContainEqual([
        'Bring it in!',
        ['author'],
      ]);
    });

    it('is written once for a key, and for a double click', async () => {
      const { desk, idOf, wall } = await openHere();
      const to = await idOf('q1');
      const click = () => desk.reply({ to, text: 'Bring it in!', by: 'Ann' });
      const [one, two] = await Promise.all([click(), click()]);
      expect([one.id, one.state, two.state]).toEqual([two.id, 'done', 'done']);
      expect(await click()).toEqual(one);
      const keyed = (text: string) => desk.publish({ channel: 'brand', text, by: 'Ann', key: 'news' });
      expect(await keyed('Open on Sunday')).toEqual(await keyed('Open on Sunday'));
      await expect(keyed('Closed on Sunday')).rejects.toMatchObject({ code: 'conflict' });
      expect(wall.written).toEqual([one.key, 'news']);
    });

    it('can be asked again when the network refused it, without a key of its own', async () => {
      let refuses = true;
      const fault = () => {
        if (refuses) throw new KenningError('forbidden', 'It does not want us.');
      };
      const { desk, idOf, wall } = await openHere({ fault, repeat: 'unsafe' });
      const to = await idOf('q1');
      const ask = () => desk.reply({ to, text: 'Hi', by: 'Ann' });
      expect(await ask()).toMatchObject({ state: 'failed', problem: 'It does not want us.' });
      refuses = false;
      expect(await ask()).toMatchObject({ state: 'done' });
      expect(await ask()).toMatchObject({ state: 'done' });
      expect(wall.written).toHaveLength(1);
    });

    it('waits no longer than it is told, and goes out later', async () => {
      const fault = (moment: string) => {
        if (moment === 'before') throw new KenningError('rate-limited', 'slow down', { retryAfterMs: 90_000 });
      };
      const slow = { fault };
      const { desk, idOf, wall, clock } = await openHere({ fault: (moment) => slow.fault(moment) });
      const to = await idOf('q1');
      expect(await desk.reply({ to, text: 'Hi', by: 'Ann' })).toMatchObject({ state: 'pending', problem: 'slow down' });
      expect(await desk.reply({ to, text: 'Hello', by: 'Ann' }, { waitMs: 30 })).toMatchObject({ state: 'pending' });
      slow.fault = () => {};
      expect(await desk.deliver()).toMatchObject({ done: 0 });
      clock.turn(90_000);
      expect(await desk.deliver()).toMatchObject({ done: 2 });
      expect(wall.written).toHaveLength(2);
    });

    it('ends its wait by a signal, and stays in the outbox', async () => {
      const stop = new AbortController();
      const { desk, idOf, wall } = await openHere({
        fault: () => stop.abort(new DOMException('enough', 'AbortError')),
      });
      const to = await idOf('q1');
      const reply = desk.reply({ to, text: 'Hi', by: 'Ann' }, { signal: stop.signal });
      await expect(reply).rejects.toHaveProperty('name', 'AbortError');
      expect(await desk.reply({ to, text: 'Hi', by: 'Ann' })).toMatchObject({ state: 'done' });
      expect(wall.written).toHaveLength(1);
    });

    it('is not taken for lost when the timeline can not take it in', async () => {
      const opened = await openHere({ repeat: 'unsafe' });
      const options = optionsOn(opened.store, opened.context);
      let failures = 1;
      const desk = engagement({
        ...options,
        channels: { brand: fakeNetwork({ wall: opened.wall, repeat: 'unsafe' }) },
        ingest: {
          page: async (page) => {
            if (failures-- > 0) throw new KenningError('storage-busy', 'busy');
            return options.ingest.page(page);
          },
        },
      });
      const reply = await desk.reply({ to: await opened.idOf('q1'), text: 'Hi', by: 'Ann' });
      expect(reply).toMatchObject({ state: 'done', written: { interaction: expect.any(String) } });
    });
  });

  describe('an approval', () => {
    it('is the sending itself for a team of one', async () => {
      const { desk, idOf } = await openHere();
      expect(await desk.reply({ to: await idOf('q1'), text: 'Hi', by: 'Ann' })).toMatchObject({ state: 'done' });
    });

    it('comes from others than the author, each once, and never from a machine', async () => {
      const { desk, idOf, wall } = await openWith(2);
      const draft = await desk.reply({ to: await idOf('q1'), text: 'Hi', by: 'Ann' });
      const { id } = draft;
      expect(draft).toMatchObject({ state: 'held', approvals: { needed: 2, given: [] } });
      expect(await desk.drafts()).toEqual([draft]);
      expect(await ruleOf(desk.approve({ id, by: robot }))).toBe('approval');
      expect(await ruleOf(desk.approve({ id, by: ' ANN ' }))).toBe('approval');
      await expect(desk.release({ ids: [id], by: 'Tom' })).rejects.toMatchObject({ code: 'not-permitted' });
      expect(await desk.approve({ id, by: 'Tom' })).toMatchObject({
        state: 'held',
        approvals: { given: [{ by: 'Tom' }] },
      });
      expect(await desk.approve({ id, by: 'tom' })).toMatchObject({ approvals: { given: [{ by: 'Tom' }] } });
      expect(wall.written).toEqual([]);
      expect(await desk.approve({ id, by: 'Eve' })).toMatchObject({ state: 'done' });
      await expect(desk.approve({ id, by: 'Kim' })).rejects.toMatchObject({ code: 'conflict' });
      expect(wall.written).toHaveLength(1);
      const acts = (await desk.trail({ channel: 'brand' })).map(({ by, act, outcome }) => `${by} ${act} ${outcome}`);
      expect(acts.toReversed()).toEqual([
        'Ann reply held',
        'ANN approve refused',
        'Tom approve held',
        'Eve approve pending',
        'Ann reply done',
      ]);
    });

    it('is needed for what a machine wrote, by one person at least', async () => {
      const { desk, idOf, wall } = await openWith(0);
      const draft = await desk.reply({ to: await idOf('q1'), text: 'Hi', by: robot });
      expect(draft).toMatchObject({ state: 'held', approvals: { needed: 1 } });
      expect(wall.written).toEqual([]);
      expect(await desk.approve({ id: draft.id, by: 'Ann' })).toMatchObject({ state: 'done' });
    });

    it('meets the gate of its own moment', async () => {
      const { desk, idOf, wall, intake, store, context } = await openWith(1);
      const drafts = [];
      for (const text of ['one', 'two']) drafts.push(await desk.reply({ to: await idOf('q1'), text, by: 'Ann' }));
      const [one, two] = drafts.map(({ id }) => id) as [string, string];
      await setPolicy(store, context, { policy: { approvals: 2 }, by: 'Ann' });
      expect(await desk.approve({ id: one, by: 'Tom' })).toMatchObject({ state: 'held', approvals: { needed: 2 } });
      await desk.pause({ reason: 'an accident', by: 'Ann' });
      expect(await ruleOf(desk.approve({ id: one, by: 'Eve' }))).toBe('paused');
      await desk.resume({ by: 'Ann' });
      const gone = { type: 'removed', of: refOf('q1'), at: '2026-05-04T09:30:00.000Z', by: 'author' };
      await intake.page({ page: { items: [gone], rejected: [] }, channel: 'brand' });
      expect(await ruleOf(desk.approve({ id: one, by: 'Eve' }))).toBe('stands');
      expect(await desk.cancel({ ids: [one, two], by: 'Ann' })).toMatchObject([
        { state: 'cancelled' },
        { state: 'cancelled' },
      ]);
      expect(wall.written).toEqual([]);
    });
  });

  describe('hiding and removing', () => {
    it.each([
      ['hide', 'hidden'],
      ['remove', 'removed'],
    ] as const)('%s leaves a trace of who and why', async (verb, state) => {
      const { desk, idOf, store } = await openHere();
      const of = (await idOf('q1')) as InteractionId;
      expect(await desk[verb]({ of, reason: 'an insult', by: 'Ann' })).toMatchObject({ state: 'done' });
      const { data } = (await store.get('interactions', { id: of })) ?? {};
      expect(data).toMatchObject({ state, removal: { by: 'us' } });
      const lines = await desk.trail({ channel: 'brand' });
      expect(lines).toContainEqual(expect.objectContaining({ by: 'Ann', act: verb, of, reason: 'an insult' }));
      expect(JSON.stringify(lines)).not.toContain('words of maya');
    });

    it('hides again what was shown again on the same day', async () => {
      const { desk, idOf, intake, wall } = await openHere();
      const of = await idOf('q1');
      const hide = () => desk.hide({ of, reason: 'an insult', by: 'Ann' });
      const first = await hide();
      expect(await hide()).toEqual(first);
      const shown = { type: 'restored', of: refOf('q1'), at: '2026-05-04T09:30:00.000Z', by: 'network' };
      await intake.page({ page: { items: [shown], rejected: [] }, channel: 'brand' });
      expect(await hide()).toMatchObject({ state: 'done' });
      expect(wall.written).toHaveLength(2);
    });
  });

  describe('a pause', () => {
    it('keeps what waits, and its end lists it and sends nothing', async () => {
      const { desk, idOf, wall } = await openHere();
      const to = await idOf('q1');
      const one = await desk.reply({ to, text: 'one', by: 'Ann' }, { wait: false });
      const two = await desk.publish({ channel: 'brand', text: 'two', by: 'Ann' }, { wait: false });
      await desk.pause({ reason: 'an accident', by: 'Ann' });
      expect(await desk.deliver()).toMatchObject({ done: 0 });
      expect(await ruleOf(desk.resume({ by: robot }))).toBe('approval');
      expect((await desk.resume({ by: 'Ann' })).map(({ id, state }) => [id, state])).toEqual([
        [one.id, 'held'],
        [two.id, 'held'],
      ]);
      expect(await desk.deliver()).toMatchObject({ done: 0 });
      expect(await desk.drafts({ limit: 1 })).toHaveLength(1);
      expect(await desk.release({ ids: [two.id], by: 'Ann' })).toMatchObject([{ state: 'done' }]);
      await desk.cancel({ ids: [one.id], by: 'Ann' });
      expect(await desk.drafts()).toEqual([]);
      expect(wall.written).toEqual([two.key]);
    });
  });

  describe('an answer of the network that was lost', () => {
    it.each<Repeat>(['keyed', 'findable', 'unsafe'])('is dealt with as %s allows', async (repeat) => {
      const lost = { once: true };
      const fault = (moment: string) => {
        if (moment === 'after' && lost.once) {
          lost.once = false;
          throw new KenningError('timeout', 'no answer');
        }
      };
      const { desk, idOf, wall, clock } = await openHere({ repeat, fault });
      const to = await idOf('q1');
      const reply = await desk.reply({ to, text: 'Hi', by: 'Ann' });
      expect(reply.state).toBe(repeat === 'unsafe' ? 'unknown' : 'sent');
      clock.turn(3_600_000);
      if (repeat === 'unsafe') {
        // What follows in the conversation waits, and its caller does not.
        expect(await desk.reply({ to, text: 'And?', by: 'Ann' })).toMatchObject({ state: 'pending' });
        expect(await desk.drafts()).toMatchObject([{ id: reply.id, state: 'unknown' }]);
        expect(await desk.settle({ ids: [reply.id], by: 'Ann', as: 'done' })).toMatchObject([{ state: 'done' }]);
      }
      await desk.deliver();
      const after = await desk.reply({ to, text: 'Hi', by: 'Ann' });
      expect(after).toMatchObject({ id: reply.id, state: 'done' });
      if (repeat !== 'unsafe') expect(after.written?.interaction).toEqual(expect.any(String));
      expect(wall.written.filter((key) => key === reply.key)).toHaveLength(1);
    });

    it('may be sent again by a person who has looked, through the gate', async () => {
      const lost = { once: true };
      const fault = (moment: string) => {
        if (moment === 'before' && lost.once) {
          lost.once = false;
          throw new TypeError('socket closed');
        }
      };
      const { desk, idOf, wall } = await openHere({ repeat: 'unsafe', fault });
      const { id } = await desk.reply({ to: await idOf('q1'), text: 'Hi', by: 'Ann' });
      const again = () => desk.settle({ ids: [id], by: 'Ann', as: 'pending' });
      await desk.pause({ reason: 'an accident', by: 'Ann' });
      expect(await ruleOf(again())).toBe('paused');
      await desk.resume({ by: 'Ann' });
      expect(await again()).toMatchObject([{ state: 'done' }]);
      expect(wall.written).toHaveLength(1);
    });
  });

  it('tells what came onto the timeline', async () => {
    const opened = await openHere();
    const told: string[] = [];
    const desk = engagement({
      ...optionsOn(opened.store, opened.context),
      channels: { brand: fakeNetwork({ wall: new MemoryWall() }) },
      onChanges: (changes) => told.push(...changes.map(({ type }) => type)),
    });
    await opened.intake.page({ page: { items: [said('q2')], rejected: [] }, channel: 'brand' });
    await desk.reply({ to: await opened.idOf('q2'), text: 'Hi', by: 'Ann' });
    expect(told).toContain('said');
  });

  it('keeps tenants apart', async () => {
    const { desk, idOf, store, context, wall } = await openHere();
    const other = engagement({
      ...optionsOn(store.forTenant('other'), context),
      channels: { brand: fakeNetwork({ wall }) },
    });
    const to = await idOf('q1');
    await desk.reply({ to, text: 'Hi', by: 'Ann' }, { wait: false });
    await other.pause({ reason: 'an accident', by: 'Ann' });
    expect(await other.drafts({ states: ['pending'] })).toEqual([]);
    expect(await other.deliver()).toMatchObject({ done: 0 });
    expect(await desk.deliver()).toMatchObject({ done: 1 });
  });
});

it('only refusals of the gate are read as such', () => {
  for (const error of [undefined, new Error('no'), new KenningError('invalid', 'no'), { cause: { rule: 'stage' } }])
    expect(refusalOf(error)).toBeUndefined();
});
