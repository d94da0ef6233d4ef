import { expect, it } from 'vitest';
import { bundledChild } from '../../../support/bundled-child.js';
import { openStore } from '../../../support/open-store.js';
import { describePlaces } from '../../../support/stores.js';
import { alertsIn } from './alerts-in.js';
import { killOften, kills } from './kill-often.js';
import { toldOffline } from './storm-world.js';

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
    await killOften(child, newPlace, check);
  });
});
