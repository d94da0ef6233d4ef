import { KenningError } from '../../../core/errors.js';
import type { Identifier } from '../../../core/model/identifier.js';
import type { Attributes } from '../../../core/model/party.js';
import type { ContactDraft } from '../../crm-drafts.js';
import { nameParts } from '../../name-parts.js';
import { textIn } from './contact-of.js';
import type { PartyFields } from './party-fields.js';
import type { FieldView } from './views.js';

/** A value as Salesforce takes it; null empties the field. */
export type FieldValue = string | number | boolean | null;
export type FieldValues = Record<string, FieldValue>;

export interface DraftFields {
  values: FieldValues;
  /** What no field has room for, in words. */
  unplaced: string[];
  /** Identifiers that no field is for. */
  homeless: Identifier[];
}

/**
 * The fields that a draft writes. Attributes go into the field that holds them; an identifier goes into the first field of its
 * kind that is empty or where we wrote ourselves, and never over what somebody else wrote.
 */
export function draftFields(
  draft: Pick<ContactDraft, 'attributes' | 'cleared' | 'identifiers' | 'organization'>,
  fields: PartyFields,
  row: unknown,
  ours: ReadonlyMap<string, string>,
): DraftFields {
  const { info } = fields;
  const found: DraftFields = { values: {}, unplaced: [], homeless: [] };
  const put = (name: string, field: string | undefined, value: string) => {
    const described = field === undefined ? undefined : info.fields.get(field);
    if (described) found.values[described.name] = typed(value, described);
    else found.unplaced.push(name);
  };
  attributesInto(put, draft.attributes ?? {}, fields);
  for (const name of draft.cleared ?? []) {
    const names = fieldsOfAttribute(name, fields);
    if (names.length === 0) throw unknownField(name, fields);
    for (const field of names) found.values[field] = null;
  }
  if (draft.organization)
    put('organization', fields.object === 'Contact' ? 'AccountId' : undefined, draft.organization.externalId);
  for (const identifier of draft.identifiers ?? []) {
    const candidates = fieldsFor(identifier, draft.identifiers ?? [], fields);
    const text = textOf(identifier);
    const written = (field: string) => textIn(row, field);
    if (candidates.some((field) => sameText(written(field), text) || sameText(String(found.values[field] ?? ''), text)))
      continue;
    const room = candidates.find(
      (field) => !(field in found.values) && (written(field) === undefined || written(field) === ours.get(field)),
    );
    if (room) put(identifier.kind, room, text);
    else if (candidates.length === 0) found.homeless.push(identifier);
  }
  return found;
}

type Put = (name: string, field: string | undefined, value: string) => void;

function attributesInto(
  put: Put,
  { custom = {}, address = {}, alternateNames, ...plain }: Attributes,
  fields: PartyFields,
): void {
  const { names } = fields;
  for (const [attribute, value] of Object.entries(plain) as [keyof typeof plain, string | undefined][]) {
    if (value === undefined) continue;
    if (attribute === 'name' && !names.name) {
      // Salesforce keeps a person's name in two parts. What the draft says of them itself is better.
      if (plain.familyName !== undefined || plain.givenName !== undefined) continue;
      const { before, last } = nameParts(value);
      if (before !== undefined) put('givenName', names.givenName, before);
      put('familyName', names.familyName, last);
    } else if (attribute === 'name' || attribute === 'givenName' || attribute === 'familyName')
      put(attribute, names[attribute], value);
    else put(attribute, fields.attributes[attribute], value);
  }
  if (alternateNames?.length) put('alternateNames', undefined, '');
  const { text, ...parts } = address;
  const street = parts.street ?? (Object.keys(parts).length === 0 ? text : undefined);
  for (const [part, value] of Object.entries({ ...parts, street }) as [keyof typeof parts, string | undefined][])
    if (value !== undefined) put(`address.${part}`, fields.address[part], value);
  for (const [name, value] of Object.entries(custom)) {
    if (!fields.info.fields.has(name)) throw unknownField(name, fields);
    put(name, name, value);
  }
}

/** The fields of an attribute, or the one that bears the name. */
function fieldsOfAttribute(name: string, { names, attributes, address, info }: PartyFields): string[] {
  if (name === 'address') return Object.values(address);
  const placed = { ...attributes, ...names } as Record<string, string>;
  if (Object.hasOwn(placed, name)) return [placed[name] as string];
  return info.fields.has(name) ? [name] : [];
}

function unknownField(name: string, { object }: PartyFields): KenningError {
  return new KenningError(
    'invalid',
    `salesforce: ${object} has no field ${name.slice(0, 100)} that this user sees; correct its name, or let the user see it.`,
  );
}

/** The fields in which an identifier may stand. */
function fieldsFor({ kind, scope }: Identifier, all: readonly Identifier[], fields: PartyFields): string[] {
  if (kind === 'email') return fields.emails;
  if (kind === 'phone') return fields.phones;
  const network = scope.split('/')[0] ?? '';
  const field = Object.hasOwn(fields.profiles, network) ? fields.profiles[network] : undefined;
  if (kind === 'handle' || kind === 'account-id' || (kind === 'url' && scope)) {
    if (!field) return [];
    // One field holds one of the two.
    const wanted = fields.info.fields.get(field)?.type === 'url' ? 'url' : 'handle';
    const isThere = all.some((other) => other.kind === wanted && other.scope === scope);
    return kind === wanted || !isThere ? [field] : [];
  }
  return kind === 'url' || kind === 'domain' ? fields.pages : [];
}

function textOf({ kind, scope, value }: Identifier): string {
  const realm = scope.split('/')[1];
  return kind === 'handle' && realm && !value.includes('@') ? `${value}@${realm}` : value;
}

function sameText(left: string | undefined, right: string): boolean {
  return left !== undefined && left.toLowerCase().replace(/^@/, '') === right.toLowerCase().replace(/^@/, '');
}

const numbers: ReadonlySet<string> = new Set(['int', 'double', 'currency', 'percent', 'long']);

function typed(value: string, { name, type }: FieldView): FieldValue {
  if (value === '') return null;
  if (type === 'boolean' && /^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  if (!numbers.has(type)) return value;
  const number = Number(value);
  if (Number.isFinite(number)) return number;
  throw new KenningError('invalid', `salesforce: the field ${name} takes a number.`);
}
