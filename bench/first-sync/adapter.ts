import type { ContactObserved, CrmAdapter, DeltaPage } from '../../src/adapters/crm-adapter.js';
import type { Contact } from '../../src/core/model/source-record.js';
import type { ListedContact } from './contact.js';

interface Listed {
  results: ListedContact[];
  paging?: { next: { after: string } };
}

/** The adapter of the made-up CRM. `onRead` is told how long each page took to come, in milliseconds. */
export function madeUpCrm(url: string, pageSize: number, onRead: (milliseconds: number) => void): CrmAdapter {
  const source = 'made-up-crm/bench';
  return {
    contract: 1,
    crm: { id: 'made-up-crm', name: 'Made-up CRM' },
    source,
    async contacts({ cursor = '0', signal } = {}): Promise<DeltaPage<ContactObserved>> {
      const began = performance.now();
      const answer = await fetch(`${url}?limit=${pageSize}&after=${cursor}`, { ...(signal && { signal }) });
      const { results, paging } = (await answer.json()) as Listed;
      onRead(performance.now() - began);
      const items = results.map((listed): ContactObserved => ({ type: 'contact', contact: contactOf(listed, source) }));
      return { items, rejected: [], ...(paging ? { next: paging.next.after } : { changed: 'end' }) };
    },
  };
}

function contactOf({ id, changedAt, properties }: ListedContact, source: string): Contact {
  const { firstname, lastname, email, phone, company, jobtitle, city, zip } = properties;
  return {
    source,
    externalId: id,
    kind: 'contact',
    party: 'person',
    identifiers: [
      { kind: 'email', scope: '', value: email, verifiedBy: 'crm' },
      { kind: 'phone', scope: '', value: phone },
    ],
    attributes: {
      name: `${firstname} ${lastname}`,
      givenName: firstname,
      familyName: lastname,
      organization: company,
      title: jobtitle,
      address: { city, postalCode: zip },
    },
    origin: 'api',
    observedAt: changedAt,
  };
}
