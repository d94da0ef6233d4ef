import type { Identifier } from '../../../core/model/identifier.js';
import type { PartyKind } from '../../../core/model/party.js';
import type { SourceRecordDraft } from '../../../core/model/source-record.js';
import { isMeaningless } from '../../normalize/meaningless.js';
import type { SocialSite } from '../../normalize/social-sites.js';
import { socialAccount } from '../../normalize/url.js';
import type { Column, Kind, Table } from './column.js';
import { dictionary } from './dictionary.js';
import { words32 } from './memory.js';

/** Of more values of one kind no record is known by. */
export const mostValues = 4;

/** The values of a record by column: kind, name and the values themselves. */
export type Take = (kind: Kind, name: string, values: readonly (string | undefined)[]) => void;

/** A table of source records, with a column for each thing that they tell. */
export function tableOfRecords(records: readonly SourceRecordDraft[], sites?: readonly SocialSite[]): Table {
  const columns = new Map<
    string,
    { kind: Kind; name: string; slots: { code: (text: string) => number; column: Column }[] }
  >();
  for (const [row, record] of records.entries())
    readRecord(record, sites, (kind, name, values) => {
      const key = `${kind} ${name}`;
      const known = columns.get(key) ?? { kind, name, slots: [] };
      columns.set(key, known);
      let slot = 0;
      for (const value of values) {
        if (!value || slot === mostValues) continue;
        known.slots[slot] ??= newSlot(kind, name, records.length);
        const { code, column } = known.slots[slot] as (typeof known.slots)[number];
        column.codes[row] = code(value);
        slot += 1;
      }
    });
  return {
    size: records.length,
    columns: [...columns.values()].flatMap(({ slots }) => slots.map(({ column }) => column)),
  };
}

function newSlot(kind: Kind, name: string, size: number) {
  const { code, values } = dictionary();
  return { code, column: { kind, name, codes: words32(size), values } };
}

/** Says what a record tells, column by column. */
export function readRecord(record: SourceRecordDraft, sites: readonly SocialSite[] | undefined, take: Take): void {
  const { attributes, affiliations } = record;
  const { address } = attributes;
  const person = record.party === 'person';
  if (person) {
    take('given-name', 'given', [attributes.givenName]);
    take('family-name', 'family', [attributes.familyName]);
    const parted = attributes.givenName || attributes.familyName;
    take('name', 'name', [...(parted ? [] : [attributes.name]), ...(attributes.alternateNames ?? [])]);
    take('organization', 'organization', [attributes.organization ?? affiliations?.[0]?.organizationName]);
    take('text', 'title', [attributes.title ?? affiliations?.[0]?.title]);
  } else
    take('organization-name', 'organization name', [
      attributes.name,
      ...(attributes.alternateNames ?? []),
      attributes.organization,
    ]);
  take('date', 'birth-date', [attributes.birthDate]);
  take('street', 'street', [address?.street ?? address?.text]);
  take('city', 'city', [address?.city ?? attributes.location]);
  take('postal-code', 'postal-code', [address?.postalCode]);
  take('region', 'region', [address?.region]);
  const identifiers = new Map<string, { kind: Kind; values: Set<string> }>();
  for (const identifier of record.identifiers) {
    const read = identifierColumn(identifier, record.party, sites);
    if (!read) continue;
    const known = identifiers.get(read.name) ?? { kind: read.kind, values: new Set() };
    identifiers.set(read.name, known);
    known.values.add(read.value);
  }
  for (const [name, { kind, values }] of identifiers) take(kind, name, [...values]);
}

/** In which column an identifier stands and as what; in none where it tells nothing. */
export function identifierColumn(
  identifier: Identifier,
  party: PartyKind,
  sites: readonly SocialSite[] | undefined,
): { kind: Kind; name: string; value: string } | undefined {
  const { kind, scope, value, validUntil } = identifier;
  // What was valid once may be somebody else's now.
  if (validUntil || kind === 'domain' || isMeaningless(identifier, party)) return undefined;
  if (kind === 'email') return { kind: 'email', name: kind, value };
  if (kind === 'phone') return { kind: 'phone', name: kind, value };
  if (kind === 'handle') return { kind: 'identifier', name: `account of ${scope}`, value: value.toLowerCase() };
  if (kind !== 'url') return { kind: 'identifier', name: `${kind} of ${scope}`, value };
  const account = socialAccount(value, sites);
  return account
    ? { kind: 'identifier', name: `account of ${account.scope}`, value: account.handle }
    : { kind: 'url', name: kind, value };
}
