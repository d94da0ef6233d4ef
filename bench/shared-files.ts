import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import type { Identifier } from '../src/core/model/identifier.js';
import type { Attributes } from '../src/core/model/party.js';
import type { Contact, Profile, SourceRecordDraft } from '../src/core/model/source-record.js';

/** Rows of a file of the shared data, or `undefined` when it is not there. */
export function sharedRows(file: string): Row[] | undefined {
  const shared = process.env.KENNING_SHARED ?? fileURLToPath(new URL('../../shared', import.meta.url));
  const path = `${shared}/data/${file}`;
  if (!existsSync(path)) return undefined;
  return parse(readFileSync(path), { columns: true, trim: true, bom: true }) as Row[];
}

export type Row = Record<string, string>;

const observedAt = '2026-01-01T00:00:00.000Z';

const identifier = (kind: string, value: string | undefined, scope = ''): Identifier[] =>
  value ? [{ kind, scope, value }] : [];

const text = <Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> =>
  value ? ({ [key]: value } as Record<Key, string>) : {};

function contact(externalId: string | undefined, identifiers: Identifier[], attributes: Attributes): Contact {
  const head = {
    source: 'csv',
    externalId: externalId ?? '',
    kind: 'contact',
    party: 'person',
    origin: 'import',
  } as const;
  return { ...head, observedAt, identifiers, attributes };
}

/** A row of `legislators-contacts.csv`. */
export const legislator = (row: Row): Contact =>
  contact(
    row.id,
    [...identifier('email', row.email), ...identifier('phone', row.phone), ...identifier('url', row.website)],
    {
      ...text('name', row.full_name),
      ...text('givenName', row.given_name),
      ...text('familyName', row.family_name),
      ...text('organization', row.organization),
      ...text('title', row.title),
      ...(row.other_names && { alternateNames: row.other_names.split('|') }),
      address: { ...text('text', row.address), ...text('region', row.state) },
    },
  );

/** A row of `legislators-profiles.csv`, without its truth. */
export function legislatorProfile({ network = '', handle = '', url }: Row): Profile {
  const identifiers = [...identifier('handle', handle, network), ...identifier('url', url)];
  const head = { source: network, externalId: handle, kind: 'profile', party: 'person', origin: 'import' } as const;
  return { ...head, observedAt, identifiers, attributes: {} };
}

const splink = (row: Row): Contact =>
  contact(row.unique_id, identifier('email', row.email), {
    ...text('givenName', row.first_name),
    ...text('familyName', row.surname),
    ...text('birthDate', row.dob),
    address: { ...text('city', row.city) },
  });

const historical = (row: Row): Contact =>
  contact(row.unique_id, [], {
    ...text('givenName', row.first_name),
    ...text('familyName', row.surname),
    ...(row.full_name && { alternateNames: [row.full_name] }),
    ...text('birthDate', row.dob),
    ...text('title', row.occupation),
    address: { ...text('city', row.birth_place), ...text('postalCode', row.postcode_fake) },
  });

const febrl = (row: Row): Contact =>
  contact(row.rec_id, identifier('national-id', row.soc_sec_id, 'au'), {
    ...text('givenName', row.given_name),
    ...text('familyName', row.surname),
    ...text('birthDate', row.date_of_birth),
    address: {
      ...text('street', `${row.street_number} ${row.address_1}`.trim()),
      ...text('city', row.suburb),
      ...text('postalCode', row.postcode),
      ...text('region', row.state),
    },
  });

const people = (row: Row): Contact =>
  contact(row.id, [...identifier('email', row.email), ...identifier('phone', row.phone)], {
    ...text('givenName', row.first_name),
    ...text('familyName', row.last_name),
    ...text('birthDate', row.birth_date),
    address: { ...text('street', row.street), ...text('city', row.city), ...text('postalCode', row.postcode) },
  });

/** A file with duplicates, how its rows are read, and which of them are one. */
export interface DuplicatesFile {
  file: string;
  record(row: Row): SourceRecordDraft;
  truth(row: Row): string;
}

export const duplicatesFiles: readonly DuplicatesFile[] = [
  { file: 'people/fake_1000.csv', record: splink, truth: (row) => row.cluster ?? '' },
  { file: 'people/fake_20000.csv', record: splink, truth: (row) => row.group ?? '' },
  { file: 'people/febrl1.csv', record: febrl, truth: (row) => row.rec_id?.split('-')[1] ?? '' },
  { file: 'people/febrl3.csv', record: febrl, truth: (row) => row.rec_id?.split('-')[1] ?? '' },
  { file: 'models/people-20k.csv', record: people, truth: (row) => row.entity ?? '' },
  { file: 'people/historical_50k.csv', record: historical, truth: (row) => row.cluster ?? '' },
];
