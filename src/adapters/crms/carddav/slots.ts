import type { Attributes, PostalAddress } from '../../../core/model/party.js';
import type { CrmField } from '../../crm-adapter.js';

/** Where an attribute stands in a card: a property, or one of the parts of a property. */
export interface Slot {
  property: string;
  part?: number;
}

type PlainField = Exclude<keyof Attributes, 'alternateNames' | 'address' | 'custom' | 'image'>;

/** vCard has no property for some; those get one of our own, which other programs keep. */
export const slots: Readonly<Record<PlainField, Slot>> = {
  name: { property: 'FN' },
  familyName: { property: 'N', part: 0 },
  givenName: { property: 'N', part: 1 },
  organization: { property: 'ORG', part: 0 },
  title: { property: 'TITLE' },
  bio: { property: 'X-BIO' },
  birthDate: { property: 'BDAY' },
  location: { property: 'X-LOCATION' },
  language: { property: 'LANG' },
  timeZone: { property: 'TZ' },
  lifecycleStage: { property: 'X-LIFECYCLE-STAGE' },
};

export const addressSlots: Readonly<Record<Exclude<keyof PostalAddress, 'text'>, Slot>> = {
  street: { property: 'ADR', part: 2 },
  city: { property: 'ADR', part: 3 },
  region: { property: 'ADR', part: 4 },
  postalCode: { property: 'ADR', part: 5 },
  country: { property: 'ADR', part: 6 },
};

/** Properties that are a CRM's own fields here, besides all that begin with `X-`. */
const ownFields = ['NOTE', 'ROLE', 'CATEGORIES', 'GENDER', 'ANNIVERSARY', 'EXPERTISE', 'HOBBY', 'INTEREST'];

/** Properties with `X-` that are read otherwise, or hold nothing that people write. */
const otherwise =
  /^X-(KENNING.*|SOCIALPROFILE|IDENTIFIER|AB.*|ADDRESSBOOKSERVER-.*|BIO|LOCATION|LIFECYCLE-STAGE|EVOLUTION-.*|RADICALE-.*)$/;

/** Whether a property is a field of the CRM's own, read and written under its name. */
export function isOwnField(property: string): boolean {
  return ownFields.includes(property) || (/^X-[A-Z0-9-]{1,100}$/.test(property) && !otherwise.test(property));
}

const labels: Readonly<Record<PlainField, string>> = {
  name: 'Name',
  familyName: 'Family name',
  givenName: 'Given name',
  organization: 'Organization',
  title: 'Title',
  bio: 'Biography',
  birthDate: 'Birthday',
  location: 'Location',
  language: 'Language',
  timeZone: 'Time zone',
  lifecycleStage: 'Lifecycle stage',
};

/** The fields of a card. A server tells none, so they are those of the format. */
export function cardFields(): CrmField[] {
  const plain = (Object.entries(slots) as [PlainField, Slot][]).map(
    ([attribute, { property }]): CrmField => ({
      name: property,
      label: labels[attribute],
      kind: attribute === 'birthDate' ? 'date' : 'text',
      attribute,
      ...(attribute === 'name' && { required: true }),
    }),
  );
  const others: CrmField[] = [
    { name: 'NICKNAME', label: 'Nicknames', kind: 'text', attribute: 'alternateNames' },
    { name: 'ADR', label: 'Address', kind: 'text', attribute: 'address' },
    { name: 'UID', label: 'UID', kind: 'text', readOnly: true, unique: true },
    { name: 'REV', label: 'Last change', kind: 'time', readOnly: true },
  ];
  return [...plain, ...others, ...ownFields.map((name): CrmField => ({ name, label: name, kind: 'text' }))];
}
