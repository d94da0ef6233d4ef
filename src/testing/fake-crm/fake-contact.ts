import type { ContactDraft } from '../../adapters/crm-adapter.js';
import type { Identifier } from '../../core/model/identifier.js';
import type { Attributes } from '../../core/model/party.js';
import type { Contact } from '../../core/model/source-record.js';
import type { FakeContact } from './fake-crm.js';

/** Fields and the attributes that they hold. */
export const fieldsOf = {
  first_name: 'givenName',
  last_name: 'familyName',
  company: 'organization',
  title: 'title',
} as const satisfies Record<string, keyof Attributes>;
const known = new Map<string, keyof Attributes>(Object.entries(fieldsOf));
const ofIdentifiers = ['email', 'phone'];

/** A contact of the fake CRM as an adapter gives it. */
export function contactOf({ id, party, values, profiles, changedAt }: FakeContact, source: string): Contact {
  const attributes: Attributes = {};
  const custom: Record<string, string> = {};
  for (const [field, value] of Object.entries(values)) {
    const attribute = known.get(field);
    if (attribute) Object.assign(attributes, { [attribute]: value });
    else if (!ofIdentifiers.includes(field)) custom[field] = value;
  }
  const name = [values.first_name, values.last_name].filter(Boolean).join(' ') || values.company;
  return {
    source,
    externalId: id,
    kind: 'contact',
    party,
    identifiers: [
      ...ofIdentifiers.flatMap((kind): Identifier[] => {
        const value = values[kind];
        return value ? [{ kind, scope: '', value, verifiedBy: 'crm' }] : [];
      }),
      ...profiles.map((value): Identifier => ({ kind: 'url', scope: '', value })),
    ],
    attributes: { ...(name && { name }), ...attributes, ...(Object.keys(custom).length > 0 && { custom }) },
    origin: 'api',
    observedAt: changedAt,
  };
}

/** What a draft writes: fields, and addresses of profiles. */
export function valuesOf({ of, party, attributes = {}, identifiers = [], cleared = [] }: ContactDraft) {
  const { name, familyName } = attributes;
  const values: Record<string, string> = {
    // Of somebody who only spoke on a network the name is known as a whole.
    ...(name && !of && !familyName && { [party === 'organization' ? 'company' : 'first_name']: name }),
    ...attributes.custom,
  };
  for (const [field, attribute] of known) {
    const value = attributes[attribute];
    if (typeof value === 'string') values[field] = value;
  }
  const profiles: string[] = [];
  for (const { kind, value } of identifiers)
    if (ofIdentifiers.includes(kind)) values[kind] = value;
    else profiles.push(value);
  for (const name of cleared) {
    const field = [...known].find(([, attribute]) => attribute === name)?.[0] ?? name;
    values[field] = '';
  }
  return { values, profiles };
}
