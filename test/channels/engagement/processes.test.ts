import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { random } from '../../../bench/made-up.js';
import { engagement } from '../../../src/channels/engagement/engagement.js';
import { contextOf } from '../../../src/core/context.js';
import { interactionRowOf } from '../../../src/core/ingest/write-interaction.js';
import { entryByKey } from '../../../src/core/outbox/enqueue.js';
import { postgres } from '../../../src/core/store/postgres.js';
import { sqlite } from '../../../src/core/store/sqlite.js';
import { setPolicy } from '../../../src/core/strategy/policy.js';
import { adoptStrategy, presetForOne } from '../../../src/core/strategy/strategy.js';
import type { Repeat } from '../../../src/core/write.js';
import type { Job } from './desk-child.js';
import { fakeNetwork, refOf, said } from './fake-network.js';
import { optionsOn } from './open-desk.js';

const kills = Number(process.env.KENNING_KILLS ?? 15);
const root = fileURLToPath(new URL('../../..', import.meta.url));
mkdirSync(join(root, 'test/.tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'test/.tmp/desk-'));
const child = join(folder, 'child.mjs');
const children = new Set<ChildProcess>();

beforeAll(() =>
  build({
    entryPoints: [fileURLToPath(new URL('desk-child.ts', import.meta.url))],
    outfile: child,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
  }),
);
afterAll(() => {
  for (const one of children) one.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

interface Run {
  said: string[];
  ended: Promise<'done' | 'killed'>;
  kill(): void;
}

function run(job: Job): Run {
  const one = spawn(process.execPath, ['--no-warnings', child, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.add(one);
  const lines: string[] = [];
  let rest = '';
  one.stdout.on('data', (data: Buffer) => {
    const parts = `${rest}${data}`.split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((line) => JSON.parse(line) as string));
  });
  const ended = new Promise<'done' | 'killed'>((resolve, reject) => {
    one.on('error', reject);
    one.on('close', (code, signal) => {
      children.delete(one);
      if (signal === 'SIGKILL') resolve('killed');
      else if (code === 0) resolve('done');
      else reject(new Error(`The child ended with ${code ?? signal}.`));
    });
  });
  return { said: lines, ended, kill: () => one.kill('SIGKILL') };
}

const postgresUrl = inject('postgresUrl');
if (!postgresUrl && process.env.CI) throw new Error('The tests of several processes need a PostgreSQL.');
type Kind = 'sqlite' | 'postgres';

/** A store of its own for a test, and how another process opens it. */
function storeOf(kind: Kind, name: string) {
  if (kind === 'sqlite') {
    const place = { file: join(folder, `${name}.sqlite`) };
    return { place, store: sqlite({ ...place, busyTimeoutMs: 20_000 }) };
  }
  const place = { connection: postgresUrl ?? '', schema: `desk_${process.pid}_${name}` };
  return { place, store: postgres(place) };
}

let files = 0;
/** A store on which Maya asked some questions, with a desk of this process's own. */
async function open(kind: Kind, questions = 1) {
  const wall = join(folder, `${++files}.wall`);
  const { place, store } = storeOf(kind, String(files));
  const clock = { ahead: 0, now: () => Date.now() + clock.ahead };
  const context = contextOf(clock);
  await adoptStrategy(store, context, presetForOne({ owner: 'Ann', clock }));
  const options = optionsOn(store, context);
  const names = Array.from({ length: questions }, (_, index) => `q${index}`);
  await options.ingest.page({ page: { items: names.map((name) => said(name)), rejected: [] }, channel: 'brand' });
  const ids = await Promise.all(names.map(async (name) => (await interactionRowOf(store, refOf(name)))?.id as string));
  const lines = () =>
    (existsSync(wall) ? readFileSync(wall, 'utf8') : '')
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\t') as [string, string])
      .map(([at, key]) => ({ at: Number(at), key }));
  const deskWith = (repeat: Repeat, ahead = 0) => {
    clock.ahead = ahead;
    return engagement({
      ...options,
      channels: {
        brand: fakeNetwork({
          repeat,
          wall: {
            keys: () => lines().map(({ key }) => key),
            write: () => {
              throw new Error('only children write in these tests');
            },
          },
        }),
      },
    });
  };
  return { place, wall, store, clock, context, ids, lines, deskWith };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries > 1500) throw new Error('it never came to that');
    await sleep(20);
  }
}

const kinds: Kind[] = ['sqlite', 'postgres'];

describe.each(kinds)('several processes on one %s', (kind) => {
  const onThis = it.skipIf(kind === 'postgres' && !postgresUrl);
  onThis('stop within a second of a pause, and what waited goes out by a word only', { timeout: 120_000 }, async () => {
    const { place, wall, store, lines, deskWith } = await open(kind);
    const job = (name: string): Job => ({
      store: place,
      wall,
      name,
      repeat: 'unsafe',
      slowMs: 10,
      do: { act: 'flood' },
    });
    const runs = ['a', 'b', 'c'].map((name) => run(job(name)));
    await until(() => lines().length >= 10 && runs.every((one) => one.said.includes('begun')));
    const desk = deskWith('unsafe');
    await desk.pause({ reason: 'an accident', by: 'Ann' });
    const pausedAt = Date.now();
    await until(() => runs.every((one) => one.said.includes('paused')));
    await sleep(1500);
    const written = lines();
    expect(written.filter(({ at }) => at > pausedAt + 1000)).toEqual([]);
    const waiting = await desk.drafts({ states: ['pending'], limit: 10_000 });
    expect(waiting.length).toBeGreaterThan(0);

    // All three go on delivering; nothing that waited goes out by itself.
    const waited = await desk.resume({ by: 'Ann' });
    expect(waited.map(({ id }) => id)).toEqual(waiting.map(({ id }) => id));
    await sleep(1000);
    expect(lines()).toEqual(written);
    const [first] = waited;
    await desk.release({ ids: [first?.id ?? ''], by: 'Ann' }, { wait: false });
    await until(() => lines().length > written.length);
    await sleep(300);
    const after = lines();
    expect(after.slice(written.length).map(({ key }) => key)).toEqual([first?.key]);
    expect(new Set(after.map(({ key }) => key)).size).toBe(after.length);
    for (const one of runs) one.kill();
    await Promise.all(runs.map(({ ended }) => ended));
    await store.close();
  });

  onThis('answer once, be it one person or several', { timeout: 120_000 }, async () => {
    const { place, wall, store, ids, lines } = await open(kind, 15);
    // Two windows of Ann, and Tom and Eve, who had the same idea.
    const runs = ['Ann', 'Ann', 'Tom', 'Eve'].map((name) =>
      run({ store: place, wall, name, repeat: 'unsafe', do: { act: 'reply', to: ids, text: 'Bring it in!' } }),
    );
    for (const { ended } of runs) expect(await ended).toBe('done');
    expect(lines()).toHaveLength(15);
    for (let each = 0; each < ids.length; each++) {
      const states = runs.map((one) => one.said[each + 1]).sort();
      expect(states.filter((state) => state === 'duplicate').length).toBeGreaterThanOrEqual(2);
      expect(states.filter((state) => state === 'done').length).toBeGreaterThanOrEqual(1);
    }
    await store.close();
  });

  onThis('keep to the rate together', { timeout: 120_000 }, async () => {
    const { place, wall, store, context, lines } = await open(kind);
    await setPolicy(store, context, { policy: { approvals: 0, perHour: 7 }, by: 'Ann' });
    const runs = ['a', 'b', 'c'].map((name) => {
      const texts = Array.from({ length: 6 }, (_, index) => `${name} says ${index}`);
      return run({ store: place, wall, name, repeat: 'unsafe', do: { act: 'publish', texts } });
    });
    for (const { ended } of runs) expect(await ended).toBe('done');
    expect(lines()).toHaveLength(7);
    const outcomes = runs.flatMap((one) => one.said.slice(1));
    expect(outcomes.filter((outcome) => outcome === 'per-hour')).toHaveLength(11);
    await store.close();
  });
});

describe('a process that is killed', () => {
  it.each<[Repeat, 'before' | 'after']>([
    ['keyed', 'before'],
    ['keyed', 'after'],
    ['findable', 'before'],
    ['findable', 'after'],
    ['unsafe', 'before'],
    ['unsafe', 'after'],
  ])('(%s) %s the write writes once or leaves it to a person', { timeout: 60_000 }, async (repeat, dieAt) => {
    const { place, wall, store, clock, ids, lines, deskWith } = await open('sqlite');
    const job: Job = {
      store: place,
      wall,
      repeat,
      name: 'Ann',
      do: { act: 'reply', to: ids, text: 'Hi', keys: ['once'] },
    };
    expect(await run({ ...job, dieAt }).ended).toBe('killed');
    expect(lines()).toHaveLength(dieAt === 'before' ? 0 : 1);
    expect((await entryByKey(store, 'once'))?.state).toBe('sent');
    clock.ahead = 120_000;
    const again = run({ ...job, ahead: clock.ahead });
    expect(await again.ended).toBe('done');
    const arrived = await interactionRowOf(store, refOf('by-once'));
    if (repeat === 'unsafe') {
      expect(again.said).toEqual(['begun', 'unknown']);
      expect(lines()).toHaveLength(dieAt === 'before' ? 0 : 1);
      expect(await deskWith(repeat, clock.ahead).drafts()).toMatchObject([{ key: 'once', state: 'unknown' }]);
    } else {
      expect(again.said).toEqual(['begun', 'done']);
      expect(lines()).toHaveLength(1);
      expect(arrived?.data?.content.text).toBe('Hi');
    }
    await store.close();
  });

  it.each<Repeat>(['findable', 'unsafe'])(
    `${kills} times, at any moment, writes nothing twice (%s)`,
    { timeout: 60_000 + kills * 5000 },
    async (repeat) => {
      const seed = Date.now() % 1_000_000;
      const next = random(seed);
      const { place, wall, store, ids, lines, deskWith } = await open('sqlite', kills * 15);
      const keys = ids.map((_, index) => `k${index}`);
      /** A process that answers what is not answered yet. */
      const answer = (ahead: number) => {
        const known = new Set(lines().map(({ key }) => key));
        const open = keys.map((key, index) => ({ key, id: ids[index] as string })).filter(({ key }) => !known.has(key));
        const work = { to: open.map(({ id }) => id), text: 'Hi', keys: open.map(({ key }) => key) };
        return run({ store: place, wall, repeat, ahead, name: 'Ann', do: { act: 'reply', ...work } });
      };
      let ahead = 0;
      for (let killed = 0; killed < kills; ahead += 120_000) {
        const one = answer(ahead);
        await until(() => one.said.includes('begun'));
        await sleep(next() * 60);
        one.kill();
        if ((await one.ended) === 'done') break;
        killed += 1;
      }
      expect(await answer(ahead).ended).toBe('done');
      await deskWith(repeat, ahead + 120_000).deliver({ limit: 10_000 });
      const written = lines().map(({ key }) => key);
      expect(new Set(written).size, `seed ${seed}`).toBe(written.length);
      let unknown = 0;
      for (const key of keys) {
        const state = (await entryByKey(store, key))?.state;
        if (state === 'unknown') unknown += 1;
        if (repeat === 'unsafe' && state === 'unknown') continue;
        expect([key, state, written.includes(key)], `seed ${seed}`).toEqual([key, 'done', true]);
        const row = await interactionRowOf(store, refOf(`by-${key}`));
        expect(row?.data?.content.text, `seed ${seed}`).toBe('Hi');
      }
      // The kills did strike between the claim and the answer.
      if (repeat === 'unsafe' && kills >= 50) expect(unknown, `seed ${seed}`).toBeGreaterThan(0);
      await store.close();
    },
  );
});
