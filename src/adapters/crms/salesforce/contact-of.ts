import type { Affiliation } from '../../../core/model/affiliation.js';
import type { Consent } from '../../../core/model/consent.js';
import type { Identifier } from '../../../core/model/identifier.js';
import type { Attributes, PostalAddress } from '../../../core/model/party.js';
import type { Contact } from '../../../core/model/source-record.js';
import { handleOf } from '../../../core/table/columns/row-identifiers.js';
import type { ContactObserved } from '../../crm-observed.js';
import type { PartyFields } from './party-fields.js';
import type { Row } from './views.js';

/** Where records of the organization are. */
export interface Place {
  source: string;
  origin: string;
}

/** What a row of an account, a contact or a lead says; undefined for a person's account, who is given as a contact. */
export function observedOf(row: Row, fields: PartyFields, place: Place): ContactObserved | undefined {
  const { source } = place;
  const of = { source, externalId: row.Id };
  const at = row.SystemModstamp;
  const into = row.MasterRecordId ?? (row.IsConverted === true ? textIn(row, 'ConvertedContactId') : undefined);
  if (into) return { type: 'merged', into: { source, externalId: into }, from: of, at };
  if (row.IsDeleted) return { type: 'removed', of, at };
  if (fields.object === 'Account' && row.IsPersonAccount === true) return undefined;
  return { type: 'contact', contact: contactOf(row, fields, place) };
}

export function contactOf(row: Row, fields: PartyFields, { source, origin }: Place): Contact {
  const observedAt = row.LastModifiedDate ?? row.SystemModstamp;
  const affiliation = affiliationOf(row, source);
  const consents = consentsOf(row, observedAt);
  const owner = textIn(row.Owner, 'Name');
  return {
    kind: 'contact',
    source,
    externalId: row.Id,
    party: fields.object === 'Account' ? 'organization' : 'person',
    identifiers: identifiersOf(row, fields),
    attributes: attributesOf(row, fields),
    ...(affiliation && { affiliations: [affiliation] }),
    ...(consents.length > 0 && { consents }),
    ...(owner && { owner: owner.slice(0, 1000) }),
    permalink: `${origin}/${row.Id}`,
    origin: 'api',
    observedAt,
  };
}

/** A value as text, whatever type its field has. */
export function textIn(row: unknown, field: string): string | undefined {
  const value = (row as Record<string, unknown> | null | undefined)?.[field];
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value.trim() : '';
  return text || undefined;
}

function attributesOf(row: Row, fields: PartyFields): Attributes {
  const read = <Name extends string>(names: Partial<Record<Name, string>>, most = 1000) =>
    Object.fromEntries(
      Object.entries<string | undefined>(names).flatMap(([name, field]) => {
        const value = field && textIn(row, field)?.slice(0, most);
        return value ? [[name, value]] : [];
      }),
    ) as Partial<Record<Name, string>>;
  const { bio, birthDate, ...attributes } = read(fields.attributes, 20_000);
  const shortened = Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value.slice(0, 1000)]));
  const name = textIn(row, 'Name')?.slice(0, 1000);
  const address: PostalAddress = read(fields.address);
  const custom = read(Object.fromEntries(fields.custom.map((field) => [field, field])), 20_000) as Record<
    string,
    string
  >;
  const organization =
    fields.object === 'Contact' && row.IsPersonAccount !== true ? textIn(row.Account, 'Name') : undefined;
  return {
    ...(organization && { organization: organization.slice(0, 1000) }),
    ...shortened,
    ...read(fields.names),
    ...(name && { name }),
    ...(bio && { bio }),
    ...(birthDate && /^\d{4}-\d\d-\d\d$/.test(birthDate) && { birthDate }),
    ...(Object.keys(address).length > 0 && { address }),
    ...(Object.keys(custom).length > 0 && { custom }),
  };
}

function identifiersOf(row: Row, { emails, phones, pages, profiles }: PartyFields): Identifier[] {
  const found = new Map<string, Identifier>();
  const add = (identifier: Identifier | undefined) => {
    if (identifier && identifier.value.length <= 2000)
      found.set(`${identifier.kind} ${identifier.scope} ${identifier.value}`, identifier);
  };
  const each = (names: readonly string[], kind: string) => {
    for (const name of names) {
      const value = textIn(row, name);
      add(value === undefined ? undefined : { kind, scope: '', value });
    }
  };
  each(emails, 'email');
  each(phones, 'phone');
  each(pages, 'url');
  for (const [network, field] of Object.entries(profiles)) {
    const value = textIn(row, field);
    add(value === undefined ? undefined : handleOf(network, value));
  }
  return [...found.values()];
}

function affiliationOf(row: Row, source: string): Affiliation | undefined {
  const externalId = textIn(row, 'AccountId');
  const organizationName = textIn(row.Account, 'Name');
  // The account of a person is that person.
  if (!externalId || !organizationName || row.IsPersonAccount === true) return undefined;
  const title = textIn(row, 'Title')?.slice(0, 1000);
  const department = textIn(row, 'Department')?.slice(0, 1000);
  return {
    organization: { source, externalId },
    organizationName: organizationName.slice(0, 1000),
    ...(title && { title }),
    ...(department && { department }),
  };
}

function consentsOf(row: Row, at: string): Consent[] {
  const withdrawn = (channel: string): Consent => ({
    purpose: 'marketing',
    channel,
    state: 'withdrawn',
    source: 'crm',
    at,
  });
  const channels = { HasOptedOutOfEmail: 'email', DoNotCall: 'phone', HasOptedOutOfFax: 'fax' };
  return Object.entries(channels).flatMap(([field, channel]) => (row[field] === true ? [withdrawn(channel)] : []));
}
