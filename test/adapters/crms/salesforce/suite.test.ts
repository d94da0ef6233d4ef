import { describe, it } from 'vitest';
import { salesforce } from '../../../../src/adapters/crms/salesforce/index.js';
import { type CrmPerson, type CrmSide, crmAdapterSuite } from '../../../../src/testing/suites/crm/index.js';
import { FakeSalesforce } from '../../../support/salesforce/fake-salesforce.js';

const names = { givenName: 'FirstName', familyName: 'LastName', email: 'Email', title: 'Title' } as const;
const valuesOf = (person: Partial<CrmPerson>) =>
  Object.fromEntries(Object.entries(person).map(([name, value]) => [names[name as keyof CrmPerson], value]));

/** Somebody who works in Salesforce. */
function colleague(fake: FakeSalesforce): CrmSide {
  return {
    add: (person) => fake.add('Contact', valuesOf(person)),
    read(id) {
      const { FirstName, LastName, Email, Title, IsDeleted } = fake.row(id);
      if (LastName === undefined || IsDeleted) return undefined;
      return {
        givenName: String(FirstName ?? ''),
        familyName: String(LastName),
        ...(typeof Email === 'string' && { email: Email }),
        ...(typeof Title === 'string' && { title: Title }),
      };
    },
    change: (id, person) => fake.change(id, valuesOf(person)),
    remove: (id) => fake.remove(id),
    merge(into, from) {
      fake.merge(from, into);
      return into;
    },
    addOrganization: (name) => fake.add('Account', { Name: name }),
    lock(id) {
      fake.rule = (_object, _fields, of) =>
        of === id
          ? { statusCode: 'UNABLE_TO_LOCK_ROW', message: 'unable to obtain exclusive access', fields: [] }
          : undefined;
    },
    log: (id, { text, at }) =>
      fake.add('Task', {
        WhoId: id,
        Subject: 'Call',
        Description: text,
        CompletedDateTime: at,
        TaskSubtype: 'Call',
        CallType: 'Inbound',
        Status: 'Completed',
      }),
    logged: (id) =>
      fake.standing('Task').flatMap(({ WhoId, Description }) => (WhoId === id ? [String(Description)] : [])),
    unlog: (id) => fake.remove(id),
    closeCase: (id) => fake.change(id, { Status: 'Closed', ClosedDate: new Date(fake.now).toISOString() }),
    addDeal({ contact, name, amount }) {
      const fields = { Name: name, Amount: amount, StageName: 'Prospecting', CloseDate: '2026-12-31' };
      const deal = fake.add('Opportunity', fields);
      fake.add('OpportunityContactRole', { OpportunityId: deal, ContactId: contact });
      return deal;
    },
    fields: { readOnly: 'CreatedDate', short: { name: 'Location__c', maxLength: 40 } },
  };
}

describe('the salesforce CRM', () => {
  crmAdapterSuite(
    { describe, it },
    {
      renews: true,
      open({ clock, secret, timeoutMs, served }) {
        const fake = FakeSalesforce.apart();
        fake.now = Date.now();
        fake.tokens.clear();
        fake.tokens.add(secret);
        // Each time it is asked for it is another, and Salesforce takes all.
        let asked = 0;
        const accessToken = () => {
          const token = `${secret}${'-'.repeat(asked++ % 7)}`;
          fake.tokens.add(token);
          return token;
        };
        // Whoever speaks to one organization shares what is known of its limits, so each rule has one of its own.
        const domain = `${crypto.randomUUID()}.my.salesforce.com`;
        const fetch = served((request) => fake.respond(request));
        const fields = {
          keyField: 'Kenning_Key__c',
          logField: 'Kenning_Log__c',
          profiles: { bluesky: 'Bluesky__c', mastodon: 'Mastodon__c', website: 'Website__c' },
        };
        return {
          connect: () => salesforce({ domain, accessToken, clock, timeoutMs, fetch, ...fields }),
          crm: colleague(fake),
        };
      },
    },
  );
});
