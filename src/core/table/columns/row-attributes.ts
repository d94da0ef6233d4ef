import type { LocalDate } from '../../model/instant.js';
import type { Attributes, PartyKind, PostalAddress } from '../../model/party.js';
import { several } from './cell-values.js';
import type { ColumnKind } from './column-kind.js';
import { comparedDate } from './compared-date.js';
import { type DateOrder, isCalendarDate, readDate } from './dates.js';
import { type Column, isOfAddress } from './detect-columns.js';
import type { RowCells } from './row-cells.js';

/** The addresses that a table's columns can hold, in their order. */
export function addressGroups(columns: readonly Column[]): string[] {
  return [...new Set(columns.filter(isOfAddress).map(({ group }) => group))];
}

export interface AttributeOptions {
  addressGroups: readonly string[];
  /** How dates are written, by the column's place. */
  dateOrders: ReadonlyMap<number, DateOrder>;
  forComparison: boolean;
  warn: (column: Column, reason: string) => void;
}

const plainFields: readonly [keyof Attributes & string, ColumnKind][] = [
  ['title', 'title'],
  ['bio', 'bio'],
  ['location', 'location'],
  ['language', 'language'],
  ['timeZone', 'time-zone'],
  ['image', 'image'],
  ['lifecycleStage', 'lifecycle-stage'],
];

/** Everything that a row says of its person or organization, but for what identifies it. */
export function attributesOf(cells: RowCells, options: AttributeOptions): Attributes {
  const fields = Object.fromEntries(plainFields.map(([field, kind]) => [field, cells.first(kind)]));
  const { forComparison } = options;
  const address = addressOf(cells, options.addressGroups);
  const attributes = {
    ...namesOf(cells),
    organization: cells.first('organization'),
    ...fields,
    birthDate: birthDateOf(cells, options),
    address: forComparison ? withBirthPlace(cells, address) : address,
  };
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}

/** Whether a row is of an organization: it says so, or it has the name of one and nothing that a person has. */
export function partyOf(
  cells: RowCells,
  { name, givenName, familyName, title, organization }: Attributes,
  hasEmail: boolean,
): PartyKind {
  const said = cells.first('party');
  if (said && /^(?:org|company|business|corp|firm|firma|true$|yes$)/i.test(said)) return 'organization';
  if (said && /^(?:person|individual|contact|human|false$|no$)/i.test(said)) return 'person';
  return organization && !name && !givenName && !familyName && !title && !hasEmail ? 'organization' : 'person';
}

function namesOf(cells: RowCells): Pick<Attributes, 'name' | 'givenName' | 'familyName' | 'alternateNames'> {
  const [given, family, middle] = [cells.first('given-name'), cells.first('family-name'), cells.first('middle-name')];
  const whole = [given, middle, family].filter(Boolean).join(' ');
  const name = cells.first('name') ?? (given && family && whole.length <= 1000 ? whole : undefined);
  const others: string[] = [];
  cells.each('other-names', (value) => others.push(...several(value).filter((other) => other.length <= 1000)) > 0);
  return {
    ...(name && { name }),
    ...(given && { givenName: given }),
    ...(family && { familyName: family }),
    ...(others.length > 0 && { alternateNames: others.slice(0, 100) }),
  };
}

function birthDateOf(cells: RowCells, { dateOrders, forComparison, warn }: AttributeOptions): LocalDate | undefined {
  let found: LocalDate | undefined;
  for (const kind of ['birth-date', 'birth-date-day-first', 'birth-date-month-first'] as const)
    cells.each(kind, (value, column) => {
      if (found) return false;
      const order = dateOrders.get(column.place) ?? 'unknown';
      const date = forComparison ? comparedDate(value, order) : readDate(value, order);
      if (date && (forComparison || isCalendarDate(date))) found = date;
      else if (date) warn(column, 'there is no such day in the calendar');
      else if (/\d{4}/.test(value))
        warn(column, 'it may be one of two days, or none; say birth-date-day-first or birth-date-month-first');
      return found !== undefined;
    });
  return found;
}

/** Records of one person often agree on where it was born as they do on where it lives. */
function withBirthPlace(cells: RowCells, address: PostalAddress | undefined): PostalAddress | undefined {
  const place = address?.city === undefined ? cells.first('birth-place') : undefined;
  return place === undefined ? address : { ...address, city: place };
}

/** The first address of which a row holds anything; the other ones stay where they are. */
function addressOf(cells: RowCells, groups: readonly string[]): PostalAddress | undefined {
  for (const group of groups) {
    const address = addressIn(cells, group);
    if (Object.keys(address).length > 0) return address;
  }
  return undefined;
}

function addressIn(cells: RowCells, group: string): PostalAddress {
  const lines: string[] = [];
  const number = cells.first('house-number', group);
  for (let line = cells.first('street', group); line; line = cells.first('street', group)) lines.push(line);
  const street = [number, lines.join(', ')].filter(Boolean).join(' ');
  const fields = {
    text: cells.first('address', group),
    street: street.length <= 1000 ? street : undefined,
    city: cells.first('city', group),
    region: cells.first('region', group),
    postalCode: cells.first('postal-code', group),
    country: cells.first('country', group),
  };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value));
}
