import assert from 'node:assert/strict';
import type { ContactObserved, CrmAdapter } from '../../../adapters/crm-adapter.js';
import { sourceRecordDraft } from '../../../core/model/source-record.js';
import { samePages } from '../../http/faults.js';
import { Absent } from '../absent.js';
import { hostileTexts, isModel, pagesOf, refusal, refusedOr } from '../expect.js';
import { facet } from '../facet.js';
import { addPeople, type CrmSubject, crmPerson, possible, withCrm } from './crm-subject.js';

/** All contacts by their ids, as a walk gives them. */
export async function contactsOf(adapter: CrmAdapter, options: { limit?: number; cursor?: string } = {}) {
  const pages = await pagesOf<ContactObserved, Awaited<ReturnType<CrmAdapter['contacts']>>>(
    (page) => adapter.contacts(page),
    options,
  );
  const items = pages.flatMap((page) => page.items);
  return { pages, items, ids: items.flatMap((item) => (item.type === 'contact' ? item.contact.externalId : [])) };
}

const idsOf = (items: readonly ContactObserved[]) =>
  items.flatMap((item) => (item.type === 'contact' ? item.contact.externalId : []));

/** The listing of people and organizations. */
export const crmContacts = facet<CrmSubject>('contacts', {
  'are as the model wants them': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      await addPeople(crm, 3);
      const { items, pages } = await contactsOf(adapter);
      assert.deepEqual(
        pages.flatMap(({ rejected }) => rejected),
        [],
      );
      for (const item of items) {
        assert.equal(item.type, 'contact', 'without a place to begin at, only what stands is given');
        if (item.type !== 'contact') continue;
        isModel(sourceRecordDraft, item.contact, 'a contact');
        assert.equal(item.contact.kind, 'contact');
        assert.equal(item.contact.source, adapter.source, 'its source is the adapter’s');
      }
    }),

  'say what the CRM says': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const id = await crm.add({ ...crmPerson(1), title: 'Captain' });
      const [item] = (await contactsOf(adapter)).items;
      assert.ok(item?.type === 'contact');
      const { externalId, attributes, identifiers, party } = item.contact;
      assert.deepEqual([externalId, party], [id, 'person']);
      const name = attributes.name ?? [attributes.givenName, attributes.familyName].join(' ');
      assert.ok(name.includes('Maya1') && name.includes('Lindqvist1'), `the name is ${name}`);
      const mail = identifiers.find(({ kind }) => kind === 'email');
      assert.deepEqual([mail?.value.toLowerCase(), mail?.scope], ['maya1@people.example', '']);
      assert.equal(attributes.title, 'Captain');
    }),

  'keep any name': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const names = Object.values(hostileTexts).map((text) => text.replace('\n', ' '));
      for (const [at, givenName] of names.entries()) await crm.add({ ...crmPerson(at), givenName });
      const { items, pages } = await contactsOf(adapter);
      assert.equal(items.length + pages.flatMap(({ rejected }) => rejected).length, names.length);
      const given = items.flatMap((item) => (item.type === 'contact' ? JSON.stringify(item.contact.attributes) : []));
      for (const name of names)
        assert.ok(
          given.some((text) => text.includes(JSON.stringify(name).slice(1, -1))),
          `${name} is missing`,
        );
    }),

  'are all given, however small the pages': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const ids = await addPeople(crm, 11);
      const { ids: given, pages } = await contactsOf(adapter, { limit: 3 });
      assert.deepEqual(new Set(given), new Set(ids));
      assert.equal(given.length, ids.length, 'each once');
      for (const page of pages) assert.ok(page.items.length <= 3, 'no page is larger than wanted');
    }),

  'go on in another process from a cursor': (subject) =>
    withCrm(subject, async ({ adapter, connect, crm }) => {
      const ids = await addPeople(crm, 7);
      const first = await adapter.contacts({ limit: 3 });
      assert.ok(first.next, 'there is more');
      const rest = await contactsOf(connect(), { limit: 3, cursor: first.next });
      assert.deepEqual(new Set([...idsOf(first.items), ...rest.ids]), new Set(ids));
    }),

  'are given to two walks at a time': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const ids = await addPeople(crm, 7);
      const walks = await Promise.all([contactsOf(adapter, { limit: 2 }), contactsOf(adapter, { limit: 3 })]);
      for (const walk of walks) assert.deepEqual(new Set(walk.ids), new Set(ids));
    }),

  'end, though the server gives one page again and again': (subject) =>
    withCrm(subject, async ({ adapter, crm, way }) => {
      if (!way) throw new Absent('it asks nothing by HTTP');
      await addPeople(crm, 7);
      way.break(samePages());
      await refusedOr(() => contactsOf(adapter, { limit: 2 }), 'a page again and again');
    }),

  'of an empty CRM are none': (subject) =>
    withCrm(subject, async ({ adapter }) => {
      assert.deepEqual((await contactsOf(adapter)).items, []);
    }),

  'are organizations, too': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const person = await crm.add(crmPerson(1));
      const organization = await possible(crm, 'addOrganization')('Harbor Bikes');
      const { items, ids } = await contactsOf(adapter);
      const found = items.find((item) => item.type === 'contact' && item.contact.externalId === organization);
      assert.ok(
        found?.type === 'contact' && found.contact.party === 'organization',
        'the organization is given as one',
      );
      assert.deepEqual(new Set(ids), new Set([person, organization]));
    }),

  'refuse a cursor that is none': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      await addPeople(crm, 2);
      await refusal(() => adapter.contacts({ cursor: 'no cursor of yours' }), [], 'a cursor that is none');
    }),
});
