import assert from 'node:assert/strict';
import type { ContactDraft } from '../../../adapters/crm-adapter.js';
import { Absent, offered } from '../absent.js';
import { hostileTexts, refusal } from '../expect.js';
import { facet } from '../facet.js';
import { repeatWrite, writeThroughLoss } from '../writes.js';
import { contactsOf } from './crm-contacts.js';
import { type CrmPerson, type CrmSubject, crmPerson, possible, type TriedCrm, withCrm } from './crm-subject.js';

/** Whether a new contact can be made. @throws Absent where contacts can only be changed */
async function create({ adapter }: TriedCrm, draft: ContactDraft) {
  const upsert = offered(adapter, 'upsert');
  try {
    return await upsert.send(draft);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'unsupported') throw new Absent('it makes no new contacts');
    throw error;
  }
}

const draftOf = (number: number, key = 'create-1'): ContactDraft => {
  const { givenName, familyName, email } = crmPerson(number);
  const identifiers = [{ kind: 'email', scope: '', value: email }];
  return { key, attributes: { name: `${givenName} ${familyName}`, givenName, familyName }, identifiers };
};

async function person({ crm }: TriedCrm, id: string): Promise<CrmPerson> {
  const found = await crm.read(id);
  assert.ok(found, `the contact ${id} is there`);
  return found;
}

/** What is written to contacts. */
export const crmUpserts = facet<CrmSubject>('upserts', {
  'make one contact of one key': (subject) =>
    withCrm(subject, async (tried) => {
      const made = await create(tried, draftOf(1));
      assert.equal(made.source, tried.adapter.source);
      const { familyName, email } = await person(tried, made.externalId);
      assert.deepEqual([familyName, email], ['Lindqvist1', 'maya1@people.example']);
      assert.deepEqual(await repeatWrite(offered(tried.adapter, 'upsert'), draftOf(1)), made);
      assert.deepEqual((await contactsOf(tried.connect())).ids, [made.externalId]);
    }),

  'make a contact of somebody of whom only the whole name is known': (subject) =>
    withCrm(subject, async (tried) => {
      const identifiers = [{ kind: 'email', scope: '', value: 'bo@people.example' }];
      const made = await create(tried, { key: 'create-1', attributes: { name: 'Bo Bergström' }, identifiers });
      const { givenName, familyName } = await person(tried, made.externalId);
      const called = `${givenName} ${familyName}`;
      assert.match(called, /Bo.*Bergström/, `the name stands on the contact, which is called "${called}"`);
    }),

  'make one contact, though the answer is lost': (subject) =>
    withCrm(subject, async (tried) => {
      await create(tried, draftOf(1));
      await writeThroughLoss(offered(tried.adapter, 'upsert'), draftOf(2, 'create-2'), tried.way);
      assert.equal((await contactsOf(tried.connect())).ids.length, 2);
    }),

  'change what they name and nothing else': (subject) =>
    withCrm(subject, async (tried) => {
      const { adapter, crm } = tried;
      const upsert = offered(adapter, 'upsert');
      const [first, second] = [await crm.add({ ...crmPerson(1), title: 'Captain' }), await crm.add(crmPerson(2))];
      const of = { source: adapter.source, externalId: first };
      assert.deepEqual(await upsert.send({ key: 'change-1', of, attributes: { title: 'Admiral' } }), of);
      assert.deepEqual(await person(tried, first), { ...crmPerson(1), title: 'Admiral' });
      assert.deepEqual(await person(tried, second), crmPerson(2));
    }),

  'add identifiers and take none away': (subject) =>
    withCrm(subject, async ({ adapter, connect, crm }) => {
      const upsert = offered(adapter, 'upsert');
      const of = { source: adapter.source, externalId: await crm.add(crmPerson(1)) };
      const values = ['https://social.example/@maya', 'https://bsky.app/profile/maya.example'];
      for (const [at, scope] of ['mastodon/social.example', 'bluesky'].entries())
        await upsert.send({
          key: `link-${at}`,
          of,
          identifiers: [{ kind: 'url', scope, value: values[at] as string }],
        });
      const [item] = (await contactsOf(connect())).items;
      const shown = JSON.stringify(item);
      for (const value of ['maya1@people.example', ...values])
        assert.ok(shown.includes(value), `${value} stands on the contact`);
    }),

  'keep any text': (subject) =>
    withCrm(subject, async (tried) => {
      const { adapter, crm } = tried;
      const upsert = offered(adapter, 'upsert');
      const id = await crm.add(crmPerson(1));
      for (const [kind, text] of Object.entries(hostileTexts)) {
        const title = text.replace('\n', ' ');
        await upsert.send({
          key: `title-${kind}`,
          of: { source: adapter.source, externalId: id },
          attributes: { title },
        });
        assert.equal((await person(tried, id)).title, title, kind);
      }
    }),

  'empty what is cleared': (subject) =>
    withCrm(subject, async (tried) => {
      const { adapter, crm } = tried;
      const upsert = offered(adapter, 'upsert');
      const id = await crm.add({ ...crmPerson(1), title: 'Captain' });
      const of = { source: adapter.source, externalId: id };
      await upsert.send({ key: 'clear-1', of, cleared: ['title'] });
      const { title, familyName } = await person(tried, id);
      assert.deepEqual([title || undefined, familyName], [undefined, 'Lindqvist1']);
    }),

  'to a contact that is gone are not-found': (subject) =>
    withCrm(subject, async (tried) => {
      const { adapter, crm } = tried;
      const [upsert, remove] = [offered(adapter, 'upsert'), possible(crm, 'remove')];
      const [id, other] = [await crm.add(crmPerson(1)), await crm.add(crmPerson(2))];
      await remove(id);
      const of = { source: adapter.source, externalId: id };
      await refusal(
        () => upsert.send({ key: 'k', of, attributes: { title: 'x' } }),
        ['not-found'],
        'a contact that is gone',
      );
      assert.equal(await crm.read(id), undefined, 'nothing is made in its place');
      assert.deepEqual(await person(tried, other), crmPerson(2));
    }),

  'to a contact that is locked are a conflict': (subject) =>
    withCrm(subject, async (tried) => {
      const { adapter, crm } = tried;
      const [upsert, lock] = [offered(adapter, 'upsert'), possible(crm, 'lock')];
      const id = await crm.add(crmPerson(1));
      await lock(id);
      const of = { source: adapter.source, externalId: id };
      await refusal(() => upsert.send({ key: 'k', of, attributes: { title: 'x' } }), ['conflict'], 'a locked contact');
      assert.deepEqual(await person(tried, id), crmPerson(1));
    }),

  'of a field that is not there or read-only are invalid and name it': (subject) =>
    withCrm(subject, async (tried) => {
      const { adapter, crm } = tried;
      const [upsert, fields] = [offered(adapter, 'upsert'), possible(crm, 'fields')];
      const of = { source: adapter.source, externalId: await crm.add(crmPerson(1)) };
      for (const field of ['no_such_field', fields.readOnly ?? []].flat()) {
        const draft = { key: `custom ${field}`, of, attributes: { custom: { [field]: '7' } } };
        const error = await refusal(() => upsert.send(draft), ['invalid'], field);
        assert.ok(error.message.includes(field), `the error names ${field}: ${error.message}`);
      }
    }),

  'of what is too long are refused and cut nothing': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const [upsert, { short }] = [offered(adapter, 'upsert'), possible(crm, 'fields')];
      if (!short) throw new Absent('no field is short in this CRM here');
      const of = { source: adapter.source, externalId: await crm.add(crmPerson(1)) };
      const custom = { [short.name]: 'x'.repeat(short.maxLength + 1) };
      const draft = { key: 'too long', of, attributes: { custom } };
      const error = await refusal(() => upsert.send(draft), ['invalid', 'too-large'], short.name);
      assert.ok(error.message.includes(short.name), `the error names ${short.name}: ${error.message}`);
    }),
});
