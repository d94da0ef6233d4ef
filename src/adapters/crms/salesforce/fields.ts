import type { CallOptions } from '../../../core/page.js';
import type { CrmField } from '../../crm-field.js';
import type { Objects } from './objects.js';
import type { ParsedOptions } from './options.js';
import { type PartyFields, partyFields } from './party-fields.js';
import type { FieldView } from './views.js';

const kinds: Readonly<Record<string, CrmField['kind']>> = {
  string: 'text',
  textarea: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  combobox: 'text',
  int: 'number',
  long: 'number',
  double: 'number',
  currency: 'number',
  percent: 'number',
  date: 'date',
  datetime: 'time',
  boolean: 'boolean',
  picklist: 'choice',
  multipicklist: 'choices',
  reference: 'reference',
};
const partyOf = { Account: 'organization', Contact: 'person', Lead: 'lead' } as const;

/** The fields of contacts, accounts and leads that this user sees. */
export async function fieldsOf(
  objects: Objects,
  options: ParsedOptions,
  { signal }: CallOptions = {},
): Promise<CrmField[]> {
  const found: CrmField[] = [];
  for (const object of ['Contact', 'Account', 'Lead'] as const) {
    const fields = await partyFields(object, { objects, options, signal });
    if (fields) for (const field of fields.info.fields.values()) found.push(fieldOf(field, fields));
  }
  return found;
}

function fieldOf(field: FieldView, { object, names, attributes, address }: PartyFields): CrmField {
  const { name, label, type, length, updateable, createable, unique, nillable, defaultedOnCreate, picklistValues } =
    field;
  const attribute = Object.entries({ ...attributes, ...names }).find(([, known]) => known === name)?.[0];
  const isAddress = Object.values(address).includes(name);
  const kind = kinds[type] ?? 'other';
  return {
    name,
    label,
    of: partyOf[object],
    kind,
    ...((attribute || isAddress) && { attribute: attribute ?? 'address' }),
    ...(!updateable && { readOnly: true }),
    ...(unique && { unique: true }),
    ...(createable && !nillable && !defaultedOnCreate && { required: true }),
    ...(kind === 'text' && length > 0 && { maxLength: length }),
    ...(picklistValues.length > 0 && {
      choices: picklistValues.flatMap(({ value, active }) => (active ? [value] : [])),
    }),
  };
}
