import type { Affiliation } from '../../../core/model/affiliation.js';
import type { Identifier } from '../../../core/model/identifier.js';
import type { Attributes, PostalAddress } from '../../../core/model/party.js';
import { scopeOf } from '../../../core/model/scope.js';
import type { Contact } from '../../../core/model/source-record.js';
import type { ObjectKind } from './object-kinds.js';
import type { ProfileProperties } from './profile-properties.js';
import { addressOf, timesOf } from './times.js';
import type { RecordView } from './views.js';

export interface ContactReading {
  kind: ObjectKind;
  /** `hubspot/<portal>`. */
  source: string;
  profiles: ProfileProperties;
  /** Properties of the app's own. */
  custom: readonly string[];
  /** The organizations that a record belongs to, by their ids; the first is the main one. */
  organizations?: readonly { id: string; name: string }[];
  /** The contacts that a lead is about. */
  contacts?: readonly string[];
}

/** A record of HubSpot as a contact. What it does not say is absent, not empty. */
export function readContact(record: RecordView, reading: ContactReading): Contact {
  const { kind, source } = reading;
  const { changedAt } = timesOf(record, kind.changed);
  const organizations = affiliations(record, reading);
  const optedOut = saidIn(record, 'hs_email_optout') === 'true';
  const owner = saidIn(record, 'hubspot_owner_id');
  return {
    source,
    externalId: `${kind.prefix}${record.id}`,
    kind: 'contact',
    party: kind.party,
    identifiers: identifiersOf(record, reading),
    attributes: attributesOf(record, reading),
    ...(organizations.length > 0 && { affiliations: organizations }),
    ...(optedOut && {
      consents: [{ purpose: 'marketing', channel: 'email', state: 'withdrawn', source: 'crm', at: changedAt }],
    }),
    ...(owner && { owner }),
    permalink: addressOf(source, kind.typeId, record.id),
    origin: 'api',
    observedAt: changedAt,
  };
}

/** The ids that were merged into a record, as HubSpot lists them. */
export function mergedInto({ id, properties }: RecordView): string[] {
  const lists = `${properties.hs_merged_object_ids ?? ''};${properties.hs_calculated_merged_vids ?? ''}`;
  const ids = lists.split(';').map((entry) => entry.split(':')[0]?.trim() ?? '');
  return [...new Set(ids)].filter((one) => /^\d{1,30}$/.test(one) && one !== id);
}

export function saidIn({ properties }: Pick<RecordView, 'properties'>, name: string | undefined): string | undefined {
  return (name !== undefined && properties[name]?.trim()) || undefined;
}

function attributesOf(record: RecordView, { kind, custom }: ContactReading): Attributes {
  const attributes: Attributes = {};
  for (const [attribute, property] of Object.entries(kind.attributes)) {
    const value = saidIn(record, property);
    if (value !== undefined && (attribute !== 'birthDate' || /^\d{4}-\d{2}-\d{2}$/.test(value)))
      Object.assign(attributes, { [attribute]: value.slice(0, attribute === 'bio' ? 20_000 : 1000) });
  }
  const name = [attributes.givenName, attributes.familyName].filter(Boolean).join(' ');
  if (name) attributes.name = name;
  const parts = Object.entries(kind.address).flatMap(([part, property]) => {
    const value = saidIn(record, property);
    return value === undefined ? [] : [[part, value.slice(0, 1000)]];
  });
  if (parts.length > 0) attributes.address = Object.fromEntries(parts) as PostalAddress;
  const own = custom.flatMap((property) => {
    const value = saidIn(record, property);
    return value === undefined ? [] : [[property, value.slice(0, 20_000)]];
  });
  if (own.length > 0) attributes.custom = Object.fromEntries(own) as Record<string, string>;
  return attributes;
}

function identifiersOf(record: RecordView, { kind, profiles, contacts = [], source }: ContactReading): Identifier[] {
  const found = new Map<string, Identifier>();
  const add = (identifierKind: string, value: string | undefined, scope = '') => {
    if (!value || value.length > 2000 || found.size === 200) return;
    found.set(`${identifierKind} ${scope} ${value}`, { kind: identifierKind, scope, value });
  };
  const said = (name: string) => saidIn(record, name);
  for (const id of contacts) add('crm-id', id, source);
  if (kind.object === 'leads') return [...found.values()];
  add('email', said('email'));
  for (const email of said('hs_additional_emails')?.split(';') ?? []) add('email', email.trim());
  for (const name of ['phone', 'mobilephone', 'hs_whatsapp_phone_number']) add('phone', said(name));
  const domains = [said('domain'), ...(said('hs_additional_domains')?.split(';') ?? [])];
  for (const domain of domains) add('domain', domain?.trim());
  add('url', said('website'));
  for (const [network, { handle, url }] of profiles)
    for (const property of [handle, url]) {
      const value = saidIn(record, property);
      if (value && (property === url || /^https?:/i.test(value))) add('url', value);
      else if (value) add('handle', ...accountOf(network, value.replace(/^@/, '')));
    }
  return [...found.values()];
}

/** A handle on Mastodon is one on its instance. */
function accountOf(network: string, value: string): [value: string, scope: string] {
  const [, name, server] = /^([^@/]{1,200})@([\w.-]{3,200})$/.exec(value) ?? [];
  return network === 'mastodon' && name && server ? [name, scopeOf(network, server.toLowerCase())] : [value, network];
}

function affiliations(record: RecordView, { organizations = [], source }: ContactReading): Affiliation[] {
  const title = saidIn(record, 'jobtitle')?.slice(0, 1000);
  return organizations.slice(0, 100).map(({ id, name }, index) => ({
    organization: { source, externalId: `company/${id}` },
    organizationName: name.slice(0, 1000),
    // A title belongs to the main organization, and HubSpot says of none other what it is there.
    ...(title && index === 0 && { title }),
  }));
}
