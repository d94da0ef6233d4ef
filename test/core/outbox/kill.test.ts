import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { entryByKey } from '../../../src/core/outbox/enqueue.js';
import { bundledChild } from '../../support/bundled-child.js';
import { openStore } from '../../support/open-store.js';
import { describePlaces } from '../../support/stores.js';
import { add, start } from './clerk.js';

const kills = Number(process.env.KENNING_KILLS ?? 100);
const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
const child = bundledChild(new URL('./kill-child.ts', import.meta.url));

/** Runs the child until it ends or dies; with `killAfter` it is killed from outside after so many signs of life. */
function run(input: { place: string; network: string; now: number; dieAt: number; killAfter?: number }) {
  return new Promise<NodeJS.Signals | number | null>((resolve, reject) => {
    const { place, network, now, dieAt, killAfter } = input;
    const process_ = spawn(process.execPath, ['--no-warnings', child, place, network, String(now), String(dieAt)]);
    let signs = 0;
    let problem = '';
    process_.stdout.on('data', (data: Buffer) => {
      signs += data.length;
      if (killAfter !== undefined && signs >= killAfter) process_.kill('SIGKILL');
    });
    process_.stderr.on('data', (data: Buffer) => {
      problem += data;
    });
    process_.on('error', reject);
    process_.on('close', (code, signal) => (code ? reject(new Error(problem)) : resolve(signal ?? code)));
  });
}

let networks = 0;

describePlaces('an outbox in', (newPlace) => {
  it(`writes nothing twice through ${kills} kills`, { timeout: 60_000 + kills * 3000 }, async () => {
    const place = newPlace();
    const network = join(folder, `network-${++networks}`);
    const { clock, context } = start();
    const keys: string[] = [];
    let killed = 0;
    // A small generator with a fixed seed, so that a failure can be seen again.
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return (seed >> 8) % below;
    };
    for (let round = 0; killed < kills; round++) {
      const store = openStore(place);
      for (const repeat of ['keyed', 'findable', 'unsafe']) {
        const key = `${repeat}-${round}`;
        // Unsafe ones wait for a person when they are lost, so each has a queue of its own.
        await add(store, context, key, { queue: repeat === 'unsafe' ? key : repeat });
        keys.push(key);
      }
      await store.close();
      const outside = round % 2 === 1 && { killAfter: 1 + random(30) };
      const dieAt = outside ? Number.MAX_SAFE_INTEGER : random(40);
      if ((await run({ place, network, now: clock.now(), dieAt, ...outside })) === 'SIGKILL') killed += 1;
      clock.turn(600_000);
    }
    for (let round = 0; round < 3; round++) {
      await run({ place, network, now: clock.now(), dieAt: Number.MAX_SAFE_INTEGER });
      clock.turn(600_000);
    }
    const written = readFileSync(network, 'utf8').split('\n').filter(Boolean);
    expect(new Set(written).size).toBe(written.length);
    const store = openStore(place);
    let unknown = 0;
    for (const key of keys) {
      const state = (await entryByKey(store, key))?.state;
      if (key.startsWith('unsafe') && state === 'unknown') unknown += 1;
      else expect([key, state, written.includes(key)]).toEqual([key, 'done', true]);
    }
    await store.close();
    // The kills did strike between the claim and the answer.
    if (kills >= 50) expect(unknown).toBeGreaterThan(0);
  });
});
