import { expect, it } from 'vitest';
import type { SyncRules } from '../../../src/index.js';
import { hour, twoCrms } from './two-crms.js';

/** Maya stands twice in one CRM, under one address. */
async function twice(rules: SyncRules) {
  const two = twoCrms(rules);
  two.sales.edit('s2', { name: 'Maja Lindqvist' }, ['maya@lindqvist.example']);
  await two.app.sync();
  return two;
}

it('proposes a merge, which a CRM makes once a person says so', async () => {
  const { app, sales, settle } = await twice({ merges: 'propose' });
  const [proposal] = await app.conflicts();
  expect(proposal).toMatchObject({
    kind: 'merge',
    because: 'two-contacts',
    sides: [{ crm: 'sales' }, { crm: 'sales' }],
  });
  await settle();
  expect([...sales.people.keys()]).toEqual(['s1', 's2']);
  await expect(app.answerConflict(proposal?.id as string, { keep: true }, { by: 'Ann' })).rejects.toMatchObject({
    code: 'invalid',
  });
  await app.answerConflict(proposal?.id as string, { merge: true }, { by: 'Ann' });
  await settle();
  expect([...sales.people.keys()]).toEqual(['s1']);
  expect(await app.conflicts()).toEqual([]);
});

it('leaves two contacts that a person wants to stay two', async () => {
  const { app, sales, settle, clock } = await twice({ merges: 'propose' });
  const [proposal] = await app.conflicts();
  await app.answerConflict(proposal?.id as string, { merge: false }, { by: 'Ann' });
  clock.turn(hour);
  sales.edit('s1', { title: 'Boss' });
  await settle();
  expect(await app.conflicts()).toEqual([]);
  expect(sales.people.size).toBe(2);
});

it('withdraws a proposal when the two are two customers again', async () => {
  const { app, sales, store } = await twice({ merges: 'propose' });
  expect(await app.conflicts()).toHaveLength(1);
  const decisions = await store.list('decisions', 'all', { where: {} });
  for (const { data } of decisions) if (data.kind === 'link') await app.unmerge(data.id, { by: 'Ann' });
  await app.sync();
  expect(await app.conflicts()).toEqual([]);
  expect(sales.people.size).toBe(2);
});

it('lets a CRM merge by itself where the policy says so', async () => {
  const { sales, settle, app } = await twice({ merges: 'do' });
  await settle();
  expect([...sales.people.keys()]).toEqual(['s1']);
  expect(await app.conflicts()).toEqual([]);
});
