import assert from 'node:assert/strict';
import { offered } from '../absent.js';
import { facet } from '../facet.js';
import { activityDraft } from './crm-activities.js';
import { contactsOf } from './crm-contacts.js';
import { type CrmSubject, crmPerson, possible, type TriedCrm, withCrm } from './crm-subject.js';

const link = 'https://social.example/@maya';

/** A contact on which we have written, and others too. */
async function written({ adapter, crm }: TriedCrm) {
  const [erase, upsert, log] = [offered(adapter, 'erase'), offered(adapter, 'upsert'), offered(adapter, 'logActivity')];
  const id = await crm.add(crmPerson(1));
  const of = { source: adapter.source, externalId: id };
  await upsert.send({ key: 'link', of, identifiers: [{ kind: 'url', scope: '', value: link }] });
  await log.send(activityDraft(adapter, id));
  return { erase, id, draft: { key: 'erase-1', of, activities: ['activity-1'] } };
}

/** That what we wrote is taken away, and nothing else. */
export const crmErasures = facet<CrmSubject>('erasures', {
  'take away what we wrote and nothing else': (subject) =>
    withCrm(subject, async (tried) => {
      const { crm, connect } = tried;
      const [log, logged] = [crm.log && possible(crm, 'log'), possible(crm, 'logged')];
      const { erase, id, draft } = await written(tried);
      await log?.(id, { kind: 'call', text: 'A call of ours.', at: '2026-05-04T09:00:00.000Z' });
      await erase.send(draft);
      const texts = (await logged(id)).join('\n');
      assert.ok(!texts.includes('The bell is loud.'), 'the activity is gone');
      assert.ok(!log || texts.includes('A call of ours.'), 'what others logged stands');
      assert.deepEqual(await crm.read(id), crmPerson(1));
      assert.ok(!JSON.stringify((await contactsOf(connect())).items).includes(link), 'the profile is gone');
    }),

  'leave what was not named': (subject) =>
    withCrm(subject, async (tried) => {
      const { crm, connect } = tried;
      const logged = possible(crm, 'logged');
      const { erase, id, draft } = await written(tried);
      await erase.send({ ...draft, activities: [], upserts: [] });
      assert.ok((await logged(id)).join().includes('The bell is loud.'), 'the activity stands');
      assert.ok(JSON.stringify((await contactsOf(connect())).items).includes(link), 'the profile stands');
    }),

  'are no error the second time': (subject) =>
    withCrm(subject, async (tried) => {
      const { erase, draft } = await written(tried);
      await erase.send(draft);
      await erase.send({ ...draft, key: 'erase-2' });
      assert.deepEqual(await tried.crm.read(draft.of.externalId), crmPerson(1));
    }),

  'of a contact that is gone are no error': (subject) =>
    withCrm(subject, async (tried) => {
      const remove = possible(tried.crm, 'remove');
      const { erase, id, draft } = await written(tried);
      await remove(id);
      await contactsOf(tried.adapter);
      await erase.send(draft);
    }),
});
