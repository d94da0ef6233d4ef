import type { Identifier } from '../../../core/model/identifier.js';
import type { Attributes } from '../../../core/model/party.js';
import { meaning } from '../../../core/table/columns/cell-values.js';
import type { ColumnKind } from '../../../core/table/columns/column-kind.js';
import type { ContactDraft } from '../../crm-adapter.js';
import { nameParts } from '../../name-parts.js';
import type { ContactSheet } from './contact-sheet.js';

/** A cell that is to be written, by the name of its column. */
export interface NewCell {
  column: string;
  text: string;
}

type PlainField = Exclude<keyof Attributes, 'alternateNames' | 'address' | 'custom'>;

/** The kind of column that holds a field; a new column is named like it. */
const kinds: Readonly<Record<PlainField, ColumnKind>> = {
  name: 'name',
  givenName: 'given-name',
  familyName: 'family-name',
  organization: 'organization',
  title: 'title',
  bio: 'bio',
  birthDate: 'birth-date',
  location: 'location',
  language: 'language',
  timeZone: 'time-zone',
  image: 'image',
  lifecycleStage: 'lifecycle-stage',
};

const addressKinds = {
  text: 'address',
  street: 'street',
  city: 'city',
  region: 'region',
  postalCode: 'postal-code',
  country: 'country',
} as const;

/** What names a person and stands in a column of its own kind; a new column is named by the second word. */
const identifierKinds: Readonly<Record<string, [kind: ColumnKind, name: string]>> = {
  email: ['email', 'email'],
  phone: ['phone', 'phone'],
  url: ['website', 'website'],
  domain: ['website', 'website'],
};

/** The most columns of one kind that a row is searched for room. */
const mostColumns = 50;

/**
 * The cells that a draft writes into a contact's row. Attributes go into the column that holds them; an identifier goes
 * into the first column of its kind with room, or where we wrote ourselves, and never over what somebody else wrote.
 * Columns that are missing get plain names: `title`, `bluesky`, `bluesky_url`. What is cleared is emptied where it stands.
 */
export function draftCells(
  { attributes = {}, identifiers = [], cleared = [] }: Pick<ContactDraft, 'attributes' | 'identifiers' | 'cleared'>,
  sheet: ContactSheet,
  id: string,
  ourWords: ReadonlyMap<string, string>,
): NewCell[] {
  const cells = [...attributeCells(attributes, sheet), ...clearedCells(cleared, sheet)];
  const taken = new Set(cells.map(({ column }) => column));
  for (const identifier of identifiers) {
    const text = textOf(identifier);
    const hasRoom = (name: string) => {
      const word = sheet.hasColumn(name) ? meaning(sheet.read(id, sheet.place(name))) : undefined;
      return !taken.has(name) && (word === undefined || word === text || word === ourWords.get(name));
    };
    const column = columnsFor(identifier, sheet).find(hasRoom);
    if (!column) continue;
    taken.add(column);
    cells.push({ column, text });
  }
  return cells;
}

function* attributeCells(attributes: Attributes, sheet: ContactSheet): Generator<NewCell> {
  const { alternateNames, address, custom, ...plain } = namedAs(sheet, attributes);
  const column = (kind: ColumnKind) => sheet.columnsOf(kind)[0]?.header ?? kind.replaceAll('-', '_');
  for (const [field, text] of Object.entries(plain) as [PlainField, string | undefined][])
    if (text !== undefined) yield { column: column(kinds[field]), text };
  if (alternateNames) yield { column: column('other-names'), text: alternateNames.join('; ') };
  for (const [part, kind] of Object.entries(addressKinds) as [keyof typeof addressKinds, ColumnKind][]) {
    const text = address?.[part];
    if (text !== undefined) yield { column: column(kind), text };
  }
  for (const [name, text] of Object.entries(custom ?? {})) yield { column: name, text };
}

/** A list that keeps the parts of names gets no column for whole ones. */
function namedAs(sheet: ContactSheet, attributes: Attributes): Attributes {
  const { name, ...rest } = attributes;
  const has = (kind: ColumnKind) => sheet.columnsOf(kind).length > 0;
  if (name === undefined || has('name') || !has('given-name') || !has('family-name')) return attributes;
  if (rest.givenName !== undefined || rest.familyName !== undefined) return rest;
  const { before = '', last } = nameParts(name);
  return { ...rest, givenName: before, familyName: last };
}

/** Empty cells for attributes, or for columns by their own names. */
function clearedCells(cleared: readonly string[], sheet: ContactSheet): NewCell[] {
  return cleared.flatMap((name) => {
    const kind = Object.hasOwn(kinds, name) ? kinds[name as PlainField] : undefined;
    const column = (kind && sheet.columnsOf(kind)[0]?.header) ?? name;
    return sheet.hasColumn(column) ? [{ column, text: '' }] : [];
  });
}

/** Columns in which an identifier may stand, those that are there first. */
function columnsFor({ kind, scope }: Identifier, sheet: ContactSheet): string[] {
  const network = scope.split('/', 1)[0] as string;
  const isPage = kind === 'url';
  const onNetwork: [ColumnKind, string] = [`handle:${network}`, isPage ? `${network}_url` : network];
  const fallback: [ColumnKind, string] = ['custom', network === '' ? kind : `${network}_${kind}`];
  const isHandle = network !== '' && (kind === 'handle' || isPage);
  const [columnKind, name] = isHandle ? onNetwork : (identifierKinds[kind] ?? fallback);
  const known = columnKind === 'custom' ? [] : sheet.columnsOf(columnKind).map(({ header }) => header);
  // A column of pages holds no bare handles, and the other way round.
  const suitable = isHandle
    ? known.filter((header) => /url|link|page/i.test(header.slice(network.length)) === isPage)
    : known;
  return [...suitable, name, ...Array.from({ length: mostColumns }, (_, at) => `${name}_${at + 2}`)];
}

function textOf({ kind, scope, value }: Identifier): string {
  const [network, server] = scope.split('/');
  return kind === 'handle' && network === 'mastodon' && server ? `@${value}@${server}` : value;
}
