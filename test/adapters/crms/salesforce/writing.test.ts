import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeSalesforce } from '../../../support/salesforce/fake-salesforce.js';
import { activityDraft, adapterOf, listed, refOf, source } from './organization.js';

let fake: FakeSalesforce;
beforeEach(async () => {
  fake = await FakeSalesforce.open();
});
afterEach(() => fake.close());

const writes = () => fake.calls.filter(({ path, method }) => path.startsWith('composite') && method !== 'DELETE');

describe('an upsert', () => {
  it('writes what the contact does not say, and never over what somebody else wrote', async () => {
    const id = fake.add('Contact', { LastName: 'Lindqvist', Email: 'a@a.example', Phone: '1' });
    const crm = adapterOf(fake, { custom: ['Level__c'], attributes: { location: 'Location__c' } });
    const of = refOf(id);
    const identifiers = [
      { kind: 'email', scope: '', value: 'b@b.example' },
      { kind: 'phone', scope: '', value: '2' },
      { kind: 'handle', scope: 'bluesky', value: 'maya.test' },
      { kind: 'url', scope: 'bluesky', value: 'https://bsky.app/profile/maya.test' },
      { kind: 'handle', scope: 'mastodon/social.example', value: 'maya' },
    ];
    const attributes = {
      title: 'Rider',
      location: 'Bergen',
      address: { city: 'Bergen' },
      custom: { Level__c: '4', Active__c: 'true' },
    };
    expect(await crm.upsert.send({ key: 'k1', of, attributes, identifiers })).toEqual(of);
    expect(fake.row(id)).toMatchObject({
      Email: 'a@a.example',
      Phone: '1',
      MobilePhone: '2',
      Title: 'Rider',
      Location__c: 'Bergen',
      MailingCity: 'Bergen',
      Level__c: 4,
      Active__c: true,
      Bluesky__c: 'https://bsky.app/profile/maya.test',
      Mastodon__c: 'maya@social.example',
    });
    await crm.upsert.send({ key: 'k1', of, attributes, identifiers });
    expect(writes()).toHaveLength(1);
    // Our own word may change.
    const moved = { kind: 'handle', scope: 'mastodon/new.example', value: 'maya' };
    await crm.upsert.send({ key: 'k2', of, identifiers: [moved], cleared: ['title', 'Level__c'] });
    expect(fake.row(id)).toMatchObject({ Mastodon__c: 'maya@new.example', Title: null, Level__c: null });
  });

  it('makes a contact, an account or nothing twice by its key', async () => {
    const crm = adapterOf(fake);
    const draft = {
      key: "it's new",
      attributes: { name: 'Maya de la Vega' },
      identifiers: [{ kind: 'email', scope: '', value: 'm@v.example' }],
    };
    const account = await crm.upsert.send({ key: 'org', party: 'organization', attributes: { name: 'Harbor' } });
    const first = await crm.upsert.send({ ...draft, organization: account });
    expect(await crm.upsert.send({ ...draft, organization: account })).toEqual(first);
    expect(fake.standing('Contact')).toHaveLength(1);
    expect(fake.row(first.externalId)).toMatchObject({
      FirstName: 'Maya de la',
      LastName: 'Vega',
      Email: 'm@v.example',
      AccountId: account.externalId,
      Kenning_Key__c: "it's new",
    });
    await expect(crm.upsert.send({ key: 'x', attributes: { title: 'T' } })).rejects.toMatchObject({ code: 'invalid' });
    const keyless = adapterOf(fake, { keyField: undefined });
    await expect(keyless.upsert.send(draft)).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('goes out in one call with all that are asked for at a time; one that is refused keeps none back', async () => {
    const ids = Array.from({ length: 250 }, (_, at) => fake.add('Contact', { LastName: `Rider ${at}` }));
    fake.remove(ids[7] as string);
    fake.rule = (_object, { Title }) =>
      Title === 'T9'
        ? { statusCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Titles are words.', fields: ['Title'] }
        : undefined;
    const crm = adapterOf(fake);
    const results = await Promise.allSettled(
      ids.map((id, at) => crm.upsert.send({ key: `k${at}`, of: refOf(id), attributes: { title: `T${at}` } })),
    );
    const failed = results.flatMap((result, at) => (result.status === 'rejected' ? [[at, result.reason.code]] : []));
    expect(failed).toEqual([
      [7, 'not-found'],
      [9, 'invalid'],
    ]);
    expect(writes()).toHaveLength(2);
    expect(fake.row(ids[249] as string).Title).toBe('T249');
  });

  it('of one contact, several at a time, comes one after the other', async () => {
    const id = fake.add('Contact', { LastName: 'L' });
    const crm = adapterOf(fake);
    await Promise.all(['A', 'B'].map((title) => crm.upsert.send({ key: title, of: refOf(id), attributes: { title } })));
    expect(fake.row(id).Title).toBe('B');
  });

  it('that is done stays done when a later call of the same batch is refused', async () => {
    const id = fake.add('Contact', { LastName: 'L' });
    const crm = adapterOf(fake);
    fake.intercept = ({ path }) =>
      path.endsWith('/Kenning_Key__c')
        ? { status: 403, body: [{ errorCode: 'INSUFFICIENT_ACCESS', message: '' }] }
        : undefined;
    const [changed, added] = await Promise.allSettled([
      crm.upsert.send({ key: 'a', of: refOf(id), attributes: { title: 'T' } }),
      crm.upsert.send({ key: 'b', attributes: { name: 'New' } }),
    ]);
    expect([changed.status, added.status]).toEqual(['fulfilled', 'rejected']);
  });

  it('says what no field has room for, rather than nothing', async () => {
    const id = fake.add('Contact', { LastName: 'L' });
    const identifiers = [{ kind: 'handle', scope: 'x', value: 'maya' }];
    await expect(adapterOf(fake).upsert.send({ key: 'k', of: refOf(id), identifiers })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('handle x'),
    });
  });
});

describe('an activity', () => {
  it('is a task that is done, once for its key', async () => {
    const id = fake.add('Contact', { LastName: 'L' });
    const crm = adapterOf(fake);
    expect(crm.logActivity.repeat).toBe('keyed');
    const ref = await crm.logActivity.send(activityDraft(id));
    expect(await crm.logActivity.send(activityDraft(id))).toEqual(ref);
    expect(fake.standing('Task')).toHaveLength(1);
    expect(fake.row(ref.externalId)).toMatchObject({
      WhoId: id,
      Subject: 'Post on bluesky by Maya Lindqvist',
      Description: 'My bike squeaks.\n\nhttps://bsky.app/profile/maya.test/post/1',
      ActivityDate: '2026-11-24',
      Status: 'Completed',
      Kenning_Key__c: activityDraft(id).key,
    });
  });

  it('without a field for keys is found by a standard one', async () => {
    const id = fake.add('Contact', { LastName: 'L' });
    const crm = adapterOf(fake, { keyField: undefined });
    expect(crm.logActivity.repeat).toBe('findable');
    expect(await crm.logActivity.find?.(activityDraft(id))).toBeUndefined();
    const ref = await crm.logActivity.send(activityDraft(id));
    expect(fake.row(ref.externalId).CallObject).toBe(`kenning:${activityDraft(id).key}`);
    expect(await crm.logActivity.find?.(activityDraft(id))).toEqual(ref);
  });

  it('changes with its wording, and is logged anew where somebody deleted it', async () => {
    const id = fake.add('Account', { Name: 'H' });
    const crm = adapterOf(fake);
    const of = await crm.logActivity.send(activityDraft(id, { kind: 'call', direction: 'outbound' }));
    expect(fake.row(of.externalId)).toMatchObject({ WhatId: id, TaskSubtype: 'Call', CallType: 'Outbound' });
    const newer = activityDraft(id, { key: 'k 2', of, text: 'It sings.', kind: 'call' });
    expect(await crm.logActivity.send(newer)).toEqual(of);
    expect(fake.row(of.externalId).Description).toMatch(/^It sings\./);
    fake.remove(of.externalId);
    const anew = await crm.logActivity.send({ ...newer, key: 'k 3' });
    expect(anew).not.toEqual(of);
    expect(fake.row(anew.externalId)).toMatchObject({ Kenning_Key__c: 'k 3', TaskSubtype: 'Call' });
  });

  it('that is too long is cut and linked, never refused and never in the middle of a sign', async () => {
    const id = fake.add('Contact', { LastName: 'L' });
    const ref = await adapterOf(fake).logActivity.send(
      activityDraft(id, { subject: `a${'🚲'.repeat(300)}`, text: '🚲'.repeat(40_000) }),
    );
    const { Subject, Description } = fake.row(ref.externalId) as { Subject: string; Description: string };
    expect([Subject.length, Description.length]).toEqual([254, 32_000]);
    expect(Subject.isWellFormed() && Description.isWellFormed()).toBe(true);
    expect(Description).toMatch(/🚲…\n\nhttps:\/\/bsky\.app\/profile\/maya\.test\/post\/1$/u);
  });

  it('goes out together with others, and a wrong one keeps none back', async () => {
    const ids = Array.from({ length: 30 }, (_, at) => fake.add('Contact', { LastName: `L${at}` }));
    const crm = adapterOf(fake);
    const drafts = [
      ...ids.map((id) => activityDraft(id)),
      { ...activityDraft('x'), contact: { source: 'csv/a', externalId: '1' } },
    ];
    const results = await Promise.allSettled(drafts.map((draft) => crm.logActivity.send(draft)));
    expect(results.map(({ status }) => status)).toEqual([...ids.map(() => 'fulfilled'), 'rejected']);
    expect(writes()).toHaveLength(1);
  });

  it('is not logged where the field for keys is no external id', async () => {
    const field = fake.objects.get('Task')?.fields.get('Kenning_Key__c');
    if (field) field.externalId = false;
    const id = fake.add('Contact', { LastName: 'L' });
    await expect(adapterOf(fake).logActivity.send(activityDraft(id))).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('an erasure', () => {
  it('takes away our activities and gives back what stood before', async () => {
    const id = fake.add('Contact', { LastName: 'L', Title: 'Old' });
    const other = fake.add('Task', { WhoId: id, Subject: 'Call back', Status: 'Not Started' });
    const crm = adapterOf(fake);
    const of = refOf(id);
    const task = await crm.logActivity.send(activityDraft(id));
    await crm.upsert.send({ key: 'k1', of, attributes: { title: 'Ours' } });
    await crm.upsert.send({
      key: 'k2',
      of,
      attributes: { title: 'Ours too' },
      identifiers: [{ kind: 'phone', scope: '', value: '5' }],
    });
    // The first word goes, the last one stays and now stands on the oldest.
    await crm.erase.send({ key: 'e1', of, activities: [], upserts: ['k1'] });
    expect(fake.row(id)).toMatchObject({ Title: 'Ours too', Phone: '5' });
    fake.change(id, { Phone: '6' });
    expect(await crm.erase.send({ key: 'e2', of, activities: [activityDraft(id).key] })).toEqual(of);
    expect(fake.row(id)).toMatchObject({ Title: 'Old', Phone: '6', Kenning_Log__c: null });
    expect(fake.row(task.externalId).IsDeleted).toBe(true);
    expect(fake.row(other).IsDeleted).toBe(false);
    await crm.erase.send({ key: 'e2', of, activities: [activityDraft(id).key] });
  });

  it('takes away a contact that we made, and what is gone is no error', async () => {
    const crm = adapterOf(fake);
    const of = await crm.upsert.send({ key: 'new', attributes: { name: 'Maya' } });
    await crm.erase.send({ key: 'e', of, activities: ['never'] });
    expect(fake.row(of.externalId).IsDeleted).toBe(true);
    expect(await crm.erase.send({ key: 'e', of, activities: ['never'] })).toEqual(of);
  });

  it('says when nobody remembers what was filled in, after it has taken away activities', async () => {
    const id = fake.add('Contact', { LastName: 'L' });
    const crm = adapterOf(fake, { logField: undefined });
    const task = await crm.logActivity.send(activityDraft(id));
    const erasure = { key: 'e', of: { source, externalId: id }, activities: [activityDraft(id).key] };
    await expect(crm.erase.send(erasure)).rejects.toMatchObject({ code: 'unsupported' });
    expect(fake.row(task.externalId).IsDeleted).toBe(true);
    await crm.erase.send({ ...erasure, upserts: [] });
  });
});

it('a write that nobody waits for any more is not begun', async () => {
  const id = fake.add('Contact', { LastName: 'L' });
  const crm = adapterOf(fake);
  const ending = new AbortController();
  const sent = crm.logActivity.send(activityDraft(id), { signal: ending.signal });
  ending.abort(new Error('enough'));
  await expect(sent).rejects.toThrow('enough');
  expect(fake.standing('Task')).toEqual([]);
});

describe('accounts on networks that no field is for', () => {
  const of = () => fake.add('Contact', { LastName: 'L' });
  const identifiers = [
    { kind: 'handle', scope: 'facebook', value: 'maya.l' },
    { kind: 'url', scope: 'facebook', value: 'https://facebook.example/maya.l' },
  ];

  it('stand beside the contact, once, are read and taken back', async () => {
    const id = of();
    const crm = adapterOf(fake);
    const others = fake.add('SocialPersona', { ParentId: id, Provider: 'LinkedIn', Name: 'maya-l' });
    fake.now += 3_600_000;
    const { changed } = await listed(crm);
    fake.now += 3_600_000;
    const draft = { key: 'k', of: refOf(id), identifiers };
    await crm.upsert.send(draft);
    await crm.upsert.send(draft);
    expect(fake.standing('SocialPersona')).toHaveLength(2);
    fake.change(id, { SystemModstamp: '2026-11-01T00:00:00.000+0000' });
    const [item] = (await listed(crm, changed)).items.slice(-1);
    expect(item).toMatchObject({
      contact: {
        externalId: id,
        identifiers: [
          { kind: 'handle', scope: 'linkedin', value: 'maya-l' },
          { kind: 'handle', scope: 'facebook', value: 'maya.l' },
          { kind: 'url', scope: '', value: 'https://facebook.example/maya.l' },
        ],
      },
    });
    await crm.erase.send({ key: 'e', of: refOf(id), activities: [], upserts: ['k'] });
    expect(fake.standing('SocialPersona').map(({ Id }) => Id)).toEqual([others]);
    expect(fake.row(id).Kenning_Log__c).toBeNull();
  });

  it('are left out where the organization has no such object', async () => {
    fake.objects.delete('SocialPersona');
    const crm = adapterOf(fake);
    await expect(crm.upsert.send({ key: 'k', of: refOf(of()), identifiers })).rejects.toMatchObject({
      code: 'unsupported',
    });
  });
});
