import assert from 'node:assert/strict';
import { Absent, offered } from '../absent.js';
import { pagesOf } from '../expect.js';
import { facet } from '../facet.js';
import { repeatWrite } from '../writes.js';
import { contactsOf } from './crm-contacts.js';
import { type CrmSubject, crmPerson, possible, withCrm } from './crm-subject.js';

const interaction = '0198c0de-0000-7000-8000-000000000001' as never;
const isInstant = (text: string) => assert.match(text, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** Cases, deals, leads and fields. */
export const crmBeside = facet<CrmSubject>('beside', {
  'a case is opened once, and followed': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const open = offered(adapter, 'openCase');
      const list = offered(adapter, 'cases');
      const contact = { source: adapter.source, externalId: await crm.add(crmPerson(1)) };
      const draft = { key: 'case-1', contact, subject: 'Squealing brakes', text: 'Since Monday.', interaction };
      const of = await open.send(draft);
      assert.deepEqual(await repeatWrite(open, draft), of);
      const cases = async () => (await pagesOf((page) => list(page))).flatMap(({ items }) => items);
      const [one, ...others] = await cases();
      assert.ok(one && others.length === 0, 'one case is listed');
      assert.deepEqual([one.of, one.state, one.subject], [of, 'open', 'Squealing brakes']);
      assert.ok(one.key === undefined || one.key === 'case-1', 'its key is ours');
      isInstant(one.openedAt);
      await possible(crm, 'closeCase')(of.externalId);
      const [closed] = await cases();
      assert.equal(closed?.state, 'closed');
      isInstant(closed?.closedAt ?? '');
    }),

  'deals are listed': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const list = offered(adapter, 'deals');
      const contact = await crm.add(crmPerson(1));
      const id = await possible(crm, 'addDeal')({ contact, name: 'Ten bikes', amount: 12_500 });
      const [deal] = (await pagesOf((page) => list(page))).flatMap(({ items }) => items);
      assert.deepEqual([deal?.of.externalId, deal?.name, deal?.state], [id, 'Ten bikes', 'open']);
      assert.equal(deal?.amount?.value, 12_500);
      assert.deepEqual(deal?.contacts, [{ source: adapter.source, externalId: contact }]);
      isInstant(deal?.openedAt ?? '');
    }),

  'a lead is made once': (subject) =>
    withCrm(subject, async ({ adapter, connect, crm }) => {
      const createLead = offered(adapter, 'createLead');
      const identifiers = [{ kind: 'email', scope: '', value: 'ann@people.example' }];
      const attributes = { name: 'Ann Berg', givenName: 'Ann', familyName: 'Berg' };
      const draft = { key: 'lead-1', rule: 'asked for a price', attributes, identifiers, origin: 'bluesky' };
      const made = await createLead.send(draft);
      assert.deepEqual(await repeatWrite(createLead, draft), made);
      assert.equal((await crm.read(made.externalId))?.familyName, 'Berg');
      assert.deepEqual((await contactsOf(connect())).ids, [made.externalId]);
    }),

  'fields say what they take': (subject) =>
    withCrm(subject, async ({ adapter, crm }) => {
      const fields = await offered(adapter, 'fields')();
      assert.ok(fields.length > 0, 'there are fields');
      const { readOnly, short } = crm.fields ?? {};
      if (!readOnly && !short) throw new Absent('no field refuses anything in this CRM here');
      const named = (name: string | undefined) => fields.find((field) => field.name === name);
      if (readOnly) assert.equal(named(readOnly)?.readOnly, true, `${readOnly} is read-only`);
      if (short) assert.equal(named(short.name)?.maxLength, short.maxLength, `${short.name} is short`);
    }),
});
