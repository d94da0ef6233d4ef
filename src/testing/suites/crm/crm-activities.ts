import assert from 'node:assert/strict';
import type { ActivityObserved, CrmAdapter } from '../../../adapters/crm-adapter.js';
import type { ActivityDraft } from '../../../core/model/activity.js';
import { observed } from '../../../core/model/observed.js';
import { Absent, offered } from '../absent.js';
import { hostileTexts, isModel, pagesOf, refusal } from '../expect.js';
import { facet } from '../facet.js';
import { repeatWrite, writeThroughLoss } from '../writes.js';
import { type CrmSubject, crmPerson, possible, withCrm } from './crm-subject.js';

export function activityDraft(adapter: CrmAdapter, contact: string, more: Partial<ActivityDraft> = {}): ActivityDraft {
  return {
    key: 'activity-1',
    interaction: '0198c0de-0000-7000-8000-000000000001' as ActivityDraft['interaction'],
    contact: { source: adapter.source, externalId: contact },
    kind: 'post',
    network: 'bluesky',
    direction: 'inbound',
    at: '2026-05-04T09:00:00.000Z',
    subject: 'Post on Bluesky',
    text: 'The bell is loud.',
    permalink: 'https://social.example/1',
    ...more,
  };
}

async function listed(adapter: CrmAdapter): Promise<ActivityObserved[]> {
  const list = offered(adapter, 'activities');
  return (
    await pagesOf<ActivityObserved, Awaited<ReturnType<typeof list>>>((page) => list(page), { limit: 3 })
  ).flatMap(({ items }) => items);
}

const textsOf = (items: readonly ActivityObserved[]) =>
  items.flatMap(({ observed: item }) => (item.type === 'said' ? item.interaction.content.text : []));

/** Whether a text stands once among others, whatever the CRM shows around it. */
function standsOnce(texts: readonly string[], text: string): void {
  const found = texts.filter((one) => one.includes(text));
  assert.equal(found.length, 1, `"${text.slice(0, 60)}" stands once in ${JSON.stringify(texts).slice(0, 600)}`);
}

/** Calls, meetings, mails and notes, and what is logged. */
export const crmActivities = facet<CrmSubject>('activities', {
  'are logged once for one key': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const [log, logged] = [offered(adapter, 'logActivity'), possible(crm, 'logged')];
      const [id, other] = [await crm.add(crmPerson(1)), await crm.add(crmPerson(2))];
      const draft = activityDraft(adapter, id);
      const ref = await log.send(draft);
      assert.equal(ref.crm, adapter.crm.id);
      assert.deepEqual(await repeatWrite(log, draft), ref);
      standsOnce(await logged(id), 'The bell is loud.');
      assert.deepEqual(await logged(other), [], 'nothing stands on another');
    }),

  'are logged once, though the answer is lost': (subject) =>
    withCrm(subject, async ({ adapter, crm, way }) => {
      const [log, logged] = [offered(adapter, 'logActivity'), possible(crm, 'logged')];
      const id = await crm.add(crmPerson(1));
      await writeThroughLoss(log, activityDraft(adapter, id), way);
      standsOnce(await logged(id), 'The bell is loud.');
    }),

  'keep any text': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const [log, logged] = [offered(adapter, 'logActivity'), possible(crm, 'logged')];
      const id = await crm.add(crmPerson(1));
      for (const [kind, text] of Object.entries(hostileTexts))
        await log.send(activityDraft(adapter, id, { key: `text ${kind}`, text }));
      for (const text of Object.values(hostileTexts)) standsOnce(await logged(id), text);
    }),

  'with a huge text are logged or refused': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const [log, logged] = [offered(adapter, 'logActivity'), possible(crm, 'logged')];
      const id = await crm.add(crmPerson(1));
      const text = `The bell is loud. ${'Ding 🔔 '.repeat(20_000)}`;
      const draft = activityDraft(adapter, id, { text });
      const ref = await log.send(draft).catch((error: unknown) => ({ error }));
      if ('error' in ref) await refusal(() => Promise.reject(ref.error), ['invalid', 'too-large'], 'a huge text');
      else standsOnce(await logged(id), 'The bell is loud.');
    }),

  'take a newer wording': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const [log, logged] = [offered(adapter, 'logActivity'), possible(crm, 'logged')];
      const id = await crm.add(crmPerson(1));
      const of = await log.send(activityDraft(adapter, id));
      await log.send(activityDraft(adapter, id, { key: 'activity-1 again', text: 'The bell is quiet.', of }));
      const texts = await logged(id);
      standsOnce(texts, 'The bell is quiet.');
      assert.ok(!texts.some((text) => text.includes('The bell is loud.')), 'the old wording is gone');
    }),

  'are logged anew where they are gone': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const log = offered(adapter, 'logActivity');
      const [logged, unlog] = [possible(crm, 'logged'), possible(crm, 'unlog')];
      const id = await crm.add(crmPerson(1));
      const of = await log.send(activityDraft(adapter, id));
      await unlog(of.externalId);
      await log.send(activityDraft(adapter, id, { key: 'activity-1 again', text: 'The bell is quiet.', of }));
      standsOnce(await logged(id), 'The bell is quiet.');
    }),

  'on a contact that is gone are not-found': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const [log, remove] = [offered(adapter, 'logActivity'), possible(crm, 'remove')];
      const id = await crm.add(crmPerson(1));
      await remove(id);
      await refusal(() => log.send(activityDraft(adapter, id)), ['not-found'], 'a contact that is gone');
    }),

  'of people are listed, with who took part': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      offered(adapter, 'activities');
      const log = possible(crm, 'log');
      const id = await crm.add(crmPerson(1));
      const kind = adapter.crm.activityKinds?.find((one) => one !== 'post') ?? 'call';
      const texts = Array.from({ length: 7 }, (_, at) => `We spoke of bell number ${at}.`);
      for (const [at, text] of texts.entries()) await log(id, { kind, text, at: `2026-05-04T09:0${at}:00.000Z` });
      const items = await listed(adapter);
      for (const { observed: item } of items) isModel(observed, item, 'an activity');
      for (const text of texts) standsOnce(textsOf(items), text);
      for (const { observed: item } of items)
        if (item.type === 'said')
          assert.ok(
            item.interaction.participants.some(({ of }) => of.source === adapter.source && of.externalId === id),
            'the contact takes part, by its source and id',
          );
    }),

  'of ours are known by their key': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const log = offered(adapter, 'logActivity');
      offered(adapter, 'activities');
      const id = await crm.add(crmPerson(1));
      const draft = activityDraft(adapter, id);
      const ref = await log.send(draft);
      const own = (await listed(adapter)).find(({ of }) => of.externalId === ref.externalId);
      if (!own) throw new Absent('what we wrote is not listed');
      assert.equal(own.key, draft.key);
    }),
});
