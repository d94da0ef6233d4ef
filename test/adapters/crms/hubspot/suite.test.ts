import { describe, it } from 'vitest';
import { hubspot } from '../../../../src/adapters/crms/hubspot/index.js';
import { encoded } from '../../../../src/core/bytes.js';
import { systemClock } from '../../../../src/core/clock.js';
import { hmac } from '../../../../src/core/webhooks/prove.js';
import { type CrmPerson, type CrmSide, crmAdapterSuite } from '../../../../src/testing/suites/crm/index.js';
import type { FakeHubspot } from '../../../support/fake-hubspot/fake-hubspot.js';
import { portalId } from '../../../support/fake-hubspot/hubspot-answers.js';
import { judge, madeUpHubspot } from '../../../support/fake-hubspot/made-up-portal.js';
import { answerRequest } from '../../../support/fake-hubspot/serve-hubspot.js';

const publicUrl = 'https://app.made-up.example/hooks/hubspot';
const clientSecret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const names = { givenName: 'firstname', familyName: 'lastname', email: 'email', title: 'jobtitle' } as const;

const valuesOf = (person: Partial<CrmPerson>) =>
  Object.fromEntries(Object.entries(person).map(([name, value]) => [names[name as keyof CrmPerson], value]));

/** Somebody who works in HubSpot. */
function colleague({ records, clock }: FakeHubspot): CrmSide {
  const bodies = { notes: 'hs_note_body', communications: 'hs_communication_body', calls: 'hs_call_body' } as const;
  const standing = (id: string) => records.all('contacts').find((record) => record.id === id && !record.archivedAt);
  return {
    add: (person) => records.add('contacts', valuesOf(person)).id,
    read(id) {
      const record = standing(id);
      if (!record) return undefined;
      const { firstname = '', lastname = '', email, jobtitle } = record.properties;
      return {
        givenName: firstname,
        familyName: lastname,
        ...(email && { email }),
        ...(jobtitle && { title: jobtitle }),
      };
    },
    change(id, person) {
      const record = standing(id);
      if (record) records.change('contacts', record, valuesOf(person));
    },
    remove: (id) => records.archive('contacts', id),
    merge(into, from) {
      const [one, other] = [standing(into), standing(from)];
      if (!one || !other) throw new Error('nobody to merge');
      return records.merge('contacts', one, other).id;
    },
    addOrganization: (name) => `company/${records.add('companies', { name }).id}`,
    log(id, { text, at }) {
      const call = records.add('calls', { hs_call_body: text, hs_timestamp: at, hs_call_direction: 'INBOUND' });
      records.link('calls', call.id, 'contacts', id);
      return `call/${call.id}`;
    },
    logged: (id) =>
      Object.entries(bodies).flatMap(([object, body]) =>
        records.linked('contacts', id, object).map((one) => shownText(records.find(object, one)?.properties[body])),
      ),
    unlog: (id) => records.archive('notes', id.slice('note/'.length)),
    closeCase(id) {
      const ticket = records.find('tickets', id.slice('ticket/'.length));
      if (!ticket) throw new Error('no ticket');
      const closed_date = new Date(clock.now()).toISOString();
      records.change('tickets', ticket, { hs_pipeline_stage: '4', closed_date });
    },
    addDeal({ contact, name, amount }) {
      const properties = { dealname: name, amount: String(amount), dealstage: 'appointmentscheduled' };
      const deal = records.add('deals', properties);
      records.link('deals', deal.id, 'contacts', contact);
      return `deal/${deal.id}`;
    },
    fields: { readOnly: 'hs_object_id', short: { name: 'favorite_bike', maxLength: 65_536 } },
    async deliver(objectId) {
      const time = String(Date.now());
      const event = { portalId: Number(portalId), subscriptionType: 'contact.propertyChange', occurredAt: Date.now() };
      const body = JSON.stringify([{ objectId: Number(objectId), ...event }]);
      const signature = encoded(await hmac('SHA-256', clientSecret, `POST${publicUrl}${body}${time}`), 'base64');
      return new Request(publicUrl, {
        method: 'POST',
        body,
        headers: { 'x-hubspot-signature-v3': signature, 'x-hubspot-request-timestamp': time },
      });
    },
  };
}

/** A note as people see it. */
function shownText(html = ''): string {
  return html
    .replaceAll('<br>', '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"' })[name] ?? '');
}

describe('the hubspot CRM', () => {
  crmAdapterSuite(
    { describe, it },
    {
      renews: true,
      open({ clock, secret, timeoutMs, served }) {
        const fake = madeUpHubspot(systemClock);
        fake.tokens = new Set([secret]);
        const fetch = served((request) => answerRequest(fake, request));
        // Each time it is asked for it is another, and HubSpot takes all.
        let asked = 0;
        const accessToken = () => {
          const token = `${secret}${'-'.repeat(asked++ % 7)}`;
          fake.tokens.add(token);
          return token;
        };
        // Whoever speaks to one portal shares what is known of its limits, so each rule has a server of its own.
        const baseUrl = `https://${crypto.randomUUID()}.example`;
        const options = { portal: portalId, baseUrl, accessToken, timeoutMs, fetch, clock, clientSecret, publicUrl };
        return { connect: () => hubspot(options), crm: colleague(fake), close: () => judge(fake) };
      },
    },
  );
});
