import assert from 'node:assert/strict';
import { sourceRecordDraft } from '../../../core/model/source-record.js';
import { offered } from '../absent.js';
import { isModel } from '../expect.js';
import { facet } from '../facet.js';
import { addPeople, type CrmSubject, crmPerson, possible, withCrm } from './crm-subject.js';

const email = (value: string) => ({ kind: 'email', scope: '', value });
const nasty = [`"'); drop table contacts; --`, '*', '%', 'a OR 1=1', '*@people.example', '\\', '👩‍👩‍👧'];

/** Contacts that are asked for by their ids, or by what they say. */
export const crmLookUps = facet<CrmSubject>('look-ups', {
  'give those that are asked for, as they stand': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const get = offered(adapter, 'get');
      const [first = '', , third = ''] = await addPeople(crm, 4);
      const found = await get([first, third].map((externalId) => ({ source: adapter.source, externalId })));
      for (const item of found) if (item.type === 'contact') isModel(sourceRecordDraft, item.contact, 'a contact');
      const ids = found.flatMap((item) => (item.type === 'contact' ? item.contact.externalId : []));
      assert.deepEqual(new Set(ids), new Set([first, third]));
    }),

  'tell which are gone': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const [get, remove] = [offered(adapter, 'get'), possible(crm, 'remove')];
      const [first = '', second = ''] = await addPeople(crm, 2);
      await remove(first);
      const found = await get([first, second].map((externalId) => ({ source: adapter.source, externalId })));
      const gone = found.flatMap((item) => (item.type === 'removed' ? item.of.externalId : []));
      assert.deepEqual(gone, [first]);
    }),

  'find who says an address, and nobody else': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const find = offered(adapter, 'find');
      const [, second] = await addPeople(crm, 12);
      const found = await find([email(crmPerson(2).email)]);
      for (const contact of found) isModel(sourceRecordDraft, contact, 'a contact');
      assert.deepEqual(
        found.map(({ externalId }) => externalId),
        [second],
      );
    }),

  'find nobody for what nobody says, whatever it is': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const find = offered(adapter, 'find');
      await addPeople(crm, 3);
      assert.deepEqual(await find([]), []);
      for (const value of ['nobody@people.example', ...nasty]) assert.deepEqual(await find([email(value)]), [], value);
    }),
});
