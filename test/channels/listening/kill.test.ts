import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { random } from '../../../bench/made-up.js';
import { openGaps } from '../../../src/core/ingest/gaps.js';
import { memory } from '../../../src/core/store/memory.js';
import { bundledChild } from '../../support/bundled-child.js';
import { openStore } from '../../support/open-store.js';
import { describePlaces } from '../../support/stores.js';
import { keptIn } from './kept-in.js';
import { listener } from './listener.js';
import { everything } from './made-up-network.js';

/** How often each way of listening is killed. */
const kills = Number(process.env.KENNING_KILLS ?? 10);
const folder = mkdtempSync(join(tmpdir(), 'kenning-'));
afterAll(() => rmSync(folder, { recursive: true }));
const child = bundledChild(new URL('./kill-child.ts', import.meta.url));

/** Runs the child; kills it that long after it has begun, unless it is done before. Gives how long it took, when it is done. */
function run(place: string, way: string, acknowledged: string, killAfterMs?: number): Promise<number | 'killed'> {
  return new Promise((resolve, reject) => {
    const args = ['--no-warnings', child, place, way, acknowledged];
    const env = { ...process.env, NODE_COMPILE_CACHE: folder };
    const process_ = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], env });
    let begun = 0;
    let done = false;
    process_.stdout.on('data', (data: Buffer) => {
      if (data.includes('begun')) {
        begun = performance.now();
        if (killAfterMs !== undefined) setTimeout(() => process_.kill('SIGKILL'), killAfterMs);
      }
      if (data.includes('done')) done = true;
    });
    process_.on('error', reject);
    process_.on('exit', (code, signal) => {
      if (done) resolve(performance.now() - begun);
      else if (signal === 'SIGKILL') resolve('killed');
      else reject(new Error(`The child ended with ${code ?? signal}.`));
    });
  });
}

const whole = (async () => {
  const { store, ingest, channel } = listener(memory());
  await ingest.page({ page: { items: everything(), rejected: [] }, channel });
  return keptIn(store);
})();

async function check(place: string, what: string): Promise<void> {
  const store = openStore(place);
  expect(await keptIn(store), what).toEqual(await whole);
  expect(await openGaps(store, 'brand'), what).toEqual([]);
  await store.close();
}

async function killOften(way: string, newPlace: () => string): Promise<void> {
  const seed = Date.now() % 1_000_000;
  const next = random(seed);
  const acknowledgedBy = (number: number) => join(folder, `${way} ${seed} ${number}`);
  const unharmed = newPlace();
  const tookMs = await run(unharmed, way, acknowledgedBy(0));
  await check(unharmed, `${way}, never killed`);
  let killed = 0;
  for (let number = 1; killed < kills; number++) {
    const place = newPlace();
    const acknowledged = acknowledgedBy(number);
    // A whole run may be killed a few times, so that there are kills at its beginning and at its end.
    const longestMs = Number(tookMs) / 3;
    while ((await run(place, way, acknowledged, killed < kills ? next() * longestMs : undefined)) === 'killed')
      killed += 1;
    await check(place, `${way}, seed ${seed}, store ${number}`);
  }
}

describePlaces('a listener into', (newPlace) => {
  it.each(['oldest-first', 'newest-first', 'stream', 'webhook', 'all at once'])(
    `killed ${kills} times loses nothing and doubles nothing: %s`,
    { timeout: 60_000 + kills * 3000 },
    (way) => killOften(way, newPlace),
  );
});
