import type { CallOptions } from '../../../core/page.js';
import type { CrmField } from '../../crm-adapter.js';
import type { Desk } from './desk.js';
import { companyKind, contactKind, type ObjectKind } from './object-kinds.js';
import type { PropertyView } from './views.js';

const kinds: Readonly<Record<string, CrmField['kind']>> = {
  string: 'text',
  phone_number: 'text',
  number: 'number',
  date: 'date',
  datetime: 'time',
  bool: 'boolean',
  object_coordinates: 'other',
  json: 'other',
};

const partyOf = { contacts: 'person', companies: 'organization', leads: 'lead' } as const;

/** The properties of the kinds that are read, as the portal describes them. */
export async function fieldsOf(desk: Desk, { signal }: CallOptions = {}): Promise<CrmField[]> {
  const fields: CrmField[] = [];
  for (const kind of desk.kinds)
    for (const property of await desk.portal.properties(kind.object, signal)) fields.push(fieldOf(kind, property));
  return fields;
}

function fieldOf(kind: ObjectKind, property: PropertyView): CrmField {
  const { name, label, type, fieldType, options = [], hasUniqueValue, calculated, modificationMetadata } = property;
  const attribute = Object.entries(kind.attributes).find(([, known]) => known === name)?.[0];
  const isAddress = Object.values(kind.address).includes(name);
  const isUnique =
    hasUniqueValue || (kind === contactKind && name === 'email') || (kind === companyKind && name === 'domain');
  return {
    name,
    label,
    of: partyOf[kind.object],
    kind: type === 'enumeration' ? (fieldType === 'checkbox' ? 'choices' : 'choice') : (kinds[type] ?? 'other'),
    ...((attribute || isAddress) && { attribute: attribute ?? 'address' }),
    ...((calculated || modificationMetadata?.readOnlyValue) && { readOnly: true }),
    ...(isUnique && { unique: true }),
    ...(type === 'string' && { maxLength: 65_536 }),
    ...(options.length > 0 && { choices: options.map(({ value }) => value) }),
  };
}
