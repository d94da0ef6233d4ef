import assert from 'node:assert/strict';
import { scope } from '../../../core/model/scope.js';
import { Absent, offered } from '../absent.js';
import { accessRules } from '../access-rules.js';
import { isModel } from '../expect.js';
import { facet, suite } from '../facet.js';
import { httpRules } from '../http-rules.js';
import { fieldsOf, spoil, wrongsIn } from '../spoil.js';
import { knowsOnly, verbsAre } from '../verbs.js';
import { webhookRules } from '../webhook-rules.js';
import { crmActivities } from './crm-activities.js';
import { crmBeside } from './crm-beside.js';
import { crmChanges } from './crm-changes.js';
import { contactsOf, crmContacts } from './crm-contacts.js';
import { crmErasures } from './crm-erasures.js';
import { crmLookUps } from './crm-look-ups.js';
import { crmMerges } from './crm-merges.js';
import { addPeople, type CrmSubject, crmPerson, possible, withCrm } from './crm-subject.js';
import { crmUpserts } from './crm-upserts.js';

export type { CrmPerson, CrmSide, CrmSubject, OpenedCrm } from './crm-subject.js';
export { crmActivities, crmBeside, crmChanges, crmContacts, crmErasures, crmLookUps, crmMerges, crmUpserts };

const functions = ['contacts', 'get', 'activities', 'cases', 'deals', 'find', 'fields', 'access'];
const writes = ['upsert', 'logActivity', 'erase', 'merge', 'openCase', 'createLead'];

/** What an adapter says of itself. */
export const crmShape = facet<CrmSubject>('shape', {
  'it is an adapter of the first contract': (subject) =>
    withCrm(subject, async ({ adapter }) => {
      assert.equal(adapter.contract, 1);
      assert.match(adapter.crm.id, /^[a-z0-9-]{1,100}$/, 'the CRM’s id is in kebab-case');
      assert.ok(adapter.crm.name.length > 0, 'the CRM has a name');
      isModel(scope, adapter.source, 'source');
      assert.ok(adapter.source.length > 0, 'its contacts have a source');
      JSON.stringify(adapter.crm);
    }),
  'its verbs are those of the contract': (subject) =>
    withCrm(subject, async ({ adapter }) => {
      knowsOnly(adapter, ['contract', 'crm', 'source', 'gathers', 'webhook', ...functions, ...writes]);
      verbsAre(adapter, { functions, writes });
    }),
  'nothing is asked before a verb is called': (subject) =>
    withCrm(subject, async ({ way }) => {
      if (!way) throw new Absent('it asks nothing by HTTP');
      await new Promise((resolve) => setTimeout(resolve, 20));
      assert.equal(way.calls.length, 0);
    }),
});

/** Whichever way its server fails. */
export const crmHttp = facet<CrmSubject>(
  'HTTP',
  httpRules<CrmSubject>((subject, work) =>
    withCrm(subject, async ({ adapter, crm, way, world, skew }) => {
      if (!way) throw new Absent('it asks nothing by HTTP');
      await addPeople(crm, 2);
      const read = (options = {}) => adapter.contacts(options);
      await work({ read, way, secret: world.secret, renews: subject.renews ?? false, skew });
    }),
  ),
);

/** What the credential may do. */
export const crmAccess = facet<CrmSubject>(
  'access',
  accessRules<CrmSubject>((subject, work) =>
    withCrm(subject, async ({ adapter, crm, way, world }) => {
      const ask = offered(adapter, 'access').bind(adapter);
      await addPeople(crm, 1);
      await work({ ask, verbs: Object.keys(adapter), secret: world.secret, way });
    }),
  ),
);

/** What the CRM tells by itself. */
export const crmWebhook = facet<CrmSubject>(
  'webhook',
  webhookRules<CrmSubject>((subject, work) =>
    withCrm(subject, async ({ adapter, crm, skew }) => {
      const receiver = offered(adapter, 'webhook');
      const deliver = possible(crm, 'deliver');
      const id = await crm.add(crmPerson(1));
      await work({ receiver, skew, delivery: async () => ({ request: await deliver(id), tells: id }) });
    }),
  ),
);

/** That one contact which can not be read takes nothing else with it. */
export const crmMalformed = facet<CrmSubject>('malformed records', {
  'are rejected one by one, and the rest goes through': (subject) =>
    withCrm(subject, async ({ adapter, crm, way }) => {
      if (!way) throw new Absent('it asks nothing by HTTP');
      const ids = await addPeople(crm, 5);
      await fieldsOf(crmPerson(3).email, way, () => contactsOf(adapter));
      for (const wrong of wrongsIn(way.format)) {
        way.break(spoil(crmPerson(3).email, wrong, way.format));
        const { ids: given, pages } = await contactsOf(adapter);
        const expected = ids.filter((_, at) => at !== 2);
        assert.deepEqual(new Set(given), new Set(expected), `with ${JSON.stringify(wrong)} in place of one`);
        const rejected = pages.flatMap((page) => page.rejected);
        assert.equal(rejected.length, 1, `with ${JSON.stringify(wrong)} in place of one: it is rejected`);
        assert.ok(rejected[0]?.reason, 'with a reason');
      }
    }),
});

/**
 * Everything that a CRM adapter must keep, each verb that it offers. Verbs that it does not offer are listed as skipped.
 *
 * @example
 * import { describe, it } from 'node:test';
 * crmAdapterSuite({ describe, it }, {
 *   open({ served, secret }) {
 *     const fetch = served((request) => myServer.answer(request));
 *     return { connect: () => myCrm({ token: secret, fetch }), crm: { add: (person) => …, read: (id) => … } };
 *   },
 * });
 */
export const crmAdapterSuite = suite<CrmSubject>('a CRM adapter', [
  crmShape,
  crmContacts,
  crmChanges,
  crmLookUps,
  crmUpserts,
  crmActivities,
  crmErasures,
  crmMerges,
  crmBeside,
  crmAccess,
  crmMalformed,
  crmWebhook,
  crmHttp,
]);
