import { expect, it } from 'vitest';
import { bundledChild } from '../../../support/bundled-child.js';
import { runAndKill } from '../../../support/killed-child.js';
import { openStore } from '../../../support/open-store.js';
import { describePlaces } from '../../../support/stores.js';
import { killOften, kills } from './kill-often.js';
import { foundOffline, listenToAll, posts } from './listen-to-all.js';

const child = bundledChild(new URL('./live-child.ts', import.meta.url));

async function check(place: string, what: string): Promise<void> {
  const store = openStore(place);
  const rows = await store.list('interactions', 'all', { where: {}, limit: 2 * posts });
  const found: Record<string, string[]> = {};
  for (const { id, externalId } of rows) {
    const signals = await store.list('signals', 'byInteraction', { where: { interaction: id } });
    found[externalId] = signals.map(({ data }) => data.value).sort();
  }
  expect(found, what).toEqual(foundOffline());
  const changes = await store.list('changes', 'all', { where: {}, limit: 10 * posts });
  const told = changes.flatMap(({ data }) => (data.type === 'signal' ? [data.interaction] : []));
  expect(told.length, what).toBe(posts);
  expect(new Set(told).size, what).toBe(posts);
  await store.close();
}

describePlaces('listening to what comes into', (newPlace) => {
  it(`killed ${kills} times finds each match once`, { timeout: 60_000 + kills * 5000 }, async () => {
    await killOften(child, newPlace, check);
  });

  it('is done by several processes at a time as by one', async () => {
    const place = newPlace();
    await Promise.all([runAndKill(child, [place]), runAndKill(child, [place]), runAndKill(child, [place])]);
    await check(place, 'three processes');
    const store = openStore(place);
    await listenToAll(store);
    await store.close();
    await check(place, 'and once again');
  });
});
