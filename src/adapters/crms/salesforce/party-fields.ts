import { KenningError } from '../../../core/errors.js';
import type { PostalAddress } from '../../../core/model/party.js';
import type { ObjectInfo, Objects } from './objects.js';
import type { ParsedOptions, PlacedAttribute } from './options.js';
import type { PartyObject } from './record-id.js';

/** Where an object of people or organizations keeps what. A name that this user does not see is not in it. */
export interface PartyFields {
  object: PartyObject;
  info: ObjectInfo;
  /** `name` where it is one field. */
  names: Partial<Record<'name' | 'givenName' | 'familyName', string>>;
  attributes: Partial<Record<PlacedAttribute, string>>;
  address: Partial<Record<Exclude<keyof PostalAddress, 'text'>, string>>;
  /** In the order in which a new one looks for room. */
  phones: string[];
  emails: string[];
  pages: string[];
  /** By network. */
  profiles: Record<string, string>;
  custom: string[];
  key?: string;
  log?: string;
  /** What is selected of it. */
  selected: string[];
}

interface Standard {
  names: PartyFields['names'];
  attributes: PartyFields['attributes'];
  addressPrefix: string;
  phones: string[];
  emails: string[];
  pages: string[];
  /** Read besides. */
  more: string[];
}

const personNames = { givenName: 'FirstName', familyName: 'LastName' };
const refusals = ['HasOptedOutOfEmail', 'DoNotCall', 'HasOptedOutOfFax'];

const standard: Readonly<Record<PartyObject, Standard>> = {
  Account: {
    names: { name: 'Name' },
    attributes: {},
    addressPrefix: 'Billing',
    phones: ['Phone'],
    emails: [],
    pages: ['Website'],
    more: ['IsPersonAccount'],
  },
  Contact: {
    names: personNames,
    attributes: { title: 'Title', birthDate: 'Birthdate' },
    addressPrefix: 'Mailing',
    phones: ['Phone', 'MobilePhone', 'HomePhone', 'OtherPhone'],
    emails: ['Email'],
    pages: [],
    more: ['Name', 'Department', 'AccountId', 'IsPersonAccount', ...refusals],
  },
  Lead: {
    names: personNames,
    attributes: { title: 'Title', organization: 'Company', lifecycleStage: 'Status' },
    addressPrefix: '',
    phones: ['Phone', 'MobilePhone'],
    emails: ['Email'],
    pages: ['Website'],
    more: ['Name', 'IsConverted', 'ConvertedContactId', 'ConvertedDate', ...refusals],
  },
};

const head = ['Id', 'SystemModstamp', 'LastModifiedDate', 'IsDeleted', 'MasterRecordId', 'OwnerId'];
const addressParts = {
  street: 'Street',
  city: 'City',
  region: 'State',
  postalCode: 'PostalCode',
  country: 'Country',
} as const;

/** The fields of an object that are read and written, undefined where the organization hides it. */
export async function partyFields(
  object: PartyObject,
  { objects, options, signal }: { objects: Objects; options: ParsedOptions; signal?: AbortSignal | undefined },
): Promise<PartyFields | undefined> {
  const info = await objects.info(object, signal);
  if (!info) return undefined;
  const known = standard[object];
  const seen = <Name extends string>(names: Partial<Record<Name, string | undefined>>) =>
    Object.fromEntries(
      Object.entries<string | undefined>(names).filter(([, field]) => field && info.fields.has(field)),
    ) as Partial<Record<Name, string>>;
  const list = (names: readonly string[] = []) => names.filter((name) => info.fields.has(name));
  const { custom, keyField, logField } = options;
  const { website, ...profiles } = options.profiles ?? {};
  const parts = Object.entries(addressParts).map(([part, suffix]) => [part, `${known.addressPrefix}${suffix}`]);
  const fields = {
    names: seen(known.names),
    attributes: seen({ ...known.attributes, ...options.attributes }),
    address: seen(Object.fromEntries(parts) as PartyFields['address']),
    phones: list(known.phones),
    emails: list(known.emails),
    pages: list([...known.pages, ...(website ? [website] : [])]),
    profiles: seen(profiles) as Record<string, string>,
    custom: list(custom),
  };
  const [key] = list(keyField ? [keyField] : []);
  const [log] = list(logField ? [logField] : []);
  const selected = [
    ...list(head),
    ...list(known.more),
    ...Object.values(fields).flatMap((part) => Object.values(part)),
    ...[log, key].filter((name) => name !== undefined),
    ...(info.fields.has('OwnerId') ? ['Owner.Name'] : []),
    ...(object === 'Contact' && info.fields.has('AccountId') ? ['Account.Name'] : []),
  ];
  return { object, info, ...fields, ...(key && { key }), ...(log && { log }), selected: [...new Set(selected)] };
}

/** Says when a field that options name is on no object: a name was misspelled, or nobody lets us see it. */
export function checkNamedFields(all: readonly PartyFields[], options: ParsedOptions): void {
  if (all.length === 0)
    throw new KenningError(
      'forbidden',
      "Salesforce: this user sees neither contacts, accounts nor leads; the organization's administrator must allow it.",
    );
  const { profiles = {}, attributes = {}, custom = [], keyField, logField } = options;
  const named = [...Object.values(profiles), ...Object.values(attributes), ...custom, keyField, logField];
  for (const name of named)
    if (name !== undefined && !all.some(({ info }) => info.fields.has(name)))
      throw new KenningError(
        'invalid',
        `salesforce: neither contacts, accounts nor leads have a field ${name} that this user sees; correct the options, or let the user see it.`,
      );
}
