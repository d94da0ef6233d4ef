import { afterEach, beforeEach, expect, it } from 'vitest';
import { observed } from '../../../../src/core/model/observed.js';
import { walk } from '../../../../src/core/page.js';
import { FakeSalesforce } from '../../../support/salesforce/fake-salesforce.js';
import { activityDraft, adapterOf, refOf } from './organization.js';

let fake: FakeSalesforce;
beforeEach(async () => {
  fake = await FakeSalesforce.open();
});
afterEach(() => fake.close());

/** An administrator puts the field for keys on posts. */
function keepKeys(): void {
  const field = fake.objects.get('Task')?.fields.get('Kenning_Key__c');
  if (field) fake.objects.get('SocialPost')?.fields.set(field.name, field);
}

async function activities() {
  const crm = adapterOf(fake);
  const items = [];
  for await (const page of walk((options) => crm.activities(options))) items.push(...page.items);
  for (const item of items) expect(observed.parse(item.observed)).toEqual(item.observed);
  return items;
}

it('is what a post becomes, once, linked to the contact and to the account on the network', async () => {
  keepKeys();
  const id = fake.add('Contact', { LastName: 'Lindqvist' });
  const persona = fake.add('SocialPersona', { ParentId: id, Provider: 'Twitter', Name: 'maya' });
  const draft = activityDraft(id, { network: 'x', permalink: 'https://x.com/maya/status/1' });
  const crm = adapterOf(fake);
  const [ref, again] = [await crm.logActivity.send(draft), await crm.logActivity.send(draft)];
  expect(again).toEqual(ref);
  expect(fake.standing('Task')).toEqual([]);
  expect(fake.standing('SocialPost')).toEqual([
    expect.objectContaining({
      Id: ref.externalId,
      WhoId: id,
      PersonaId: persona,
      Handle: 'maya',
      Provider: 'Twitter',
      Name: draft.subject,
      Content: draft.text,
      PostUrl: draft.permalink,
      IsOutbound: false,
      Kenning_Key__c: draft.key,
    }),
  ]);
});

it('takes a newer wording, and is made anew where somebody deleted it', async () => {
  keepKeys();
  const id = fake.add('Contact', { LastName: 'Lindqvist' });
  const crm = adapterOf(fake);
  const of = await crm.logActivity.send(activityDraft(id));
  const newer = activityDraft(id, { key: 'k 2', text: 'It is quiet.', of });
  expect(await crm.logActivity.send(newer)).toEqual(of);
  expect(fake.row(of.externalId).Content).toBe('It is quiet.');
  fake.remove(of.externalId);
  const anew = await crm.logActivity.send({ ...newer, key: 'k 3' });
  expect(anew).not.toEqual(of);
  expect(fake.standing('SocialPost')).toHaveLength(1);
});

it('is our own echo, and those of others are not read', async () => {
  keepKeys();
  const id = fake.add('Contact', { LastName: 'Lindqvist' });
  fake.add('SocialPost', { WhoId: id, Name: 'Theirs', Content: 'Of another tool.', Posted: '2026-11-24T08:00:00Z' });
  const of = await adapterOf(fake).logActivity.send(activityDraft(id));
  const items = await activities();
  expect(items.map((item) => [item.of, item.key])).toEqual([[of, activityDraft(id).key]]);
  expect(items[0]?.observed).toMatchObject({
    interaction: { kind: 'post', at: activityDraft(id).at, content: { text: 'My bike squeaks.' } },
  });
});

it('is taken away with the tasks', async () => {
  keepKeys();
  const id = fake.add('Contact', { LastName: 'Lindqvist' });
  const others = fake.add('SocialPost', { WhoId: id, Name: 'Theirs', Content: 'Of another tool.' });
  const crm = adapterOf(fake);
  await crm.logActivity.send(activityDraft(id));
  await crm.logActivity.send(activityDraft(id, { key: 'a call', kind: 'call' }));
  expect([fake.standing('Task').length, fake.standing('SocialPost').length]).toEqual([1, 2]);
  await crm.erase.send({ key: 'e', of: refOf(id), activities: [] });
  expect(fake.standing('Task')).toEqual([]);
  expect(fake.standing('SocialPost').map(({ Id }) => Id)).toEqual([others]);
});

it('is a task where the organization has no posts, or no field for keys on them, and for what is no post', async () => {
  const id = fake.add('Contact', { LastName: 'Lindqvist' });
  await adapterOf(fake).logActivity.send(activityDraft(id));
  fake.objects.delete('SocialPost');
  await adapterOf(fake).logActivity.send(activityDraft(id, { key: 'k 2' }));
  expect(fake.standing('Task')).toHaveLength(2);
  expect(await activities()).toHaveLength(2);
});

it('stands under its account where it is an organization’s', async () => {
  keepKeys();
  const id = fake.add('Account', { Name: 'Harbor Bikes' });
  await adapterOf(fake).logActivity.send(activityDraft(id));
  expect(fake.standing('SocialPost')).toEqual([expect.objectContaining({ ParentId: id, Provider: 'Other' })]);
});
