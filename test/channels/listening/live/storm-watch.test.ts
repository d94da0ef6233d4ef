import { expect, it } from 'vitest';
import { describeStores } from '../../../support/stores.js';
import { alertsIn } from './alerts-in.js';
import { hearStorm, stormListener, toldOffline } from './storm-world.js';

describeStores('watching for storms in', (open) => {
  it('tells what the detector alone tells, page by page, once', async () => {
    const store = open();
    const told = toldOffline();
    expect(told.filter((name) => name.startsWith('brand/storm/')).length).toBeGreaterThan(1);
    expect(told.at(-1)).toMatch(/over$/);
    await hearStorm(store);
    const heard = await alertsIn(store);
    expect(heard.changes).toEqual(told);
    expect(heard.entries).toHaveLength(2 * told.length);
    // Told again by the network, and looked at again, it is no other storm.
    await hearStorm(store);
    await stormListener(store).live.reanalyze();
    await stormListener(store).live.catchUp();
    expect(await alertsIn(store)).toEqual(heard);
    await store.close();
  });

  it('forgets what was removed', async () => {
    const store = open();
    await hearStorm(store);
    const { ingest, live } = stormListener(store);
    const [row] = await store.list('interactions', 'byRef', {
      where: { network: 'square', realm: '', externalId: 'square:329' },
    });
    const state = async () => JSON.stringify((await store.get('settings', { name: 'storms brand' }))?.data);
    expect(await state()).toContain(row?.id);
    const of = { network: 'square', realm: '', externalId: 'square:329' };
    const items = [{ type: 'removed' as const, of, at: '2026-11-12T00:00:00.000Z', by: 'author' as const }];
    await ingest.page({ page: { items, rejected: [] }, channel: 'brand' });
    await live.catchUp();
    expect(await state()).not.toContain(row?.id);
    await store.close();
  });
});
