import fc from 'fast-check';
import { expect, it } from 'vitest';
import { refusalOf } from '../../../src/channels/engagement/refusal.js';
import { isKenningError, KenningError } from '../../../src/core/errors.js';
import type { Stage } from '../../../src/core/model/strategy.js';
import { setPolicy } from '../../../src/core/strategy/policy.js';
import { setStage } from '../../../src/core/strategy/stage.js';
import type { Repeat } from '../../../src/core/write.js';
import { said } from './fake-network.js';
import { type OpenDesk, openDesk } from './open-desk.js';

const histories = Number(process.env.KENNING_HISTORIES ?? 150);
const everyState = ['held', 'pending', 'sent', 'done', 'unknown', 'failed', 'cancelled'] as const;

/** What the test knows of the world, apart from the store. */
interface World extends OpenDesk {
  ids: string[];
  stage: Stage;
  pauses: Set<string>;
  /** What the network does to the next writes. */
  trouble: 'before' | 'after' | 'refuses' | 'none';
  sending: { wait: boolean; waitMs: number };
  /** What went out when nothing may. */
  wrong: string[];
}
type Step = (world: World) => Promise<unknown> | unknown;

const by = fc.constantFrom('Ann', 'Tom', 'Eve');
const which = fc.nat(2);
const words = fc.nat(3).map((number) => `words ${number}`);
const all = fc.boolean().map((everywhere) => (everywhere ? {} : { channel: 'brand' }));

/** Something that waits, failed, or may be lost. */
async function oneOf({ desk }: World, number: number): Promise<string> {
  const waiting = await desk.drafts({ states: ['held', 'unknown', 'failed', 'pending'] });
  return waiting[number % (waiting.length || 1)]?.id ?? 'nothing';
}

/** Anything that people, machines, the clock or a bad network may do. */
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(which, words, by, fc.nat(9)).map(([to, text, author, key]): Step => {
      const keyed = key > 5 && { key: `key ${key}` };
      return ({ desk, ids, sending }) => desk.reply({ to: ids[to] ?? '', text, by: author, ...keyed }, sending);
    }),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(which, words).map(([to, text]): Step => {
      const robot = { type: 'machine' as const, name: 'robot' };
      return ({ desk, ids, sending }) => desk.reply({ to: ids[to] ?? '', text, by: robot }, sending);
    }),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(words, by).map(([text, author]): Step => {
      return ({ desk, sending }) => desk.publish({ channel: 'brand', text, by: author }, sending);
    }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(which, by).map(([of, author]): Step => {
      return ({ desk, ids, sending }) => desk.hide({ of: ids[of] ?? '', reason: 'spam', by: author }, sending);
    }),
  },
  {
    weight: 5,
    arbitrary: fc.tuple(fc.nat(50), by).map(([number, person]): Step => {
      return async (world) => world.desk.approve({ id: await oneOf(world, number), by: person }, world.sending);
    }),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.nat(50), by, fc.constantFrom('release', 'cancel')).map(([number, person, verb]): Step => {
      return async (world) => world.desk[verb]({ ids: [await oneOf(world, number)], by: person }, world.sending);
    }),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(50), by, fc.constantFrom('pending', 'cancelled')).map(([number, person, as]): Step => {
      return async (world) => world.desk.settle({ ids: [await oneOf(world, number)], by: person, as }, world.sending);
    }),
  },
  {
    weight: 1,
    arbitrary: all.map(
      (where): Step =>
        async ({ desk, pauses }) => {
          pauses.add(where.channel ?? '*');
          await desk.pause({ reason: 'an accident', by: 'Ann', ...where });
        },
    ),
  },
  {
    weight: 4,
    arbitrary: all.map(
      (where): Step =>
        async ({ desk, pauses }) => {
          await desk.resume({ by: 'Ann', ...where });
          pauses.delete(where.channel ?? '*');
        },
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Stage[]>('listen', 'engage', 'engage', 'run', 'run').map(
      (stage): Step =>
        async (world) => {
          world.stage = stage;
          await setStage(world.store, world.context, { stage, by: 'Ann' });
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(2).map((approvals): Step => {
      return ({ store, context }) => setPolicy(store, context, { policy: { approvals }, by: 'Ann' });
    }),
  },
  { weight: 3, arbitrary: fc.constant<Step>(({ desk }) => desk.deliver()) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(1, 5, 120).map(
      (minutes): Step =>
        ({ clock }) =>
          clock.turn(minutes * 60_000),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom<World['trouble'][]>('before', 'after', 'refuses', 'none', 'none', 'none').map(
      (trouble): Step =>
        (world) => {
          world.trouble = trouble;
        },
    ),
  },
);

async function openWorld(repeat: Repeat, wait: boolean): Promise<World> {
  const opened = await openDesk({
    repeat,
    fault(moment, { key }) {
      if (moment === 'before' && world.pauses.size > 0) world.wrong.push(`${key} while paused`);
      if (moment === 'before' && world.stage === 'listen') world.wrong.push(`${key} in listen`);
      if (moment === 'before' && world.trouble === 'refuses') throw new KenningError('forbidden', 'no');
      if (moment === world.trouble) throw new KenningError('network', 'lost');
    },
  });
  await opened.intake.page({ page: { items: [said('q0'), said('q2')], rejected: [] }, channel: 'brand' });
  const ids = await Promise.all(['q0', 'q1', 'q2'].map(opened.idOf));
  const world: World = {
    ...opened,
    ids,
    stage: 'engage',
    pauses: new Set(),
    trouble: 'none',
    sending: { wait, waitMs: 1 },
    wrong: [],
  };
  return world;
}

/** Does a step. Refusals, and acts that no longer fit an entry's state, are as it should be; anything else is a fault. */
async function take(world: World, step: Step): Promise<void> {
  try {
    await step(world);
  } catch (error) {
    const expected =
      refusalOf(error) ??
      ['conflict', 'not-permitted', 'not-found'].some((code) => isKenningError(error, code as 'conflict'));
    if (!expected) throw error;
  }
}

/** Compares what arrived with what the outbox and the audit say. */
async function check({ desk, wall, wrong }: World, repeat: Repeat): Promise<{ done: number }> {
  expect(wrong).toEqual([]);
  const entries = await desk.drafts({ states: everyState, limit: 1000 });
  expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  const lines = await desk.trail({ channel: 'brand', limit: 10_000 });
  const sentAgain = new Set(
    lines.flatMap(({ act, outcome, entry = '' }) => (act === 'settle' && outcome === 'pending' ? entry : [])),
  );
  let done = 0;
  for (const { id, key, state, by: author, approvals } of entries) {
    const times = wall.written.filter((each) => each === key).length;
    // Only a person who has it sent again can double what nobody could know.
    if (repeat !== 'unsafe' || !sentAgain.has(id)) expect([key, times <= 1]).toEqual([key, true]);
    if (state !== 'done') continue;
    done += 1;
    expect([key, times > 0]).toEqual([key, true]);
    const names = new Set(approvals?.given.map((each) => each.by));
    expect(names.size).toBeGreaterThanOrEqual(approvals?.needed ?? 0);
    expect(names.has(author)).toBe(false);
  }
  return { done };
}

it.each<Repeat>(['keyed', 'findable', 'unsafe'])(
  'no history writes a key twice, nor anything while paused, in listen, or without the agreement it needs (%s)',
  { timeout: 60_000 + histories * 500 },
  async (repeat) => {
    let done = 0;
    const steps = fc.array(step, { minLength: 5, maxLength: 60, size: 'max' });
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), async (history, wait) => {
        const world = await openWorld(repeat, wait);
        for (const each of history) await take(world, each);
        done += (await check(world, repeat)).done;
      }),
      { numRuns: histories },
    );
    expect(done).toBeGreaterThan(histories);
  },
);
