import assert from 'node:assert/strict';
import { Absent, offered } from '../absent.js';
import { refusal } from '../expect.js';
import { facet } from '../facet.js';
import { repeatWrite, writeThroughLoss } from '../writes.js';
import { mergesTold, placeOf } from './crm-changes.js';
import { addPeople, type CrmSubject, crmPerson, possible, type TriedCrm, withCrm } from './crm-subject.js';

async function merging({ adapter, crm }: TriedCrm) {
  const merge = offered(adapter, 'merge');
  const [into = '', from = '', other = ''] = await addPeople(crm, 3);
  const ref = (externalId: string) => ({ source: adapter.source, externalId });
  return { merge, into, from, other, draft: { key: 'merge-1', into: ref(into), from: ref(from) } };
}

/** Two contacts of which one is made. */
export const crmMerges = facet<CrmSubject>('merges', {
  'leave one of two': (subject) =>
    withCrm(subject, async (tried) => {
      const { crm } = tried;
      const { merge, from, other, draft } = await merging(tried);
      const stays = await merge.send(draft);
      assert.equal(await crm.read(from), undefined);
      assert.ok(await crm.read(stays.externalId), 'the one that is given stays');
      assert.deepEqual(await crm.read(other), crmPerson(3));
      assert.deepEqual(await repeatWrite(merge, draft), stays);
    }),

  'leave one of two, though the answer is lost': (subject) =>
    withCrm(subject, async (tried) => {
      const { crm, way } = tried;
      const { merge, from, other, draft } = await merging(tried);
      await writeThroughLoss(merge, draft, way);
      assert.equal(await crm.read(from), undefined);
      assert.deepEqual(await crm.read(other), crmPerson(3));
    }),

  'are told by the listing': (subject) =>
    withCrm(subject, async (tried) => {
      const { merge, from, draft } = await merging(tried);
      const since = await placeOf(tried.adapter);
      const stays = await merge.send(draft);
      const told = await mergesTold(tried.adapter, since);
      assert.equal(told.get(from), stays.externalId, 'the merge is told, with the one that stays');
    }),

  'keep what was logged on both': (subject) =>
    withCrm(subject, async (tried) => {
      const { crm } = tried;
      const { merge, into, from, draft } = await merging(tried);
      const [log, logged] = [possible(crm, 'log'), possible(crm, 'logged')];
      const at = '2026-05-04T09:00:00.000Z';
      await log(into, { kind: 'call', text: 'A call of hers.', at });
      await log(from, { kind: 'call', text: 'Another call of hers.', at });
      const { externalId } = await merge.send(draft);
      const texts = (await logged(externalId)).join('\n');
      if (texts === '') throw new Absent('calls are not seen on contacts here');
      assert.ok(texts.includes('A call of hers.') && texts.includes('Another call of hers.'), 'both calls stand');
    }),

  'of a contact that is gone are not-found': (subject) =>
    withCrm(subject, async (tried) => {
      const remove = possible(tried.crm, 'remove');
      const { merge, into, from, draft } = await merging(tried);
      await remove(from);
      await refusal(() => merge.send(draft), ['not-found'], 'a merge with a contact that is gone');
      assert.deepEqual(await tried.crm.read(into), crmPerson(1));
    }),

  'of a contact with itself are refused': (subject) =>
    withCrm(subject, async (tried) => {
      const { merge, into, draft } = await merging(tried);
      const itself = { ...draft, from: draft.into };
      await refusal(() => merge.send(itself), ['invalid', 'conflict', 'unsupported'], 'a merge of one contact');
      assert.deepEqual(await tried.crm.read(into), crmPerson(1));
    }),
});
