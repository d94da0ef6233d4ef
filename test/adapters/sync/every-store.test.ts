import { expect, it } from 'vitest';
import { describeStores } from '../../support/stores.js';
import { hour, twoCrms } from './two-crms.js';

describeStores('CRMs in step over', (open) => {
  it('go the whole way: bulk, fields, conflicts, proposals, cases', async () => {
    const fields = [{ field: 'title' }];
    const { sales, support, app, store, settle, say, clock } = twoCrms({ fields, merges: 'do' }, open());
    for (let number = 0; number < 40; number++) {
      sales.edit(`s${100 + number}`, { name: `Person ${number}`, title: `Title ${number}` }, [`p${number}@x.example`]);
      support.edit(`h${100 + number}`, { name: `Person ${number}` }, [`p${number}@x.example`]);
    }
    await settle();
    expect(await store.list('unresolved', 'all', { where: {} })).toEqual([]);
    for (let number = 0; number < 40; number++)
      expect(support.people.get(`h${100 + number}`)?.attributes.title).toBe(`Title ${number}`);

    sales.edit('s1', { title: 'Buyer' });
    await settle(1);
    sales.edit('s1', { title: 'Owner' });
    support.edit('h1', { title: 'Nurse' });
    sales.edit('s2', { name: 'Maja' }, ['maya@lindqvist.example']);
    clock.turn(hour);
    await settle(1);
    expect(sales.people.has('s2')).toBe(false);
    const [conflict] = await app.conflicts();
    await app.answerConflict(conflict?.id as string, { value: 'Boss' }, { by: 'Ann' });
    await settle(1);
    expect(say('title')).toEqual(['Boss', 'Boss']);

    await app.erase('maya@lindqvist.example', { by: 'Ann' });
    const rows = [
      ...(await store.list('fieldStates', 'all', { where: {}, limit: 1000 })),
      ...(await store.list('conflicts', 'all', { where: {}, limit: 1000 })),
    ];
    expect(JSON.stringify(rows)).not.toMatch(/Boss|Nurse|Owner/);
    await app.close();
  });
});
