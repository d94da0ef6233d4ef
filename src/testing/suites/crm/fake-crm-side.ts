import type { FakeCrm } from '../../fake-crm/fake-crm.js';
import type { CrmSide } from './crm-subject.js';

const fieldsOf = { givenName: 'first_name', familyName: 'last_name', email: 'email', title: 'title' } as const;

function valuesOf(person: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fieldsOf).flatMap(([attribute, field]) => {
      const value = (person as Record<string, unknown>)[attribute];
      return typeof value === 'string' ? [[field, value]] : [];
    }),
  );
}

/**
 * What people do in the fake CRM, for the suite of an adapter that speaks to it.
 *
 * @example
 * crmAdapterSuite(runner, { open: () => ({ connect: () => fakeCrmAdapter(crm), crm: fakeCrmSide(crm) }) });
 */
export function fakeCrmSide(crm: FakeCrm): Required<Omit<CrmSide, 'deliver'>> {
  const fields = crm.fields;
  const readOnly = fields.find((field) => field.readOnly)?.name;
  const short = fields.find(({ maxLength = 100 }) => maxLength < 50);
  return {
    add: (person) => crm.add(valuesOf(person)),
    read(id) {
      const contact = crm.contacts.get(id);
      if (!contact || contact.removed || contact.mergedInto) return undefined;
      const { first_name = '', last_name = '', email, title } = contact.values;
      return { givenName: first_name, familyName: last_name, ...(email && { email }), ...(title && { title }) };
    },
    change: (id, person) => crm.change(id, valuesOf(person)),
    remove: (id) => crm.remove(id),
    merge(into, from) {
      crm.merge(into, from);
      return into;
    },
    addOrganization: (company) => crm.add({ company }, 'organization'),
    lock: (id) => void crm.locked.add(id),
    log: (contact, { kind, text, at }) => crm.log({ contact, kind, text, at, direction: 'inbound', subject: kind }),
    logged: (id) =>
      [...crm.activities.values()].flatMap(({ contact, removed, text }) => (contact === id && !removed ? text : [])),
    unlog: (id) => crm.unlog(id),
    closeCase: (id) => crm.closeCase(id),
    addDeal: ({ contact, name, amount }) => crm.deal({ contact, name, amount, state: 'open' }),
    fields: {
      ...(readOnly && { readOnly }),
      ...(short && { short: { name: short.name, maxLength: short.maxLength ?? 0 } }),
    },
  };
}
