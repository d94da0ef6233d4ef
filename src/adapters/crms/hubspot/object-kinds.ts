import type { Attributes, PartyKind, PostalAddress } from '../../../core/model/party.js';

type TextAttribute = Exclude<keyof Attributes, 'alternateNames' | 'address' | 'custom'>;

/** What HubSpot calls the people and organizations that it keeps, and where they say what. */
export interface ObjectKind {
  /** As in paths: `contacts`. */
  object: 'contacts' | 'companies' | 'leads';
  /** As in links to records. */
  typeId: string;
  /** Stands before ids, so that those of other kinds are others; contacts have none. */
  prefix: string;
  party: PartyKind;
  /** The property of the last change. Contacts have one of their own. */
  changed: string;
  /** What its records belong to. */
  parent?: 'companies' | 'contacts';
  attributes: Partial<Record<TextAttribute, string>>;
  address: Partial<Record<keyof PostalAddress, string>>;
  /** Further properties that are read. */
  more: readonly string[];
}

const address = { street: 'address', city: 'city', region: 'state', postalCode: 'zip', country: 'country' } as const;
const merged = ['hs_merged_object_ids', 'hs_calculated_merged_vids'];

export const contactKind: ObjectKind = {
  object: 'contacts',
  typeId: '0-1',
  prefix: '',
  party: 'person',
  changed: 'lastmodifieddate',
  parent: 'companies',
  attributes: {
    givenName: 'firstname',
    familyName: 'lastname',
    organization: 'company',
    title: 'jobtitle',
    language: 'hs_language',
    birthDate: 'date_of_birth',
    lifecycleStage: 'lifecyclestage',
  },
  address,
  more: [
    'email',
    'hs_additional_emails',
    'phone',
    'mobilephone',
    'hs_whatsapp_phone_number',
    'website',
    'hs_email_optout',
    'hubspot_owner_id',
    ...merged,
  ],
};

export const companyKind: ObjectKind = {
  object: 'companies',
  typeId: '0-2',
  prefix: 'company/',
  party: 'organization',
  changed: 'hs_lastmodifieddate',
  attributes: { name: 'name', bio: 'description', lifecycleStage: 'lifecyclestage' },
  address,
  more: ['domain', 'hs_additional_domains', 'phone', 'website', 'hubspot_owner_id', ...merged],
};

export const leadKind: ObjectKind = {
  object: 'leads',
  typeId: '0-136',
  prefix: 'lead/',
  party: 'person',
  changed: 'hs_lastmodifieddate',
  parent: 'contacts',
  attributes: { name: 'hs_lead_name', lifecycleStage: 'hs_lead_label' },
  address: {},
  more: ['hubspot_owner_id', ...merged],
};

export const objectKinds: readonly ObjectKind[] = [contactKind, companyKind, leadKind];
