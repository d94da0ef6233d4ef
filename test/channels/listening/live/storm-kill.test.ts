import { expect, it } from 'vitest';
import { random } from '../../../../bench/made-up.js';
import { bundledChild } from '../../../support/bundled-child.js';
import { runAndKill } from '../../../support/killed-child.js';
import { openStore } from '../../../support/open-store.js';
import { describePlaces } from '../../../support/stores.js';
import { alertsIn } from './alerts-in.js';
import { toldOffline } from './storm-world.js';

const kills = Number(process.env.KENNING_KILLS ?? 10);
const child = bundledChild(new URL('./storm-child.ts', import.meta.url));
const told = toldOffline();

async function check(place: string, what: string): Promise<void> {
  const store = openStore(place);
  const { changes, entries } = await alertsIn(store);
  expect(changes, what).toEqual(told);
  expect(entries, what).toEqual(told.flatMap((name) => [`alert:chat ${name}`, `alert:office ${name}`]).sort());
  await store.close();
}

describePlaces('watching for storms in', (newPlace) => {
  it(`killed ${kills} times tells each alert once`, { timeout: 60_000 + kills * 5000 }, async () => {
    const seed = Date.now() % 1_000_000;
    const next = random(seed);
    const unharmed = newPlace();
    const tookMs = Number(await runAndKill(child, [unharmed]));
    await check(unharmed, 'never killed');
    for (let killed = 0, number = 1; killed < kills; number += 1) {
      const place = newPlace();
      const killAfter = () => (killed < kills ? (next() * tookMs) / 2 : undefined);
      while ((await runAndKill(child, [place], killAfter())) === 'killed') killed += 1;
      await check(place, `seed ${seed}, store ${number}`);
    }
  });
});
