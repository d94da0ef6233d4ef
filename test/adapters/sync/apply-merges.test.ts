import { expect, it } from 'vitest';
import { KenningError } from '../../../src/core/errors.js';
import { memory } from '../../../src/core/store/memory.js';
import { kenning } from '../../../src/index.js';
import { FakeCrm, fakeCrmAdapter } from '../../../src/testing/index.js';
import { acknowledge } from '../../support/acknowledge.js';

const source = 'fake-crm/sales';

async function office() {
  const fake = new FakeCrm({ clock: { now: () => Date.UTC(2026, 0, 1) } });
  const ids = ['Maya Lindqvist', 'M. Lindqvist', 'Tomas Okafor', 'Tom Okafor', 'Priya Raman'].map((name) => {
    const [first_name = '', last_name = ''] = name.split(' ');
    return fake.add({ first_name, last_name });
  });
  const store = memory();
  const adapter = fakeCrmAdapter(fake, { source });
  const sends: string[] = [];
  const { send } = adapter.merge;
  const refusing = new Set<string>();
  const merge: typeof adapter.merge = {
    ...adapter.merge,
    send(draft, options) {
      if (refusing.has(draft.from.externalId)) throw new KenningError('forbidden', 'It is locked.');
      sends.push(draft.from.externalId);
      return send(draft, options);
    },
  };
  const app = kenning({ store, crms: { sales: { ...adapter, merge } } });
  await app.sync();
  const [m1, m2, t1, t2, p1] = ids as [string, string, string, string, string];
  return { fake, app, store, sends, refusing, m1, m2, t1, t2, p1 };
}

it('merges as the plan says, lists what is refused, and does nothing twice', async () => {
  const { fake, app, store, sends, refusing, m1, m2, t1, t2, p1 } = await office();
  const plan = [
    { winner: m1, loser: m2 },
    { winner: t1, loser: t2 },
    { winner: p1, loser: 'nobody' },
    { winner: p1, loser: p1 },
    { winner: p1, loser: m2 },
    { winner: m2, loser: p1 },
  ];
  const call = { crm: 'sales', by: 'Ann' };
  await expect(app.applyMerges(plan, call)).rejects.toMatchObject({ code: 'not-permitted' });
  const outcomesOf = async (dry = false) =>
    (await app.applyMerges(plan, { ...call, dry })).map(({ outcome }) => outcome);
  const rest = ['refused', 'refused', 'refused', 'refused'];
  expect(await outcomesOf(true)).toEqual(['would-merge', 'would-merge', ...rest]);
  expect(await store.list('outbox', 'byState', { where: { state: 'pending' } })).toEqual([]);
  await acknowledge(store, 'sales');
  refusing.add(t2);
  expect(await outcomesOf()).toEqual(['merged', 'refused', ...rest]);
  refusing.clear();
  expect(await outcomesOf()).toEqual(['merged-before', 'merged', ...rest]);
  expect(sends).toEqual([m2, t2]);
  expect(fake.contacts.get(m2)?.mergedInto).toBe(m1);
  // After the CRM was read again too.
  await app.sync();
  expect(await outcomesOf()).toEqual(['merged-before', 'merged-before', ...rest]);
  expect(sends).toEqual([m2, t2]);
});

it('stops where it is told to and goes on from there; a ban is not passed over', async () => {
  const { app, store, sends, m1, m2, t1, t2 } = await office();
  await acknowledge(store, 'sales');
  const plan = [
    { winner: m1, loser: m2 },
    { winner: t1, loser: t2 },
  ];
  const stop = new AbortController();
  const call = { crm: 'sales', by: 'Ann' };
  const stopped = app.applyMerges(plan, { ...call, signal: stop.signal, onOutcome: () => stop.abort() });
  await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  const [a, b] = await Promise.all(
    [t1, t2].map(
      async (externalId) => (await store.list('records', 'bySource', { where: { source, externalId } }))[0]?.id,
    ),
  );
  if (!a || !b) throw new Error('The contacts are known.');
  const ban = await app.ban(a, b, { by: 'Bo' });
  expect(await app.applyMerges(plan, call)).toMatchObject([
    { outcome: 'merged-before' },
    { outcome: 'refused', problem: expect.stringContaining('ban') },
  ]);
  await app.unban(ban.id, { by: 'Bo' });
  expect(await app.applyMerges(plan, call)).toMatchObject([{ outcome: 'merged-before' }, { outcome: 'merged' }]);
  expect(sends).toEqual([m2, t2]);
  await expect(app.applyMerges(plan, { ...call, crm: 'other' })).rejects.toMatchObject({ code: 'not-found' });
});
