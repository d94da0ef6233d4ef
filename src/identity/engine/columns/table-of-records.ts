import type { Identifier } from '../../../core/model/identifier.js';
import type { PartyKind } from '../../../core/model/party.js';
import type { SourceRecordDraft } from '../../../core/model/source-record.js';
import { isMeaningless } from '../../normalize/meaningless.js';
import type { SocialSite } from '../../normalize/social-sites.js';
import { socialAccount } from '../../normalize/url.js';
import { type Column, type Kind, kinds, type Table } from './column.js';
import { dictionary } from './dictionary.js';
import { words32 } from './memory.js';

/** Of more values of one kind no record is known by. */
export const mostValues = 4;

/** Takes one of the values of a record: of what kind it is, of which column, and the value itself. */
type Take = (kind: Kind, name: string, value: string | undefined) => void;

/** Columns of one name, one for each value that a row may have. */
interface Columns {
  kind: Kind;
  name: string;
  slots: { code: (text: string) => number; column: Column }[];
  /** The row that is read, and what it has told so far. */
  row: number;
  told: string[];
}

/** A table of source records, with a column for each thing that they tell. */
export function tableOfRecords(records: readonly SourceRecordDraft[], sites?: readonly SocialSite[]): Table {
  const all: Columns[] = [];
  const known = new Map<Kind, Map<string, Columns>>(kinds.map((kind) => [kind, new Map()]));
  const columnsOf = (kind: Kind, name: string): Columns => {
    const ofKind = known.get(kind) as Map<string, Columns>;
    const found = ofKind.get(name) ?? { kind, name, slots: [], row: -1, told: [] };
    if (found.row >= 0) return found;
    ofKind.set(name, found);
    all.push(found);
    return found;
  };
  let row = 0;
  const take: Take = (kind, name, value) => {
    if (!value) return;
    const columns = columnsOf(kind, name);
    if (columns.row !== row) {
      columns.row = row;
      columns.told.length = 0;
    }
    const { slots, told } = columns;
    if (told.length === mostValues || told.includes(value)) return;
    slots[told.length] ??= newSlot(kind, name, records.length);
    const { code, column } = slots[told.length] as (typeof slots)[number];
    column.codes[row] = code(value);
    told.push(value);
  };
  for (; row < records.length; row += 1) readRecord(records[row] as SourceRecordDraft, sites, take);
  return { size: records.length, columns: all.flatMap(({ slots }) => slots.map(({ column }) => column)) };
}

function newSlot(kind: Kind, name: string, size: number) {
  const { code, values } = dictionary();
  return { code, column: { kind, name, codes: words32(size), values } };
}

/** Says what a record tells, column by column. */
function readRecord(record: SourceRecordDraft, sites: readonly SocialSite[] | undefined, take: Take): void {
  const { attributes, affiliations } = record;
  const { address } = attributes;
  const person = record.party === 'person';
  const takeAll = (kind: Kind, name: string, values: readonly (string | undefined)[]): void => {
    for (const value of values) take(kind, name, value);
  };
  if (person) {
    take('given-name', 'given', attributes.givenName);
    take('family-name', 'family', attributes.familyName);
    if (!attributes.givenName && !attributes.familyName) take('name', 'name', attributes.name);
    takeAll('name', 'name', attributes.alternateNames ?? []);
    take('organization', 'organization', attributes.organization ?? affiliations?.[0]?.organizationName);
    take('text', 'title', attributes.title ?? affiliations?.[0]?.title);
  } else
    takeAll('organization-name', 'organization name', [
      attributes.name,
      ...(attributes.alternateNames ?? []),
      attributes.organization,
    ]);
  take('date', 'birth-date', attributes.birthDate);
  take('street', 'street', address?.street ?? address?.text);
  take('city', 'city', address?.city ?? attributes.location);
  take('postal-code', 'postal-code', address?.postalCode);
  take('region', 'region', address?.region);
  for (const identifier of record.identifiers) {
    const read = identifierColumn(identifier, record.party, sites);
    if (read) take(read.kind, read.name, read.value);
  }
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
